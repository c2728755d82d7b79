"""What is the name of a source, and what only describes one."""

from __future__ import annotations

import pytest
from trace_case import CODEBOOK, claim, report

from crossfoot.records import Source
from crossfoot.trace.names import full_names, known_names, name_of


def named(text: str, name: str, kind: str = "office") -> str | None:
    made = report("a", text)
    start = text.index(name)
    return name_of(Source(name, start, start + len(name), kind), made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("the Harbour Police Department", "office", "Harbour Police Department"),
        ("The General Staff in Kyiv", "office", "General Staff in Kyiv"),
        ("Senator Ada Example", "named", "Ada Example"),
        ("Ada Example’s", "named", "Ada Example"),
        ("Ada bin Example", "named", "Ada bin Example"),
        ("the Defence Ministry spokesman", "office", "Defence Ministry"),
        ("the Harbour administration", "office", "Harbour administration"),
        ("Several cast members", "named", None),
        ("Someone", "named", None),
        ("the bank", "office", None),
        ("a Harbour Times database tracking deaths", "outlet", None),
        ("Freedonian officials", "office", None),
        ("Harbour Times seized on Example", "named", None),
        ("an employee of the Harbour", "office", None),
        ("Ada Example", "anonymous", None),
    ],
)
def test_a_name_is_not_a_description(name: str, kind: str, expected: str | None) -> None:
    assert named(f"So it was, {name} said.", name, kind) == expected


def test_a_capital_at_the_start_of_a_sentence_makes_no_name() -> None:
    assert named("It rained. Police said nine.", "Police") is None
    assert named("“Police said nine.", "Police") is None
    assert named("It rained. Kremlin said nine, and the Kremlin said ten.", "Kremlin") == "Kremlin"
    assert named("It rained. Example said nine.", "Example", "named") == "Example"


def test_a_report_in_a_language_without_a_file_keeps_what_has_a_capital() -> None:
    made = report("a", "x")
    other = type(made)("b", "c", "b.txt", "x", language="xx")
    assert name_of(Source("Several Ministries", 0, 1, "office"), other) == "Several Ministries"
    assert name_of(Source("lokale myndigheter", 0, 1, "office"), other) is None


def people(*names: str) -> dict[str, str]:
    made = report("a", "9 then")
    claims = [claim(made, "9", 9, attribution=(Source(name, 0, 1, "named"),)) for name in names]
    return dict(full_names(claims, {"a": made}, known_names([made], CODEBOOK, ())))


def test_short_and_long_forms_of_one_person_are_one() -> None:
    found = people("Example", "Ada Example", "Interior Secretary Ada Example")
    assert set(found.values()) == {"Ada Example"}
    assert set(found) == {"Example", "Ada Example", "Interior Secretary Ada Example"}


def test_a_family_name_of_two_persons_is_neither() -> None:
    found = people("Example", "Ada Example", "Bob Example")
    assert "Example" not in found
    assert (found["Ada Example"], found["Bob Example"]) == ("Ada Example", "Bob Example")
