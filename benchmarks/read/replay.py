"""Prints what a reader said before of each of the texts in files: python replay.py ANSWERS.json FILE..."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(known: str, files: list[str]) -> None:
    answers = json.loads(Path(known).read_text(encoding="utf-8"))
    for file in files:
        text = Path(file).read_bytes().decode("utf-8")
        for figure in answers[text]:
            quote = text[figure["start"] : figure["end"]]
            sys.stdout.write(json.dumps({**figure, "file": file, "quote": quote}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
