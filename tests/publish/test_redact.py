from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.publish.redact import masked, redact

LABELS = {"phone": "[p]", "mail": "[m]", "handle": "[h]", "coordinates": "[c]"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to some.body+x@mail.example.org now", "write to [m] now"),
        ("ask @free_ranks_99 there", "ask [h] there"),
        ("join t.me/free_ranks today", "join [h] today"),
        ("call +380 44 555 01 23 or +1 (202) 555-0143.", "call [p] or [p]."),
        ("call 044 555 01 23", "call [p]"),
        ("at 48.59231, 37.99812 they", "at [c] they"),
    ],
)
def test_contact_data_is_masked(text: str, expected: str) -> None:
    assert redact(text, LABELS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a total of 265,843 cases, 160 000 of them since 24.02.2022",
        "1 500 000 people on 2024-11-01, 0.5 per cent, 12:30",
        "from 59,606 + 29,521 = 89,127",
        "in 2022 2023 2024",
        "see https://example.org/news/2024/11/15",
    ],
)
def test_figures_and_dates_are_not(text: str) -> None:
    assert masked(text) == ()


@given(st.text(alphabet="+0123456789 ().-@a_t/me,°N", max_size=200))
def test_masks_are_ordered_and_apart(text: str) -> None:
    found = masked(text)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("piece", ["+", "a@", "a.", "0", "0 1", "@a", "t.me/", "1.1111,", "(", "a-b."])
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    start = time.perf_counter()
    masked(piece * 20_000)
    assert time.perf_counter() - start < 2
