"""The terminal ends with three findings that make a reader want to open the dossier."""

from __future__ import annotations

from dataclasses import replace

import desertion_case as case

from crossfoot.publish import Contents
from crossfoot.publish.findings import findings
from crossfoot.publish.index import build_index
from crossfoot.publish.words import load_words
from crossfoot.summary import WIDTH, reasons_to_open


def told(contents: Contents) -> str:
    lines = reasons_to_open(findings(build_index(contents, load_words())))
    assert all(len(line) <= WIDTH for line in lines)
    return " ".join(" ".join(lines).replace("\u00a0", " ").split())


def test_three_findings_of_three_kinds() -> None:
    text = told(case.CONTENTS)
    assert text.startswith("Open the dossier for: 1. 64,705 cases too many: “over 160,000” cases by 18 December 2023")
    assert "2. 24,957 to 27,836 cases, which no report prints:" in text
    assert "3. “over 160,000” is printed without a year. Of the possible ones two cannot be; only one is left" in text
    assert " 4. “" not in text


def test_other_contradictions_stand_in_where_a_kind_is_missing() -> None:
    text = told(replace(case.CONTENTS, reconciliation=replace(case.FOUND, candidates=(), bounds=())))
    assert "1. 64,705 cases too many" in text
    assert "2. 2,879 cases too many" in text
    assert "3." not in text


def test_nothing_is_promised_where_nothing_was_found() -> None:
    empty = replace(case.FOUND, candidates=(), bounds=(), conflicts=(), repairs=())
    assert told(replace(case.CONTENTS, reconciliation=empty)) == ""
    assert reasons_to_open(None) == []
