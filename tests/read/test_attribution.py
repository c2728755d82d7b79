"""Who said it: one line a case, the chain from the speaker nearest the reader to the ultimate source."""

from __future__ import annotations

import pytest

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Report

CODEBOOK = load("desertion")


def chains(text: str) -> list[str]:
    """One line for each claim: its figure and its chain, with whom a short form stands for in brackets."""
    reading = read([Report(id="r", capture="c", file="f", text=text)], CODEBOOK)
    return [
        f"{claim.quote} < "
        + " < ".join(s.text + (f" [{s.resolved}]" if s.resolved else "") for s in claim.attribution[::-1])
        for claim in reading.claims
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("According to the ministry, 500 soldiers deserted.", ["500 < the ministry"]),
        ("About 500 soldiers deserted, according to Reuters.", ["About 500 < Reuters"]),
        ("Ivan Testov said that 500 soldiers deserted.", ["500 < Ivan Testov"]),
        ("500 soldiers deserted, said Ivan Testov.", ["500 < Ivan Testov"]),
        (
            "Ivan Testov, the head of the Russian General Staff, claimed that 500 soldiers deserted.",
            ["500 < Ivan Testov"],
        ),
        ("Kyiv, Testov added, has 500 deserters.", ["500 < Testov"]),
        ("500 soldiers deserted, Die Welt reported on 9 November 2025, a record.", ["500 < Die Welt"]),
        (
            "RIA, citing sources in Kyiv, reported that 500 soldiers deserted.",
            ["500 < sources in Kyiv < RIA [RIA Novosti]"],
        ),
        (
            "According to a source who spoke to RIA, 500 soldiers deserted.",
            ["500 < a source who spoke to RIA < RIA [RIA Novosti]"],
        ),
        ("A source told Reuters that 500 soldiers deserted.", ["500 < A source < Reuters"]),
        ("Our estimate of 500 deserters stands.", ["500 < Our estimate"]),
        (
            "The Office of the Prosecutor General counted 500 cases of desertion.",
            ["500 < The Office of the Prosecutor General"],
        ),
        ("In May 500 soldiers deserted.", ["500 < "]),
        ("The war claimed the lives of 500 soldiers.", ["500 < "]),
        ("The reported 500 desertions alarm Kyiv.", ["500 < "]),
    ],
)
def test_the_chain_of_one_sentence(text: str, wanted: list[str]) -> None:
    assert chains(text) == wanted


def test_a_pronoun_stands_for_the_person_named_before() -> None:
    text = "Ivan Testov spoke in Moscow. He said that 500 soldiers deserted."
    assert chains(text) == ["500 < He [Ivan Testov]"]


def test_a_short_name_stands_for_the_full_one() -> None:
    text = "Ivan Testov spoke in Moscow. Later Testov said that 500 soldiers deserted."
    assert chains(text) == ["500 < Testov [Ivan Testov]"]


def test_a_speaker_is_carried_through_the_paragraph_and_no_further() -> None:
    text = "The ministry said that 500 soldiers deserted. In May 40 soldiers deserted.\n\nIn June 50 soldiers deserted."
    assert chains(text) == ["500 < The ministry", "40 < The ministry", "50 < "]


def test_a_colon_gives_the_next_paragraph_to_its_speaker() -> None:
    text = "The Economist notes in an article:\n\nThe army is tired. A source in the staff says 500 soldiers deserted."
    assert chains(text) == ["500 < A source in the staff < The Economist"]


def test_a_quote_that_ends_with_its_speaker_is_his_from_its_beginning() -> None:
    text = "“It was bad. Every day 5 soldiers deserted. Such are the times,” a resident of the town told us."
    assert chains(text) == ["5 < a resident of the town"]


def test_speakers_are_not_counted() -> None:
    assert chains("Two officers said that 500 soldiers deserted.") == ["500 < Two officers"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("RIA cited Ivan Testov as saying that 500 soldiers deserted.", ["500 < Ivan Testov < RIA [RIA Novosti]"]),
        ("500 soldiers deserted, RIA quoted the ministry as saying.", ["500 < the ministry < RIA [RIA Novosti]"]),
        (
            "The ministry said the war goes on. It added that 500 soldiers deserted.",
            ["500 < It [The ministry]"],
        ),
        ("Police said it rained. It began at noon. It said 500 soldiers deserted.", ["500 < It [Police]"]),
        ("Over 500 soldiers deserted – Testov", ["Over 500 < Testov"]),
        ("Over 500 soldiers deserted - General Staff", ["Over 500 < General Staff"]),
        ("UN: 500 soldiers deserted in May", ["500 < UN"]),
        ("Ukraine: 500 soldiers deserted in May", ["500 < "]),
        ("Chaos Reigns: 500 Soldiers Deserted", ["500 < "]),
        ("Some 500 soldiers deserted - Video", ["Some 500 < "]),
        ("In May 2025 police in Kyiv said 500 soldiers deserted.", ["500 < police in Kyiv"]),
    ],
)
def test_headlines_and_who_cites(text: str, wanted: list[str]) -> None:
    assert chains(text) == wanted
