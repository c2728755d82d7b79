"""Who is masked and who is not, by the words of publish/privacy. All names are invented, but for public office."""

from __future__ import annotations

import time

import pytest

from crossfoot.codebook import Codebook
from crossfoot.publish import Contents
from crossfoot.publish.privacy import SECTIONS, PrivacyError, _lists, privacy_words
from crossfoot.publish.redact import Redactor, redactor
from crossfoot.records import Coverage, Reconciliation, Report, Trace
from crossfoot.redactions import Decision

NOTHING = Reconciliation((), (), (), (), (), (), (), (), Coverage(0, 0, {}))
BOOK = Codebook("none", "None", None, (), ())


def over(
    *texts: str, outlet: str | None = None, author: str | None = None, by_hand: tuple[Decision, ...] = ()
) -> Redactor:
    reports = tuple(
        Report(f"r{n}", "c", f"{n}.txt", text, outlet=outlet, author=author) for n, text in enumerate(texts)
    )
    return redactor(Contents(reports, (), (), Trace(), NOTHING, BOOK, decisions=by_hand))


def shown(text: str) -> str:
    return over(text)(text)


@pytest.mark.parametrize(
    "text",
    [
        "Petro Vydumaniuk left in May.",
        "They met PETRO VYDUMANIUK there.",
        "The soldier Zzyx Qwallen left.",
        "Zzyx Qwallen, 34, left.",
        "“I left,” Zzyx Qwallen recalls.",
        "She is called Mrs Qwallen.",
        "J. Qwallen left.",
        "Solomiia cried.",
        "The minister's driver Petro Vydumaniuk left.",
        "The platoon commander Petro Vydumaniuk left.",
        "Petro told the president that it was over.",
        "A friend of the president, Petro Vydumaniuk's brother, left.",
        "His call sign is “Yorzhik”.",
        "Петро Вигаданюк пішов.",
        "Солдат Вигаданий пішов.",
        "Qwallen, a deserter from Lviv, said he left.",
        "“I left,” said Qwallen, a former driver.",
        "Qwallen (a soldier from Nemaivka) left.",
        "They met Qwallen, the mother of a conscript.",
        "Vydumaniuk, a conscript of 34, left.",
        "Вигаданюк, дезертир зі Львова, розповів про це.",
        "Розповів Вигаданюк, колишній солдат.",
        "Рядового Вигаданського шукали.",
        "Ми бачили Петра Вигаданюка.",
        "Вигаданюк Петро Іванович зник.",
    ],
)
def test_private_persons_are_masked(text: str) -> None:
    masked = shown(text)
    assert "withheld" in masked
    assert not any(name in masked.casefold() for name in ("vydumaniuk", "qwallen", "solomiia", "yorzhik", "вигадан"))


@pytest.mark.parametrize(
    "text",
    [
        "President Volodymyr Vydumaniuk spoke.",
        "The spokesman of the border service Petro Vydumaniuk spoke.",
        "Petro Vydumaniuk, the head of the press office, spoke.",
        "Petro Vydumaniuk (a member of parliament) spoke.",
        "Prosecutor General Petro Vydumaniuk spoke.",
        "Sen. Petro Vydumaniuk spoke.",
        "Vydumaniuk, a father of two and the president, spoke.",
        "Президента Володимира Вигаданюка чекали.",
        "Речниця Олена Вигаданюк сказала.",
        "Про це казав міністр оборони Петро Вигаданюк.",
    ],
)
def test_public_roles_are_kept(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "The General Staff of the Armed Forces of Ukraine counted 95,296 cases.",
        "Kharkiv Oblast and Donetsk Oblast, the Security Service, the Verkhovna Rada.",
        "Free Ranks reported it on Monday, Eastline Wire on Tuesday.",
        "Ivan Franko University and Taras Shevchenko Street",
        "Russian Defence Ministry officials said in January that over 160,000 had left.",
        "From February 2022 to November 1, 2024 it comes to 95,296 criminal cases.",
        "The E.P.A. and the U.S. say so. Will it hold? Mark the day.",
        "Yesterday, a soldier told us about it. Earlier, a deserter from Lviv, a driver, said the same.",
        "Kharkiv, a soldier said, is far. Desertion, a crime that a soldier commits, is rare.",
        "Верховний Суд України та Генеральный штаб Вооруженных Сил Украины.",
        "Офіс Генерального прокурора нарахував 90 000 проваджень у Києві.",
        "Служба безпеки України, Державне бюро розслідувань, Українська Правда.",
    ],
)
def test_bodies_places_and_words_are_not_taken_for_persons(text: str) -> None:
    assert shown(text) == text


