"""Markup, script and style in any field of any record stay text."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import desertion_case as case
import pytest
from test_dossier import Page

from crossfoot.publish import Contents, dossier
from crossfoot.records import Drift, DriftStep, Question, Showing, Sighting
from crossfoot.redactions import Decision

CORPUS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</title><base href=//evil.example>",
    "<!-- <script>",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "{subject.__class__}",
    "\u202etxt.exe\x00\x1b[31m",
    "&lt;script&gt;&#x3c;script&#x3e;",
    '<a href="jaVa\tscript:alert(1)">x</a>',
    "@import url(//evil.example/x.css); body{background:url(//evil.example)}",
]
KEPT = {
    "outcome",
    "standing",
    "changes",
    "do",
    "kind",
    "side",
    "hedge",
    "stance",
    "precision",
    "verdict",
    "status",
    "scope",
    "exactness",
    "stage",
}
"""Fields with a fixed set of values; `kind` of a remark is free and is tried too, as are ids, which are looked up."""


def spoiled(value: Any, poison: str, name: str = "") -> Any:
    """The value with the poison put into every text that is free."""
    if isinstance(value, str):
        return value if name in KEPT else value + poison
    if isinstance(value, dict):
        return {k: spoiled(v, poison, name) for k, v in value.items()} if name != "known" else value
    if isinstance(value, tuple):
        return tuple(spoiled(v, poison, name) for v in value)
    if value is None or isinstance(value, bool | int | float | Fraction | date):
        return value
    assert is_dataclass(value), type(value)
    changed = {f.name: spoiled(getattr(value, f.name), poison, f.name) for f in fields(value)}
    return replace(value, **changed)  # type: ignore[type-var]


def richer() -> Contents:
    """The case with everything that a dossier can show: visits, figures on their way, questions, full texts."""
    shown = Showing("v1", "2026-03-03", "page", 200, "r-wire", case.by_2023.id, "over 160,000", "It was over 160,000.")
    later = Showing("v2", "2027-01-09", "page", 200, passage="It was many.")
    asked = Question(case.ALL, date(2024, 12, 1), date(2024, 12, 31), 10)
    bounds = (replace(case.BOUNDS[0], question=asked), *case.BOUNDS[1:])
    chain = Drift((case.by_2023.id, case.undated.id), (DriftStep(("year lost",)),), "the year is lost")
    return replace(
        case.CONTENTS,
        reconciliation=replace(case.FOUND, bounds=bounds, notes=("a note",)),
        trace=replace(case.TRACE, drifts=(chain,)),
        sightings=(Sighting("https://wire.example/a", "changed", "2026-01-01", shown, later, title="A page"),),
        decisions=(Decision("Gazette", "allow", "an outlet", "desk"),),
        full_text=True,
    )


@pytest.mark.parametrize("poison", CORPUS)
def test_poison_in_every_field_stays_text(poison: str) -> None:
    clean = Page(dossier(richer()))
    contents: Contents = spoiled(richer(), poison)
    text = dossier(contents)
    page = Page(text)
    assert {t for t, _ in page.tags} <= {t for t, _ in clean.tags}
    assert {a for _, attrs in page.tags for a in attrs} <= {a for _, attrs in clean.tags for a in attrs}
    assert [t for t, _ in page.tags].count("script") == 1
    assert page.style == clean.style
    assert all(h.startswith(("#", "https://")) for h in page.values("href"))
    text.encode()


def test_poison_in_the_text_around_a_figure_stays_text() -> None:
    poison = "".join(CORPUS[:6])
    reports = tuple(replace(r, text=r.text.replace(" criminal ", f" {poison} ")) for r in case.REPORTS)
    page = Page(dossier(replace(case.CONTENTS, reports=reports)))
    assert [t for t, _ in page.tags].count("script") == 1
    assert "<script>alert(1)</script>" in page.text
