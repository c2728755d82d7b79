"""How many independent origins stand behind figures taken together (§10.2), in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crossfoot.independence import Independence, independence
from crossfoot.publish.index import Index
from crossfoot.records import Trace


@dataclass(frozen=True, slots=True)
class Origins:
    """`says` of all together, `each` of the figures that more than one report prints; `reasons` a reader can check."""

    found: Independence
    says: str
    each: tuple[str, ...]
    reasons: tuple[str, ...]


def origins(index: Index, claims: Iterable[str]) -> Origins:
    ids = tuple(dict.fromkeys(c for c in claims if c in index.origins))
    members = {m for c in ids for m in (c, *index.origins[c].members) if m in index.claims}
    reports = {index.claims[m].report for m in members}
    links = {
        link.id: link for r in reports for link in index.links_of.get(r, ()) if {link.source, link.target} <= reports
    }
    known = Trace(
        tuple(links.values()), tuple(index.origins[c] for c in ids if set(index.origins[c].members) <= members)
    )
    found = independence(ids, [index.claims[m] for m in sorted(members)], known)
    return Origins(
        found=found,
        says=_says(index, "all", found.reports, found.fewest, found.most),
        each=tuple(s for c in ids if (s := _one(index, c))) if len(ids) > 1 else (),
        reasons=tuple(index.words.spoken(index.redacted(r)) for r in found.reasons),
    )


def _one(index: Index, claim: str) -> str:
    origin = index.origins[claim]
    if origin.reports < 2:
        return ""
    return _says(index, "each", origin.reports, origin.fewest, origin.most, quote=index.claims[claim].quote)


def _says(index: Index, what: str, reports: int, fewest: int, most: int, **fields: str) -> str:
    if reports < 2:
        return index.words.say("origins", f"{what}_single") if reports and what == "all" else ""
    key = "one" if most == 1 else "same" if most == fewest else "unknown"
    printed = index.words.counted("report", reports)
    return index.words.say("origins", f"{what}_{key}", reports=printed, fewest=str(fewest), most=str(most), **fields)
