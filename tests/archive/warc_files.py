"""WARC files for tests, as crawlers write them: one gzip member a record."""

from __future__ import annotations

import base64
import gzip
import hashlib

PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Cases in {n}</title></head><body><article><h1>Cases in {n}</h1>"
    "<p>By 1 June 2024, {n} criminal cases for desertion had been registered in Ukraine, prosecutors said.</p>"
    "<p>The office publishes the figure once a month, and keeps no older pages on its site.</p></article></body></html>"
)


def record(kind: str, block: bytes, address: str = "", date: str = "2024-06-02T10:00:00Z", **more: str) -> bytes:
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    headers = {"WARC-Type": kind, "WARC-Date": date, "Content-Length": str(len(block))}
    headers |= {"WARC-Target-URI": address} if address else {}
    headers |= {"WARC-Block-Digest": f"sha1:{digest}"}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body: bytes, media_type: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def page(number: int) -> bytes:
    """A page of its own with its request: the figure is 1,000 + number."""
    figure = f"{1000 + number:,}"
    return record("response", answer(PAGE.format(n=figure).encode()), f"https://courier.example/{number}")


def request(number: int) -> bytes:
    asked = f"GET /{number} HTTP/1.1\r\nHost: courier.example\r\n\r\n".encode()
    return record("request", asked, f"https://courier.example/{number}")


def crawl(pages: int) -> list[bytes]:
    """A warcinfo, then for each page its request and its answer."""
    records = [record("warcinfo", b"software: a crawler\r\n")]
    for number in range(pages):
        records += [request(number), page(number)]
    return records


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) for one in records)
