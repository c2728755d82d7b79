"""No address leads where it must not: spellings, schemes, ports, private networks, names that change their mind."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.archive.addresses import LONGEST, Refused, checked, parse, why_not

PUBLIC = "93.184.215.14"
NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("HTTP://News.Example:80/a b".replace(" ", "%20"), "http://news.example/a%20b"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a#part", "https://news.example/a"),
        ("https://news.example./a?q=1&r=[2]", "https://news.example/a?q=1&r=[2]"),
        ("https://новости.example/статья", "https://xn--b1amnebsh.example/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:2800:0220::1]:8080/", "http://[2606:2800:220::1]:8080/"),
    ],
)
def test_one_spelling_of_an_address(url: str, said: str) -> None:
    assert parse(url).url == said
    assert parse(said).url == said


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://news.example/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("news.example/a", "only http and https"),
        ("http://user:word@news.example/", "user name"),
        ("http://news.example@127.0.0.1/", "user name"),
        ("http://@127.0.0.1/", "user name"),
        ("http://0x7f.1/", "four plain numbers"),
        ("http://0x7f000001/", "four plain numbers"),
        ("http://2130706433/", "four plain numbers"),
        ("http://127.1/", "four plain numbers"),
        ("http://0177.0.0.1/", "four plain numbers"),
        ("http://127.0.0.0x1/", "four plain numbers"),
        ("http://256.1.1.1/", "four plain numbers"),
        ("http://news.example:0/", "port 0"),
        ("http://news.example:99999/", "no address of the web"),
        ("http://news.example:x/", "no address of the web"),
        ("http://[::1/", "no address of the web"),
        ("http://[fe80::1%25eth0]/", "brackets"),
        ("http://[::x]/", "no"),
        ("http://[v1.x]/", "brackets"),
        ("http:///a", "no name of a host"),
        ("http://-a.example/", "no name of a host"),
        ("http://a..example/", "no name of a host"),
        ("http://news.example\\@127.0.0.1/", "backslash"),
        ("http://news.example/a\r\nHost: b", "control"),
        ("http://news.example/a b", "blank"),
        ("http://a%00b.example/", "no name of a host"),
        (f"http://news.example/{'a' * LONGEST}", "longer"),
    ],
)
def test_what_is_no_plain_address_is_refused(url: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse(url)


def test_digits_of_other_scripts_are_no_way_round() -> None:
    for url in ("http://①②⑦.⓪.⓪.①/", "http://１２７.0.0.1/"):
        assert why_not(parse(url).host) == "loopback"


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b", "https://news.example/b"),
        ("b?x=1", "https://news.example/a/b?x=1"),
        ("//other.example/c", "https://other.example/c"),
        ("http://other.example", "http://other.example/"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location: str, leads_to: str) -> None:
    assert parse(location, "https://news.example/a/").url == leads_to


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://x/", "https://u@x.example/", "/a\nb"])
def test_a_redirect_is_checked_as_any_address(location: str) -> None:
    with pytest.raises(Refused):
        parse(location, "https://news.example/a/")


@pytest.mark.parametrize(
    "ip",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.0.9", "169.254.169.254", "172.16.0.1"),
        *("172.31.255.255", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::ffff:93.184.215.14", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("fd00:ec2::254", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1"),
        *("2001:db8::1", "100::1", "news.example", ""),
    ],
)
def test_addresses_of_no_public_machine_are_named(ip: str) -> None:
    assert why_not(ip)


@pytest.mark.parametrize("ip", [PUBLIC, "8.8.8.8", "172.32.0.1", "2606:2800:220::1", "2a00:1450:4001::1"])
def test_public_machines_are_asked(ip: str) -> None:
    assert why_not(ip) is None


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_is_asked_that_the_registry_calls_not_global(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not ip.is_global or ip.is_multicast:
        assert why_not(str(ip))


def test_a_name_is_resolved_once_and_every_address_of_it_is_checked() -> None:
    asked: list[str] = []

    def one(host: str, port: int) -> list[str]:
        asked.append(f"{host} {port}")
        return [PUBLIC]

    page = parse("https://news.example/a")
    assert checked(page, NOBODY, one) == PUBLIC
    assert asked == ["news.example 443"]
    with pytest.raises(Refused, match=r"at 10\.0\.0\.1, which is private \(--allow-host news\.example"):
        checked(page, NOBODY, lambda *_: [PUBLIC, "10.0.0.1"])
    with pytest.raises(OSError, match="no address"):
        checked(page, NOBODY, lambda *_: [])


def test_a_host_that_is_named_may_be_anywhere_and_no_other() -> None:
    here = frozenset({"127.0.0.1", "desk.example"})
    assert checked(parse("http://127.0.0.1:8099/"), here, lambda *_: []) == "127.0.0.1"
    assert checked(parse("http://desk.example:8099/"), here, lambda *_: ["10.0.0.1"]) == "10.0.0.1"
    with pytest.raises(Refused, match="loopback"):
        checked(parse("http://127.0.0.2/"), here, lambda *_: [])
    with pytest.raises(Refused, match="port 22"):
        checked(parse("http://news.example:22/"), here, lambda *_: [PUBLIC])
    with pytest.raises(Refused, match="loopback"):
        checked(parse("http://localhost/"), here, lambda *_: ["127.0.0.1"])
