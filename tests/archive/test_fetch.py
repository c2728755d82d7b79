"""Pages from a real server on this machine: redirects, limits, manners, and addresses that must not be reached."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from crossfoot import __version__
from crossfoot.archive.fetch import Fetcher, FetchLimits, _retry_after
from site_of_tests import HOST, Calendar, Page, Site, listener, site


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as found:
        yield found


def fetcher(limits: FetchLimits = FetchLimits(), allowed: str = HOST) -> Fetcher:  # noqa: B008 - frozen
    return Fetcher(frozenset({allowed}), limits, clock=Calendar())


def test_a_page_comes_with_all_that_was_asked_and_answered(web: Site) -> None:
    web.put("/a?x=1", "<p>Å: 95,296 cases</p>", X_Of="one")
    found = fetcher().fetch(f"{web.root}/a?x=1#part")
    (one,) = found.exchanges
    assert (found.refused, found.fault, found.attempts) == (None, None, 1)
    assert (one.url, one.server, one.status, one.reason) == (f"{web.root}/a?x=1", HOST, 200, "OK")
    assert one.body.decode() == "<p>Å: 95,296 cases</p>"
    assert ("X-Of", "one") in one.headers
    assert one.request.startswith(f"GET /a?x=1 HTTP/1.1\r\nHost: {HOST}:{web.port}\r\nUser-Agent: crossfoot/".encode())
    told = web.asked[-1][1]
    assert told["User-Agent"].startswith(f"crossfoot/{__version__}")
    assert told["Accept-Encoding"] == "identity"


def test_bodies_are_kept_as_they_came(web: Site) -> None:
    packed = gzip.compress(b"<p>95,296</p>")
    web.pages["/packed"] = Page(packed, 200, {"Content-Encoding": "gzip"})
    web.pages["/parts"] = Page(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200, {"Transfer-Encoding": "chunked"})
    ours = fetcher()
    assert ours.fetch(f"{web.root}/packed").exchanges[-1].body == packed
    assert ours.fetch(f"{web.root}/parts").exchanges[-1].body == b"abcde"


# ── redirects ────────────────────────────────────────────────────────────────────────────────────


def test_redirects_are_followed_by_hand_and_kept(web: Site) -> None:
    web.put("/a", "moved", 301, Location="/b")
    web.put("/b", "", 302, Location=f"{web.root}/c")
    web.put("/c", "here")
    found = fetcher().fetch(f"{web.root}/a")
    assert [(one.url.removeprefix(web.root), one.status) for one in found.exchanges] == [
        ("/a", 301),
        ("/b", 302),
        ("/c", 200),
    ]
    assert found.exchanges[0].body == b"moved"


def test_redirects_in_a_circle_end(web: Site) -> None:
    web.put("/a", "", 302, Location="/a")
    found = fetcher(FetchLimits(redirects=3, attempts=1)).fetch(f"{web.root}/a")
    assert (found.fault, len(found.exchanges)) == ("more than 3 redirects", 4)


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://127.0.0.2/secret", "127.0.0.2 is at 127.0.0.2, which is loopback"),
        ("http://169.254.169.254/latest/meta-data", "link-local"),
        ("http://2130706433/", "four plain numbers"),
        ("http://[::ffff:127.0.0.1]/", "an IPv4 address in IPv6"),
        ("http://user@127.0.0.1/", "user name"),
        ("file:///etc/passwd", "only http and https"),
        ("http://inside.example/", "at 10.0.0.7, which is private"),
    ],
)
def test_no_redirect_leads_inside(web: Site, location: str, why: str) -> None:
    web.put("/a", "", 302, Location=location)
    ours = fetcher()
    ours.resolve = lambda *_: ["10.0.0.7"]
    found = ours.fetch(f"{web.root}/a")
    assert found.refused is not None
    assert found.refused.startswith("redirected: ")
    assert why in found.refused
    assert [one.status for one in found.exchanges] == [302]


def test_a_name_that_answers_differently_the_second_time_gains_nothing(web: Site) -> None:
    """One look-up for a connection, and the connection goes to what was checked."""
    web.put("/a", "here")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(f"{host}:{port}")
        return [HOST] if len(asked) % 2 else ["192.0.2.99"]

    ours = fetcher(allowed="pages.example")
    ours.resolve = rebinding
    found = ours._ask(f"http://pages.example:{web.port}/a", lambda _: None)
    assert (asked, found.exchanges[0].server, found.exchanges[0].body) == ([f"pages.example:{web.port}"], HOST, b"here")
    assert web.asked[-1][1]["Host"] == f"pages.example:{web.port}"


def test_names_of_this_machine_are_refused_without_being_asked(web: Site) -> None:
    for url in (f"{web.root}/a", f"http://localhost:{web.port}/a"):
        found = Fetcher(clock=Calendar(), resolve=lambda *_: [HOST]).fetch(url)
        assert found.refused
        assert found.exchanges == ()
    assert web.asked == []


def test_a_secured_connection_names_the_host_not_the_address() -> None:
    heard: list[bytes] = []

    def talk(line: socket.socket) -> None:
        heard.append(line.recv(4096))

    with listener(talk) as port:
        ours = Fetcher(frozenset({"pages.example"}), FetchLimits(attempts=1), lambda *_: [HOST], Calendar())
        found = ours.fetch(f"https://pages.example:{port}/")
    assert found.fault
    assert b"pages.example" in heard[0]


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


def drip(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        time.sleep(0.02)
        line.sendall(b"X")


def slow_body(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        time.sleep(0.02)
        line.sendall(b"X")


def silence(line: socket.socket) -> None:
    line.recv(4096)
    time.sleep(0.6)


@pytest.mark.parametrize(("talk", "why"), [(drip, "longer than 0.3"), (slow_body, "longer than 0.3")])
def test_the_whole_answer_has_a_time_however_slowly_it_drips(talk: object, why: str) -> None:
    with listener(talk) as port:  # type: ignore[arg-type]
        ours = fetcher(FetchLimits(seconds=0.3, attempts=1))
        found = ours._ask(f"http://{HOST}:{port}/", lambda _: None)
    assert why in (found.fault or "")
    assert found.exchanges[0].body == b""


def test_silence_ends() -> None:
    with listener(silence) as port:
        found = fetcher(FetchLimits(silence=0.1))._ask(f"http://{HOST}:{port}/", lambda _: None)
    assert found.fault == "no answer in time"


def test_what_is_too_large_or_breaks_off_is_no_page(web: Site) -> None:
    web.put("/large", "x" * 2_000_000)
    web.pages["/half"] = Page(b"half a page", 200, {"Content-Length": "1000"})
    ours = fetcher(FetchLimits(bytes=1024 * 1024, attempts=1))
    assert ours.fetch(f"{web.root}/large").fault == "larger than 1 MB"
    broken = ours._ask(f"{web.root}/half", lambda _: None)
    assert (broken.fault, broken.exchanges[0].body) == ("the answer broke off", b"")


@pytest.mark.parametrize(
    "said", [b"", b"hello\r\n\r\n", b"HTTP/1.1 nine\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200]
)
def test_what_is_no_answer_is_a_fault(said: bytes) -> None:
    def talk(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(said)

    with listener(talk) as port:
        found = fetcher()._ask(f"http://{HOST}:{port}/", lambda _: None)
    assert found.fault
    assert found.exchanges[0].body == b""


def test_a_port_where_nobody_is() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    found = fetcher(FetchLimits(attempts=1)).fetch(f"http://{HOST}:{port}/")
    assert "refused" in (found.fault or "")


# ── manners ──────────────────────────────────────────────────────────────────────────────────────


def test_robots_txt_is_asked_once_and_heeded(web: Site) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: crossfoot\nDisallow: /private\n")
    web.put("/a", "here")
    ours = fetcher()
    assert ours.fetch(f"{web.root}/a").exchanges[-1].body == b"here"
    assert "robots.txt asks" in (ours.fetch(f"{web.root}/private/b").refused or "")
    assert web.paths == ["/robots.txt", "/a"]


def test_a_redirect_into_what_robots_txt_closes_is_not_followed(web: Site) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /private\n")
    web.put("/a", "", 302, Location="/private")
    assert "robots.txt asks" in (fetcher().fetch(f"{web.root}/a").refused or "")
    assert "/private" not in web.paths


@pytest.mark.parametrize("status", [500, 503, 429])
def test_without_rules_nothing_is_asked(web: Site, status: int) -> None:
    web.put("/robots.txt", "", status)
    web.put("/a", "here")
    found = fetcher().fetch(f"{web.root}/a")
    assert found.fault == f"robots.txt: answered {status}"
    assert "/a" not in web.paths


def test_hosts_are_left_in_peace_between_two_requests(web: Site) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    web.put("/a", "here")
    ours = fetcher(FetchLimits(delay=2))
    ours.fetch(f"{web.root}/a")
    ours.fetch(f"{web.root}/a")
    assert isinstance(ours.clock, Calendar)
    assert ours.clock.slept == [7, 7]


def test_one_policy_of_asking_again(web: Site) -> None:
    web.pages["/a"] = [Page(b"", 503, {"Retry-After": "5"}), Page(b"", 502), Page(b"here")]
    web.put("/busy", "", 429, Retry_After="3600")
    web.put("/gone", "", 404)
    web.put("/broken", "", 500)
    ours = fetcher(FetchLimits(delay=0))
    found = ours.fetch(f"{web.root}/a")
    assert (found.exchanges[-1].status, found.attempts) == (200, 3)
    assert isinstance(ours.clock, Calendar)
    assert ours.clock.slept == [5]
    assert ours.fetch(f"{web.root}/busy").attempts == 1, "an hour is longer than we wait"
    assert ours.fetch(f"{web.root}/gone").attempts == 1
    assert ours.fetch(f"{web.root}/broken").attempts == 3


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Mon, 03 Mar 2025 10:00:30 GMT", 30),
        ("Mon, 03 Mar 2025 09:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 400, 999999999),
        ("Mon, 03 Mar 2025 10:00:30 +99999999999999", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert _retry_after(value, datetime(2025, 3, 3, 10, tzinfo=UTC)) == seconds


def test_proxies_of_the_environment_are_not_used(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    web.put("/a", "here")
    assert fetcher().fetch(f"{web.root}/a").exchanges[-1].body == b"here"
