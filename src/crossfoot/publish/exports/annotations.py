"""W3C Web Annotations (JSON-LD): every claim and every conflict as an annotation on the words it rests on.

Positions count code points of the report's text in the ledger. Prefix and suffix are literal text, and end where
something private begins, so that a quote can always be found again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from crossfoot.publish.exports import Material
from crossfoot.publish.page import web_address
from crossfoot.publish.words import load_words
from crossfoot.records import Capture, Claim, Conflict, Report

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"crossfoot": "urn:crossfoot:terms:"})
AROUND = 32
"""Code points of prefix and suffix."""


def write_annotations(material: Material, to: Path) -> tuple[Path, ...]:
    """One JSON-LD file: a collection with one page that holds every annotation."""
    reports = {r.id: r for r in material.contents.reports}
    captures = {c.id: c for c in material.captures}
    targets = {
        c.id: _target(material, reports[c.report], captures.get(reports[c.report].capture), c)
        for c in material.contents.claims
        if c.report in reports and reports[c.report].text[c.start : c.end] == c.quote
    }
    items = [_of_claim(material, c, targets[c.id]) for c in material.contents.claims if c.id in targets]
    for conflict in material.contents.reconciliation.conflicts:
        on = [targets[id] for id in dict.fromkeys(conflict.claims) if id in targets]
        items += [_of_conflict(material, conflict, on)] if on else []
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps(_collection(items), ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
    return (to,)


def _collection(items: list[dict[str, Any]]) -> dict[str, Any]:
    id = "urn:crossfoot:annotations"
    page = {"id": f"{id}:1", "type": "AnnotationPage", "partOf": id, "startIndex": 0, "items": items}
    return {
        "@context": list(CONTEXT),
        "id": id,
        "type": "AnnotationCollection",
        "label": "Figures that reports print, and which of them cannot all be true",
        "total": len(items),
        "first": page,
    }


def _of_claim(material: Material, claim: Claim, target: dict[str, Any]) -> dict[str, Any]:
    says = [load_words().value(claim)]
    says += [claim.series.id.replace("|", ", ")] if claim.series else []
    return {
        "id": f"urn:crossfoot:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(material, "; ".join(says)),
        "target": target,
        "crossfoot:low": claim.low,
        "crossfoot:high": claim.high,
        "crossfoot:hedge": claim.hedge,
        "crossfoot:series": claim.series.id if claim.series else None,
        "crossfoot:start": claim.period.start.isoformat() if claim.period.start else None,
        "crossfoot:end": claim.period.end.isoformat() if claim.period.end else None,
        "crossfoot:kind": claim.kind,
        "crossfoot:stance": claim.stance,
    }


def _of_conflict(material: Material, conflict: Conflict, targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"urn:crossfoot:conflict:{conflict.id}",
        "type": "Annotation",
        "motivation": "assessing",
        "body": _body(material, conflict.text),
        "target": targets,
        "crossfoot:gap": str(conflict.gap),
        "crossfoot:unit": conflict.unit,
    }


def _body(material: Material, text: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": material.hide(text), "format": "text/plain", "language": "en"}


def _target(material: Material, report: Report, capture: Capture | None, claim: Claim) -> dict[str, Any]:
    digest = hashlib.sha256(report.text.encode(errors="replace")).hexdigest()
    url = web_address(report.url)
    is_public = url and material.hide(url) == url
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": url if is_public else f"urn:crossfoot:report:{report.id}",
        "selector": [
            {"type": "TextQuoteSelector", "exact": claim.quote, **_surroundings(material, report.text, claim)},
            {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
        ],
        "crossfoot:text_sha256": digest,
    }
    if capture:
        target["state"] = {
            "type": "TimeState",
            "sourceDate": capture.received,
            "cached": f"urn:sha256:{capture.sha256}",
        }
    return target


def _surroundings(material: Material, text: str, claim: Claim) -> dict[str, str]:
    """Literal words on both sides, up to the next private stretch."""
    first, last = max(0, claim.start - AROUND), min(len(text), claim.end + AROUND)
    low, high = material.hide.clear(text, claim.start, claim.end)
    return {"prefix": text[max(first, low) : claim.start], "suffix": text[claim.end : min(last, high)]}
