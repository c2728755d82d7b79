"""The door of pypdfium2, run as a program of its own: PDFium is C++ that reads hostile files, so it gets a process
with a limit on memory and time, and what becomes of it cannot touch a run. It imports nothing of crossfoot.

stdin: the PDF. Arguments: seconds, bytes of memory, pages, characters. stdout: one JSON object.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

PASSWORD = "password"
Line = tuple[str, float, float, float]
"""Text, lower edge and height of its first character, lower edge of its last, in points. Where a word is broken,
PDFium gives two printed lines as one."""


def confine(seconds: int, memory: int) -> None:
    """From here on: no more time and memory than this. Systems without such limits have the parent's clock only."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def read(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": str(error)}
    if len(document) > most_pages:
        return {"error": f"{len(document)} pages; at most {most_pages} are read"}
    pages: list[list[Line]] = []
    broken: list[int] = []
    left = most_characters
    for number in range(len(document)):
        try:
            lines = page_lines(document, number, left)
        except pypdfium2.PdfiumError:
            broken.append(number + 1)
            lines = []
        left -= sum(len(line[0]) + 1 for line in lines)
        pages.append(lines)
        if left <= 0:
            return {"error": f"more than {most_characters} characters of text"}
    about = document.get_metadata_dict(skip_empty=True)
    return {"pages": pages, "broken": broken, "about": {k: about[k][:500] for k in ("Title", "ModDate") if k in about}}


def page_lines(document: Any, number: int, most: int) -> list[Line]:
    from pypdfium2 import raw

    page = document[number]
    text = page.get_textpage()
    found: list[Line] = []
    at = 0
    for line in text.get_text_range(0, min(text.count_chars(), most + 1), errors="replace").splitlines(keepends=True):
        lead, words = len(line) - len(line.lstrip()), len(line.strip())
        first, last = (raw.FPDFText_GetCharIndexFromTextIndex(text, at + lead + n) for n in (0, words - 1))
        bottom, height, end = 0.0, 0.0, 0.0
        if words and min(first, last) >= 0:
            _, bottom, _, top = text.get_charbox(first, loose=True)
            height, end = top - bottom, text.get_charbox(last, loose=True)[1]
        found.append((line.rstrip("\r\n"), round(bottom, 2), round(height, 2), round(end, 2)))
        at += len(line.encode("utf-16-le", "replace")) // 2
    text.close()
    page.close()
    return found


def main() -> None:
    seconds, memory, most_pages, most_characters = map(int, sys.argv[1:5])
    confine(seconds, memory)
    try:
        told = read(sys.stdin.buffer.read(), most_pages, most_characters)
    except MemoryError:
        told = {"error": f"it needs more than {memory // 1024 // 1024} MB of memory"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
