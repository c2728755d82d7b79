"""Prints every number of the files it is given, one JSON object a line, as the scorers of shared data want them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crossfoot.read import Figure, numbers


def line(file: str, text: str, figure: Figure) -> str:
    return json.dumps({
        "file": file, "start": figure.start, "end": figure.end, "quote": text[figure.start : figure.end],
        "low": figure.low, "high": figure.high, "approximate": figure.approximate, "rejected": figure.rejected,
        "hedge": "range_approx" if figure.hedge == "range" and figure.approximate else figure.hedge,
    })  # fmt: skip


def main(files: list[str]) -> None:
    for file in files:
        text = Path(file).read_bytes().decode("utf-8")
        sys.stdout.writelines(f"{line(file, text, figure)}\n" for figure in numbers(text))


if __name__ == "__main__":
    main(sys.argv[1:])
