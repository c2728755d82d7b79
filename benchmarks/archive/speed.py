"""How fast inputs are read, on one core: pages with metadata, WARC skipped over, text files, and the memory of it.

    python -m benchmarks.archive.speed

Times are processor time. Every input is made here, from a seed; nothing is fetched.
"""

from __future__ import annotations

import gzip
import random
import resource
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from crossfoot.archive import Collected, Limits, collect
from crossfoot.archive.collect import Given
from crossfoot.archive.warc_records import records
from crossfoot.archive.warcs import Seen

GIVEN = Given("2025-10-01T00:00:00+00:00")
PAGES, TEXTS = 300, 4000
MEGA = 1_000_000


def words(random: random.Random, count: int) -> str:
    known = [f"w{random.randrange(4000)}" for _ in range(400)]
    return " ".join(
        random.choice(known) if random.random() < 0.95 else str(random.randrange(9999)) for _ in range(count)
    )


def page(random: random.Random) -> str:
    """About 60 KB with 700 words of article: menus, links and scripts are most of a page."""
    menu = "".join(f"<li><a href='/{n}/{random.random()}'>{words(random, 4)}</a></li>" for n in range(250))
    script = f"<script>var a = [{','.join(str(random.random()) for _ in range(1200))}];</script>"
    article = "".join(f"<p>{words(random, 70)}</p>" for _ in range(10))
    data = '{"@type":"NewsArticle","datePublished":"2024-06-03","dateModified":"2024-06-04"}'
    head = f"<title>{words(random, 8)}</title><script type='application/ld+json'>{data}</script>"
    body = f"<nav><ul>{menu}</ul></nav><main><article><h1>{words(random, 8)}</h1>{article}</article></main>{script}"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def record(kind: str, block: bytes, number: int) -> bytes:
    head = f"WARC-Type: {kind}\r\nWARC-Date: 2024-06-02T10:00:00Z\r\nContent-Length: {len(block)}\r\n"
    return f"WARC/1.0\r\n{head}WARC-Target-URI: https://site.example/{number}\r\n\r\n".encode() + block + b"\r\n\r\n"


def answer(media_type: str, body: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode() + body


def crawl(random: random.Random, size: int) -> list[bytes]:
    """Requests, notes, pictures of about 60 KB and scripts of 30 KB, in the shares of a crawl of news pages."""
    made: list[bytes] = []
    while len(made) < size:
        number = len(made)
        made.append(record("request", b"GET / HTTP/1.1\r\nHost: site.example\r\n\r\n", number))
        made.append(record("response", answer("image/jpeg", random.randbytes(random.randrange(120_000))), number))
        made.append(record("response", answer("text/javascript", words(random, 4000).encode()), number))
        made.append(record("metadata", b"fetchTimeMs: 100\r\n", number))
    return made


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def count(found: Iterable[object]) -> int:
    return sum(isinstance(one, Collected) for one in found)


def skipped(file: Path) -> int:
    seen = Seen()
    with file.open("rb") as opened:
        return sum(1 for _ in records(opened, seen.wants, 1 << 26))


def memory() -> int:
    """Kilobytes at the highest so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(folder: Path) -> Iterator[str]:
    chance = random.Random(6)
    pages = folder / "pages"
    pages.mkdir()
    for number in range(PAGES):
        (pages / f"{number}.html").write_text(page(chance), encoding="utf-8")
    list(collect([pages / "0.html"], None, Limits(), GIVEN))  # libraries are loaded
    spent = seconds(lambda: count(collect([pages], None, Limits(), GIVEN)))
    size = sum(file.stat().st_size for file in pages.iterdir()) / MEGA
    yield f"HTML with metadata: {PAGES / spent:.0f} pages/s ({size / PAGES * 1000:.0f} KB each)"
    texts = folder / "texts"
    texts.mkdir()
    line = words(chance, 3000)
    for number in range(TEXTS):
        (texts / f"{number}.txt").write_text(f"{number} {line}", encoding="utf-8")
    size = sum(file.stat().st_size for file in texts.iterdir()) / MEGA
    alone = seconds(lambda: [file.read_bytes() for file in texts.iterdir()])
    spent = seconds(lambda: count(collect([texts], None, Limits(), GIVEN)))
    alone_is = f"reading their bytes alone: {size / alone:.0f} MB/s"
    yield f"text files: {TEXTS / spent:.0f}/s, {size / spent:.0f} MB/s ({alone_is})"
    yield from _warcs(folder, chance)
    yield from _memory(texts)


def _warcs(folder: Path, chance: random.Random) -> Iterator[str]:
    made = crawl(chance, 3000)
    plain, packed = folder / "a.warc", folder / "a.warc.gz"
    plain.write_bytes(b"".join(made))
    packed.write_bytes(b"".join(gzip.compress(one, 6) for one in made))
    unpacked = plain.stat().st_size / MEGA
    for file in (plain, packed):
        spent = seconds(lambda file=file: skipped(file))  # type: ignore[misc]
        size = file.stat().st_size / MEGA
        yield f"{file.name} skipped over: {size / spent:.0f} MB/s of file, {unpacked / spent:.0f} MB/s of records"
    data = packed.read_bytes()
    spent = seconds(lambda: _unpacked(data))
    yield f"zlib alone on the same file: {len(data) / MEGA / spent:.0f} MB/s of file, {unpacked / spent:.0f} of records"


def _unpacked(data: bytes) -> None:
    at, view = 0, memoryview(data)
    while at < len(data):
        member = zlib.decompressobj(31)
        while not member.eof:
            piece = view[at : at + 16384]
            member.decompress(piece)
            at += len(piece) - len(member.unused_data)


def _memory(texts: Path) -> Iterator[str]:
    before = memory()
    for _ in collect([texts], None, Limits(), GIVEN):
        pass
    yield f"memory for {TEXTS} more documents: {memory() - before} KB more"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
