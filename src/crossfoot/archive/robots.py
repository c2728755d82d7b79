"""What a site asks of programs: the door of protego. Rules are those of RFC 9309."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crossfoot.archive.addresses import Address, Refused

if TYPE_CHECKING:
    from protego import Protego

    from crossfoot.archive.fetch import Fetched

NAME = "crossfoot"
"""What robots.txt files call us."""
MOST_BYTES = 500 * 1024
"""So much of a robots.txt is read, as the RFC asks of all."""


class NoRulesError(Exception):
    """The rules of a site cannot be had: then nothing of it is asked. `found` is what was answered."""

    def __init__(self, why: str, found: Fetched) -> None:
        super().__init__(f"robots.txt: {why}")
        self.found = found


@dataclass(slots=True)
class Robots:
    """The rules of every site of a run, each asked for once. `ask` fetches a robots.txt and needs no rules itself."""

    ask: Callable[[str], Fetched]
    _rules: dict[str, Protego] = field(default_factory=dict)

    def why_not(self, address: Address) -> str | None:
        """Why a page is not asked for, or None. Raises NoRulesError where the site does not say."""
        if address.origin not in self._rules:
            self._rules[address.origin] = self._rules_of(address)
        if self._rules[address.origin].can_fetch(address.url, NAME):
            return None
        return f"{address.origin}/robots.txt asks programs not to fetch it"

    def delay(self, address: Address) -> float:
        """Seconds that the site asks for between two requests."""
        rules = self._rules.get(address.origin)
        if rules is None:
            return 0.0
        rate = rules.request_rate(NAME)
        return max(rules.crawl_delay(NAME) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)

    def _rules_of(self, address: Address) -> Protego:
        """An answer of 4xx means that there are no rules; no answer, an error of the site or 429 that nobody knows."""
        from protego import Protego

        place = f"{address.origin}/robots.txt"
        found = self.ask(place)
        last = found.exchanges[-1] if found.exchanges else None
        if found.refused:
            raise Refused(f"robots.txt: {found.refused}" if found.exchanges else found.refused)
        if found.fault or last is None or last.status is None:
            raise NoRulesError(found.fault or "no answer", found)
        if last.status == 429 or last.status >= 500:
            raise NoRulesError(f"answered {last.status}", found)
        text = last.body[:MOST_BYTES].decode("utf-8", "replace") if last.status < 300 else ""
        return Protego.parse(text)
