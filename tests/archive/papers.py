"""PDFs for tests, written by hand: one font, lines at places."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

TOP, LEFT, STEP = 780, 60, 14


def pdf(pages: Sequence[Sequence[str]], info: str = "", more: str = "", stream: bytes | None = None) -> bytes:
    """A PDF of such lines; an empty line leaves a gap, one that begins with "# " is in larger type. `stream` is what to
    draw on every page instead, packed."""
    objects: list[bytes] = [b"", b""]
    kids = []
    for lines in pages:
        packed = zlib.compress(_content(lines)) if stream is None else stream
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        resources = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        inside = f"/Contents {len(objects)} 0 R /Resources {resources}"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {inside} >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects.append(f"<< {info} >>".encode())
    return _file(objects, f"/Info {len(objects)} 0 R {more}")


def bomb(head: bytes, piece: bytes, times: int) -> bytes:
    """A packed stream of the head, and of the piece so many times: its blocks are repeated, not packed again."""
    packer = zlib.compressobj()
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.adler32(head)
    for _ in range(times):
        check = zlib.adler32(piece, check)
    return first + again * times + b"\x03\x00" + check.to_bytes(4, "big")


def _content(lines: Sequence[str]) -> bytes:
    done = ["BT"]
    y = TOP
    for line in lines:
        size = 18 if line.startswith("# ") else 11
        text = line.removeprefix("# ").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        done.append(f"/F1 {size} Tf 1 0 0 1 {LEFT} {y} Tm ({text}) Tj")
        y -= STEP * (2 if size > 11 else 1)
    return "\n".join([*done, "ET"]).encode("latin-1")


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
