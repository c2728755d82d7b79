"""Asking a server of the web for one page, politely and within limits: the door of urllib3.

A connection goes to the one address that was checked, whatever the name says by then. Redirects are followed by hand:
each is an address like any other. What was asked and answered is kept as it was, also where it is an error.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from crossfoot import __version__
from crossfoot.archive import addresses
from crossfoot.archive.addresses import Address, Refused, Resolve
from crossfoot.archive.metadata import mail_moment
from crossfoot.archive.robots import NoRulesError, Robots

USER_AGENT = f"crossfoot/{__version__} (keeps pages as evidence)"
ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"
MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
REDIRECTS = frozenset((301, 302, 303, 307, 308))
ASKS_TO_WAIT = 429
RETRIED = frozenset((ASKS_TO_WAIT, 500, 502, 503, 504))
"""Answers that may be other ones a little later. What was asked changes nothing there, so asking again does no harm."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one page may take. `seconds` is wall time for one answer from the first byte sent to the last received;
    `delay` lies between two requests to one host; a server that asks for more than `longest_wait` is left alone."""

    bytes: int = 32 * MEGABYTE
    seconds: float = 60.0
    silence: float = 20.0
    redirects: int = 8
    attempts: int = 3
    delay: float = 2.0
    longest_wait: float = 60.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer. `fault` says why there is no whole answer; `body` is without transfer coding."""

    url: str
    at: datetime
    server: str
    request: bytes
    status: int | None = None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fault: str | None = None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that was asked and answered for one URL, in order; `refused` where our own rules ended it."""

    url: str
    at: datetime
    exchanges: tuple[Exchange, ...] = ()
    attempts: int = 1
    refused: str | None = None
    fault: str | None = None


class Clock(Protocol):
    def now(self) -> datetime: ...
    def seconds(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def seconds(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(slots=True)
class Fetcher:
    """Fetches one page after the other. `allowed` are hosts that may be anywhere, also on this machine."""

    allowed: frozenset[str] = frozenset()
    limits: FetchLimits = FetchLimits()
    resolve: Resolve = addresses.resolve
    clock: Clock = field(default_factory=SystemClock)
    _robots: Robots = field(init=False)
    _asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._robots = Robots(lambda url: self._ask(url, lambda _: None))

    def fetch(self, url: str) -> Fetched:
        """The page, after as many attempts as are worth while; robots.txt is asked first and kept for the run."""
        for attempt in range(1, self.limits.attempts + 1):
            found = self._ask(url, self._robots.why_not)
            wait = self._wait(found, attempt)
            if wait is None or attempt == self.limits.attempts:
                break
            self.clock.sleep(wait)
        return Fetched(found.url, found.at, found.exchanges, attempt, found.refused, found.fault)

    def _ask(self, url: str, forbidden: Callable[[Address], str | None]) -> Fetched:
        """One attempt with all its redirects."""
        exchanges: list[Exchange] = []
        at, base = self.clock.now(), None
        target = url
        try:
            for _ in range(self.limits.redirects + 1):
                address = addresses.parse(target, base)
                why = forbidden(address)
                if why:
                    raise Refused(why)
                exchanges.append(self._exchange(address))
                location = exchanges[-1].header("location")
                if exchanges[-1].status not in REDIRECTS or not location:
                    return Fetched(url, at, tuple(exchanges), fault=exchanges[-1].fault)
                target, base = location, address.url
        except Refused as error:
            return Fetched(url, at, tuple(exchanges), refused=f"{'redirected: ' * bool(base)}{error}")
        except NoRulesError as error:
            return Fetched(url, at, (*exchanges, *error.found.exchanges), fault=str(error))
        except OSError as error:
            return Fetched(url, at, tuple(exchanges), fault=_told(error))
        return Fetched(url, at, tuple(exchanges), fault=f"more than {self.limits.redirects} redirects")

    def _exchange(self, address: Address) -> Exchange:
        server = addresses.checked(address, self.allowed, self.resolve)
        self._pause(address)
        headers = {"Host": address.netloc, "User-Agent": USER_AGENT, "Accept": ACCEPT}
        headers |= {"Accept-Encoding": "identity", "Connection": "close"}
        lines = [f"GET {address.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        asked = Exchange(address.url, self.clock.now(), server, "\r\n".join(lines).encode("ascii"))
        try:
            return _answer(asked, address, headers, self.limits)
        finally:
            self._asked[address.host] = self.clock.seconds()

    def _pause(self, address: Address) -> None:
        """Leaves a host in peace between two requests, for as long as its robots.txt asks."""
        last = self._asked.get(address.host)
        if last is not None:
            delay = min(max(self.limits.delay, self._robots.delay(address)), self.limits.longest_wait)
            self.clock.sleep(max(0.0, last + delay - self.clock.seconds()))

    def _wait(self, found: Fetched, attempt: int) -> float | None:
        """Seconds until the next attempt; None where another one is not worth while or not welcome."""
        last = found.exchanges[-1] if found.exchanges else None
        if found.refused or (not found.fault and (last is None or last.status not in RETRIED)):
            return None
        asked = _retry_after(last.header("retry-after") if last else None, self.clock.now())
        if asked is None:
            return self.limits.delay * float(2 ** (attempt - 1))
        return asked if asked <= self.limits.longest_wait else None


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a server asks to wait, from a number or a date; None where it asks for nothing that is clear."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    moment = mail_moment(value)
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


# ── one connection ───────────────────────────────────────────────────────────────────────────────


def _answer(asked: Exchange, address: Address, headers: Mapping[str, str], limits: FetchLimits) -> Exchange:
    """The question with its answer, or with why there is none."""
    from urllib3.connection import HTTPConnection
    from urllib3.exceptions import HTTPError

    found, late = asked, threading.Event()
    try:
        with _connected(address, asked.server, limits, late) as sock:
            connection = HTTPConnection(address.host, address.port, timeout=limits.silence)
            connection.sock = sock
            connection.request("GET", address.path, headers=headers, preload_content=False, decode_content=False)
            response = connection.getresponse()
            told = tuple((_line(name), _line(value)) for name, value in response.headers.iteritems())
            found = replace(asked, status=response.status, reason=_line(response.reason or ""), headers=told)
            body = _body(response.stream(CHUNK, decode_content=False), limits.bytes)
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        return replace(found, fault=_too_late(limits) if late.is_set() else _told(error))
    if body is None:
        return replace(found, fault=f"larger than {limits.bytes / MEGABYTE:g} MB")
    return replace(found, fault=_too_late(limits)) if late.is_set() else replace(found, body=body)


def _body(parts: Iterator[bytes], most: int) -> bytes | None:
    """All bytes, or None where there are more than that: half a page is no page."""
    found = bytearray()
    for part in parts:
        found += part
        if len(found) > most:
            return None
    return bytes(found)


@contextmanager
def _connected(
    address: Address, server: str, limits: FetchLimits, late: threading.Event
) -> Iterator[socket.socket | ssl.SSLSocket]:
    """A connection that is cut when its time is over, however slowly the other side talks. `late` tells that it was."""
    with socket.create_connection((server, address.port), timeout=min(limits.silence, limits.seconds)) as raw:
        line = raw.dup()

        def cut() -> None:
            late.set()
            with suppress(OSError):  # closed already
                line.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(limits.seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            raw.settimeout(limits.silence)
            if address.scheme == "https":
                with ssl.create_default_context().wrap_socket(raw, server_hostname=address.host) as secured:
                    yield secured
            else:
                yield raw
        finally:
            timer.cancel()
            line.close()


def _too_late(limits: FetchLimits) -> str:
    return f"took longer than {limits.seconds:g} s"


def _line(value: str) -> str:
    """A header in one line: folded ones come with line ends."""
    return " ".join(value.split("\r\n")).replace("\r", " ").replace("\n", " ").strip()


def _told(error: Exception) -> str:
    """What went wrong, short and without this machine's details."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, socket.gaierror):
        return "the name has no address"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if "IncompleteRead" in repr(error):
        return "the answer broke off"
    return f"no proper answer ({type(error).__name__})"
