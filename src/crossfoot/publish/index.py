"""Contents looked up by id, and the names under which a dossier shows them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from crossfoot.codebook import Codebook
from crossfoot.publish import Contents
from crossfoot.publish.redact import Masked, Redactor, redactor
from crossfoot.publish.words import Words
from crossfoot.records import (
    Bound,
    Claim,
    Conflict,
    Effect,
    Link,
    Loosened,
    Origin,
    Repair,
    Report,
    Series,
    TextRelation,
    content_id,
)

LONGEST_NAME = 60
MANY_CLAIMS = 1_000
_FIGURE = re.compile(r"[a-z ]{0,40}(?:\d{1,3}(?:,\d{3}){0,3}|\d{1,6})?[a-z ]{0,40}")
"""A number among words in lower case, which is all that most quotes of figures are: nothing in it is private."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


def anchor(kind: str, id: str) -> str:
    """An HTML id that is safe whatever the record's id holds."""
    return f"{kind}-{id}" if _PLAIN.fullmatch(id) else f"{kind}-{content_id(id)}"


def shortened(text: str, longest: int) -> str:
    """The text, cut after a whole word where it is longer."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption in plain words. `without`: what becomes of a finding without it, where that is known."""

    name: str
    title: str
    says: str
    without: str = ""

    @property
    def full_title(self) -> str:
        """What a relation or a bridge says, else the title."""
        return self.says if self.says and self.name.startswith(("relation ", "bridge ")) else self.title


@dataclass(frozen=True, slots=True)
class Index:
    contents: Contents
    words: Words
    claims: dict[str, Claim]
    reports: dict[str, Report]
    conflicts: dict[str, Conflict]
    repairs: dict[str, Repair]
    origins: dict[str, Origin]
    relations: dict[str, TextRelation]
    repairs_of: dict[str, tuple[Repair, ...]]
    """conflict id → its repairs, cheapest first."""
    claims_of: dict[Series, tuple[Claim, ...]]
    bounds_of: dict[Series, tuple[Bound, ...]]
    clashing: frozenset[str]
    """Ids of claims that stand in a contradiction."""
    effects: dict[str, Effect]
    """assumption → what it does."""
    gone_without: dict[str, frozenset[str]]
    """conflict id → the assumptions without any of which it does not stand."""
    loosened: dict[str, dict[str, Loosened]]
    """bound id → assumption → what the bound is without it."""
    links_of: dict[str, tuple[Link, ...]]
    """report id → the links between it and another report."""
    names: dict[str, str]
    """file → the name under which its report is shown."""
    units: tuple[str, ...]
    """Units of what is counted, those of most figures first, then those of the codebook."""
    hide: Redactor
    """Masks what must not leave the ledger."""

    masked: dict[str, tuple[Masked, ...]]
    """report id → what to hide in its text, once it was looked for."""

    @property
    def is_large(self) -> bool:
        """Whether lists are folded and shortened, so that the page stays a page."""
        return len(self.claims) > MANY_CLAIMS

    @property
    def codebook(self) -> Codebook:
        return self.contents.codebook

    def redacted(self, text: str) -> str:
        if not self.contents.decisions and _FIGURE.fullmatch(text):
            return text
        return self.hide(text)

    def masks(self, report: Report) -> tuple[Masked, ...]:
        """What to hide in the text of a report; looked for once."""
        if report.id not in self.masked:
            self.masked[report.id] = tuple(self.hide.masked(report.text))
        return self.masked[report.id]

    # ── names ────────────────────────────────────────────────────────────────────────────────────

    def report_name(self, report: Report | None, fallback: str = "") -> str:
        if report is None:
            return fallback
        return shortened(self.redacted(report.outlet or report.title or report.file), LONGEST_NAME)

    def said_in(self, claim: Claim) -> str:
        """Outlet, day and, where there are any, page or cell of the report that prints the claim."""
        report = self.reports.get(claim.report)
        day = self.words.day(report.published) if report and report.published else None
        place = report.place_of(claim.start) if report else None
        return ", ".join(filter(None, (self.report_name(report, claim.file), day, place)))

    def series_title(self, series: Series) -> str:
        measure = self.codebook.measure(series.measure)
        title = measure.title if measure else series.measure
        whose = series.population.replace("/", ": ")
        where = "" if series.place in (series.population, series.population.split("/")[0]) else f" ({series.place})"
        return f"{title}, {whose}{where}"

    def series_id(self, series: Series) -> str:
        """The short name of a series: "proceedings-407, Ukraine"."""
        places = (series.population,) if series.population == series.place else (series.population, series.place)
        return self.redacted(", ".join((series.measure, *places)))

    def measure_title(self, id: str) -> str:
        measure = self.codebook.measure(id)
        return self.redacted(measure.title if measure else id)

    def things(self, series: Series) -> str:
        """What is counted, as a noun, with whose: "criminal proceedings (Ukraine)"."""
        measure = self.codebook.measure(series.measure)
        whose = series.population.replace("/", ": ")
        where = "" if series.place in (series.population, series.population.split("/")[0]) else f", {series.place}"
        return self.redacted(f"{measure.title if measure else series.measure} ({whose}{where})")

    def named(self, text: str) -> str:
        """The text with the names of reports in place of the names of their files, private data masked."""
        for file, name in self.names.items():
            if file in text:
                text = text.replace(file, name)
        return self.redacted(text)

    def unit(self, series: Series | str | None) -> str:
        id = series.measure if isinstance(series, Series) else (series or "").split("|")[0]
        measure = self.codebook.measure(id)
        return measure.unit if measure else ""

    def repair_name(self, repair: Repair) -> str:
        return self.words.say("slip", repair.slip)

    # ── assumptions ──────────────────────────────────────────────────────────────────────────────

    def assumed(self, names: Iterable[str]) -> tuple[Assumed, ...]:
        return tuple(self._assumed(name) for name in dict.fromkeys(names))

    def clauses(self, names: Iterable[str]) -> list[str]:
        """What the assumptions say, as clauses that may follow "if"."""
        epoch = self.words.day(self.codebook.epoch.date) if self.codebook.epoch else ""
        found = []
        for name in dict.fromkeys(names):
            key, _, detail = name.partition(" ")
            said = self.words.say("assuming", key, epoch=epoch, detail=self._detail(key, detail))
            found.append(name if said == key else said)
        return found

    def _assumed(self, name: str) -> Assumed:
        key, _, detail = name.partition(" ")
        title, says = self.words.pair("assumption", key)
        epoch = self.words.day(self.codebook.epoch.date) if self.codebook.epoch else ""
        fields = {"epoch": epoch, "detail": self._detail(key, detail)}
        return Assumed(name, title.format(**fields) if says else title, says.format(**fields))

    def _detail(self, key: str, detail: str) -> str:
        declared: dict[str, str] = {}
        if key == "relation":
            declared = {r.name: r.says for r in self.codebook.relations}
        elif key == "bridge":
            declared = {b.name: b.says for b in self.codebook.bridges}
        return declared.get(detail, detail)


