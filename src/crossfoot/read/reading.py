"""The stage: reports in, claims out. Candidates for missing years come last, since they need every report (§3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crossfoot.codebook import Codebook
from crossfoot.read.claims import Read, claims_of
from crossfoot.read.language import LanguageError
from crossfoot.read.periods import candidates
from crossfoot.read.tools import DEFAULT_LANGUAGE, Tools, language
from crossfoot.records import Claim, Problem, Reading, Report


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """`language` is taken for reports that do not say theirs."""

    language: str = DEFAULT_LANGUAGE


def read(reports: Iterable[Report], codebook: Codebook, settings: ReadSettings | None = None) -> Reading:
    """The claims of all reports in order, the relations that their sentences state, and what could not be read."""
    settings = settings or ReadSettings()
    done: list[Read] = []
    problems: list[Problem] = []
    tools: dict[str, Tools | None] = {}
    for report in reports:
        code = report.language or settings.language
        if code not in tools:
            tools[code] = _tools(code, codebook)
        found = tools[code]
        if found is None:
            problems.append(
                Problem("read", report.file, f"no words for the language {code!r}: its figures are not read")
            )
        else:
            done.append(claims_of(report, found))
    claims = tuple(_with_candidates(done, codebook))
    return Reading(claims, tuple(relation for one in done for relation in one.relations), tuple(problems))


def _tools(code: str, codebook: Codebook) -> Tools | None:
    try:
        return Tools(language(code.partition("-")[0].lower()), codebook)
    except LanguageError as wrong:
        if wrong.reason == "no such language file":
            return None
        raise


def _with_candidates(done: list[Read], codebook: Codebook) -> Iterator[Claim]:
    """§3.3: the years run from the epoch's to the latest that any text or published date names."""
    years = [year for one in done for year in one.years]
    for one in done:
        for claim in one.claims:
            if claim.period.partial is None or codebook.epoch is None or not years:
                yield claim
            else:
                yield replace(claim, candidates=candidates(claim, codebook.epoch.date.year, max(years)))
