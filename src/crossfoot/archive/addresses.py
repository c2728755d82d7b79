"""Which addresses of the web may be asked: http and https, public machines, nothing that a page could smuggle in.

A name is resolved once, every address it has is checked, and the connection goes to one of those addresses: a name that
answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
NETWORKS_NOT_ASKED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "of a provider's own network"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "of a cloud's own services"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "for documentation"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "for measurements"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::ffff:0:0/96", "an IPv4 address in IPv6"),
    ("64:ff9b::/96", "an IPv4 address in IPv6 (NAT64)"),
    ("64:ff9b:1::/48", "an IPv4 address in IPv6 (NAT64)"),
    ("2001::/23", "reserved"),
    ("2001:db8::/32", "for documentation"),
    ("2002::/16", "an IPv4 address in IPv6 (6to4)"),
    ("3fff::/20", "for documentation"),
)
"""Networks that no page of the web lies in. Of IPv6, only 2000::/3 is asked at all."""
GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
_REFUSED = tuple((ipaddress.ip_network(network), why) for network, why in NETWORKS_NOT_ASKED)

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMERIC = re.compile(r"(?:[0-9]+|0[xX][0-9a-fA-F]*)")
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
KEPT_AS_WRITTEN = "!#$%&'()*+,/:;=?@[]~"

Resolve = Callable[[str, int], Sequence[str]]
"""IP addresses of a name; OSError where there are none."""


class Refused(Exception):
    """An address that is not asked, by our own rules: says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """A checked URL. `url` is it in one spelling, without the fragment; `host` is a lower-case name or a plain IP."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parse(url: str, base: str | None = None) -> Address:
    """The address that a URL, or a redirect from `base`, names. Raises Refused for what is no plain web address."""
    if base is not None and not UNSAFE.search(url):
        url = urljoin(base, url)
    try:
        if wrong := _wrong(url):
            raise Refused(wrong)
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"no address of the web ({error})") from None
    host = _host(parts.hostname or "")
    path = quote(parts.path or "/", safe=KEPT_AS_WRITTEN.replace("?", "").replace("#", ""))
    path += f"?{quote(parts.query, safe=KEPT_AS_WRITTEN)}" if parts.query else ""
    found = Address("", parts.scheme, host, port or PORTS[parts.scheme], path)
    return Address(f"{found.origin}{path}", found.scheme, found.host, found.port, path)


def spelled(url: str | None) -> str | None:
    """A URL in its one spelling, under which its page is known; None for what is no plain web address."""
    try:
        return parse(url or "").url
    except Refused:
        return None


def _wrong(url: str) -> str | None:
    """What makes a URL no plain address of the web, if anything. ValueError where it cannot be taken apart."""
    if len(url) > LONGEST:
        return f"longer than {LONGEST} characters"
    if UNSAFE.search(url):
        return "blank, backslash or control characters in the address"
    parts = urlsplit(url)
    brackets = "[" in parts.netloc and (":" not in (parts.hostname or "") or "%" in parts.netloc)
    wrong = (
        (parts.scheme not in PORTS, f"{parts.scheme or 'no scheme'}: only http and https are asked"),
        ("@" in parts.netloc, "a user name or password in the address"),
        (brackets, "brackets stand around plain IPv6 addresses only"),
        (parts.port == 0, "port 0"),
    )
    return next((why for is_wrong, why in wrong if is_wrong), None)


def _host(name: str) -> str:
    """A name in ASCII, or an IP address in its one plain spelling: no octal, hexadecimal or shortened ones."""
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name))
        except ValueError:
            raise Refused(f"{name!r} is no IPv6 address") from None
    try:
        ascii_name = name.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise Refused(f"{name!r} is no name of a host") from None
    labels = ascii_name.split(".")
    if not ascii_name or len(ascii_name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise Refused(f"{name!r} is no name of a host")
    if NUMERIC.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(ascii_name))
        except ValueError:
            raise Refused(f"{name!r}: write an IP address as four plain numbers") from None
    return ascii_name


def why_not(ip: str) -> str | None:
    """Why an IP address is not asked, or None for one of a public machine."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return "no IP address"
    for network, why in _REFUSED:
        if address.version == network.version and address in network:
            return why
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_IPV6:
        return "not of the public IPv6 network"
    return None


def checked(address: Address, allowed: frozenset[str], resolve: Resolve) -> str:
    """The one IP address to connect to. A host in `allowed` may be anywhere and have any port.

    Raises Refused where any address of the name is not public: a name that mixes both is a trap. OSError where the
    name has no address.
    """
    found = [address.host] if _is_ip(address.host) else list(dict.fromkeys(resolve(address.host, address.port)))
    if not found:
        raise OSError(f"{address.host} has no address")
    if address.host in allowed:
        return found[0]
    if address.port not in PORTS.values():
        raise Refused(f"port {address.port}: only 80 and 443 are asked (--allow-host {address.host} allows it)")
    for ip in found:
        why = why_not(ip)
        if why:
            raise Refused(f"{address.host} is at {ip}, which is {why} (--allow-host {address.host} allows it)")
    return found[0]


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def resolve(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says. IPv4 first: more networks have it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return sorted((str(entry[4][0]) for entry in found), key=lambda ip: ":" in ip)