def _units(contents: Contents) -> tuple[str, ...]:
    unit = {measure.id: measure.unit for measure in contents.codebook.measures if measure.unit}
    counts = Counter(unit[claim.measure] for claim in contents.claims if claim.measure in unit)
    return tuple(dict.fromkeys([*(u for u, _ in counts.most_common()), *unit.values()]))


def _gone_without(contents: Contents) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for effect in contents.reconciliation.effects:
        for conflict in effect.conflicts:
            found[conflict].add(effect.assumption)
    return {conflict: frozenset(names) for conflict, names in found.items()}


def _loosened(contents: Contents) -> dict[str, dict[str, Loosened]]:
    found: dict[str, dict[str, Loosened]] = defaultdict(dict)
    for effect in contents.reconciliation.effects:
        for changed in effect.bounds:
            found[changed.bound][effect.assumption] = changed
    return dict(found)


def build_index(contents: Contents, words: Words) -> Index:
    repairs_of: dict[str, list[Repair]] = defaultdict(list)
    links_of: dict[str, list[Link]] = defaultdict(list)
    reports = {r.id: r for r in contents.reports}
    claims_of: dict[Series, list[Claim]] = defaultdict(list)
    bounds_of: dict[Series, list[Bound]] = defaultdict(list)
    for claim in contents.claims:
        if claim.series:
            claims_of[claim.series].append(claim)
    for bound in contents.reconciliation.bounds:
        bounds_of[bound.series].append(bound)
    for link in contents.trace.links:
        for end in {link.source, link.target} & reports.keys():
            links_of[end].append(link)
    for repair in sorted(contents.reconciliation.repairs, key=lambda r: (r.cost, r.rank, r.id)):
        for conflict in repair.conflicts:
            repairs_of[conflict].append(repair)
    return Index(
        contents=contents,
        words=words,
        claims={c.id: c for c in contents.claims},
        reports=reports,
        conflicts={c.id: c for c in contents.reconciliation.conflicts},
        repairs={r.id: r for r in contents.reconciliation.repairs},
        origins={o.claim: o for o in contents.trace.origins},
        relations={r.id: r for r in contents.relations},
        repairs_of={k: tuple(v) for k, v in repairs_of.items()},
        claims_of={k: tuple(v) for k, v in claims_of.items()},
        bounds_of={k: tuple(v) for k, v in bounds_of.items()},
        clashing=frozenset(c for conflict in contents.reconciliation.conflicts for c in conflict.claims),
        effects={e.assumption: e for e in contents.reconciliation.effects},
        gone_without=_gone_without(contents),
        loosened=_loosened(contents),
        links_of={k: tuple(v) for k, v in links_of.items()},
        names={r.file: shortened(r.outlet or r.title or r.file, LONGEST_NAME) for r in contents.reports},
        units=_units(contents),
        hide=redactor(contents),
        masked={},
    )
