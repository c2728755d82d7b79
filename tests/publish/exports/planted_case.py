"""Reports with people, phones, handles and places planted in them; every name is invented."""

from __future__ import annotations

from pathlib import Path

from crossfoot import pipeline
from crossfoot.ledger import Ledger
from crossfoot.settings import Settings

REPORTS = {
    "wire.txt": (
        "Leaving the ranks\n\n"
        "General Ostap Vymyshlenko, the spokesman of the general staff, said on December 1, 2024 that over 160,000 "
        "criminal cases had been opened in Ukraine against men who had left their units. Petro Vyhadaniuk, a soldier "
        "of 31, told this paper that 400 soldiers deserted in Ukraine in October 2024, and gave his number as "
        "+380 44 555 01 23. Vyhadaniuk added that he can be found as @petro_in_hiding or at t.me/petro_hides.\n\n"
        "His wife Solomiia Vyhadaniuk waits at 48.59231, 37.99812. “I hid in a dugout near the village of Nemaivka and "
        "crossed the Vydumka at night,” he said. Of 59,606 cases that prosecutors opened in Ukraine from January 2022 "
        "to September 2024, his is one. The gunner, call sign “Zhuk Vyhadanyi”, reads zhuk@mail.example.\n"
    ),
    "gazette.txt": (
        "What soldiers say\n\n"
        "Prosecutors registered 95,296 criminal cases in Ukraine from February 2022 to November 1, 2024. Mr Vyhadaniuk "
        "calls that too few. Between January 2022 and September 2024 there were 29,521 cases in Ukraine. In October "
        "2024 alone 9,048 proceedings were registered, said Vymyshlenko. Orest Vydumaniuk, 24, heard of 120,000 "
        "cases in Ukraine by October 31, 2024, from 37U DQ 12345 67890.\n"
    ),
}
TABLE = (
    "file,outlet,author,published,url\n"
    "wire.txt,Meridian Wire,Ada Byliner,2024-12-05,https://wire.example/petro-vyhadaniuk-tells\n"
    'gazette.txt,=HYPERLINK("https://evil.example"),,2024-12-06,https://t.me/petro_hides/12\n'
)
PRIVATE = (
    *("Petro", "Vyhadaniuk", "vyhadaniuk", "Solomiia", "Orest Vydumaniuk", "Vydumaniuk", "Zhuk Vyhadanyi"),
    *("555 01 23", "petro_in_hiding", "petro_hides", "48.59231", "37.99812", "zhuk@mail", "Nemaivka", "Vydumka"),
    "12345 67890",
)
PUBLIC = ("Vymyshlenko", "Meridian Wire", "95,296", "400 soldiers")


def make(folder: Path) -> Path:
    """Reports, and a ledger of them that has gone through every stage. Returns the ledger."""
    reports = folder / "reports"
    reports.mkdir()
    for name, text in REPORTS.items():
        (reports / name).write_text(text, encoding="utf-8")
    (reports / "reports.csv").write_text(TABLE, encoding="utf-8")
    with Ledger.create(folder / "ledger", who="tester") as ledger:
        run = pipeline.Run(ledger, Settings(reader="fast"), paths=(reports,))
        pipeline.check(run)
        assert run.reading.claims
    return folder / "ledger"