def test_public_in_one_report_is_public_in_all() -> None:
    hide = over("Minister Petro Vydumaniuk spoke.", "Petro Vydumaniuk left. Vydumaniuk is gone.")
    assert hide("Petro Vydumaniuk left. Vydumaniuk is gone.") == "Petro Vydumaniuk left. Vydumaniuk is gone."


def test_a_surname_follows_its_full_name() -> None:
    hide = over("Zzyx Qwallen, 34, left. Qwallen is gone.")
    assert hide("Qwallen") == "[name withheld]"
    assert hide("https://a.example/zzyx-qwallen-left") == "https://a.example/[name withheld]-left"
    assert hide("qwallen") == "qwallen"


def test_outlets_and_bylines_are_public() -> None:
    hide = over("Petro Vydumaniuk left.", outlet="Petro Vydumaniuk", author="Olena Byliner")
    assert hide("Petro Vydumaniuk, Olena Byliner") == "Petro Vydumaniuk, Olena Byliner"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("We hid in a dugout near the village of Nemaivka.", "Nemaivka"),
        ("He crossed the Vydumka at night.", "Vydumka"),
        ("My position was at hill 214.", "214"),
        ("I walked along the M-03 to Nemaivka.", "M-03"),
        ("She was hiding 3 km north of Nemaivka.", "Nemaivka"),
    ],
)
def test_places_of_testimonies_are_masked(text: str, place: str) -> None:
    masked = shown(text)
    assert place not in masked
    assert "[place withheld]" in masked


@pytest.mark.parametrize(
    "text",
    [
        "The army holds positions near Nemaivka.",
        "He lives in Ukraine and crossed into Poland in May.",
        "In Nemaivka 400 cases were opened.",
    ],
)
def test_places_of_reports_are_not(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize("text", ["at 48°35′23″N 37°59′53″E", "grid 37U DQ 12345 67890", "37UDQ1234567890"])
def test_all_kinds_of_coordinates(text: str) -> None:
    assert "[coordinates removed]" in shown(text)


def test_the_last_word_is_a_persons() -> None:
    text = "Petro Vydumaniuk and Solomiia Qwallen met the baker."
    hide = over(text, by_hand=(Decision("Petro Vydumaniuk", "allow"), Decision("the baker", "mask")))
    assert hide(text) == "Petro Vydumaniuk and [name withheld] met [withheld]."


@pytest.mark.parametrize(
    "piece", ["Petro ", "Petro-", "Ab'", "A. ", "General, ", "I hid in Ab ", "call sign “", "é\u0301"]
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    over(text[:1000]).masked(text)
    assert time.process_time() - start < 4


def test_the_files_of_words_are_checked() -> None:
    assert "minister" in privacy_words().roles
    good = {section: {key: ["a"] for key in keys} for section, keys in SECTIONS.items()}
    assert _lists("x.toml", good)
    with pytest.raises(PrivacyError, match="must have"):
        _lists("x.toml", {**good, "more": {}})
    with pytest.raises(PrivacyError, match="list of words"):
        _lists("x.toml", {**good, "names": {**good["names"], "given": [1]}})
