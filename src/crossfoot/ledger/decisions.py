"""What the trace stage keeps here: links that a person cut or restored (facts), and sketches of texts (no facts)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from crossfoot import wire
from crossfoot.ledger.store import Store

Sketch = tuple[str, bytes, int, int, bytes]
"""sha256 of the text, mark, 3-grams, scale, keys (see links.sql)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A link that a person has cut: the machine's link stays on record, and is not used."""

    link: str
    why: str
    who: str
    made: str


class Decisions(Store):
    """Links as persons see them: the newest decision on a link holds. `cuts` is the table of the first ledgers,
    `link_choices` that of later ones."""

    def cut_link(self, link: str, why: str, who: str = "") -> bool:
        """A person cuts a link: the fact is kept beside the machine's reason. False where it is cut already."""
        return self._choose(link, True, why, who)

    def restore_link(self, link: str, why: str, who: str = "") -> bool:
        """A person takes a cut back; both facts stay on record. False where the link is not cut."""
        return self._choose(link, False, why, who)

    def cuts(self) -> tuple[Cut, ...]:
        """The links that are cut now, in the order in which that was decided."""
        now: dict[str, Cut] = {}
        for cut, made in self._choices():
            now.pop(made.link, None)
            if cut:
                now[made.link] = made
        return tuple(now.values())

    def sketches(self, version: str) -> Iterator[Sketch]:
        """Every sketch that code of this version made."""
        yield from self.stream("SELECT sha256, mark, grams, scale, keys FROM sketches WHERE version = ?", version)

    def put_sketches(self, version: str, sketches: Iterable[Sketch]) -> None:
        """Keeps sketches, and drops those that code of other versions made."""
        with self.transaction():
            self.insert("DELETE FROM sketches WHERE version <> ?", [(version,)])
            rows = ((sha256, version, *rest) for sha256, *rest in sketches)
            self.insert("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _choose(self, link: str, cut: bool, why: str, who: str) -> bool:
        made = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        body = wire.dumps({"link": link, "cut": cut, "why": why, "who": who or self.who, "made": made})
        with self.transaction():
            if cut == any(one.link == link for one in self.cuts()):
                return False
            self.insert(
                "INSERT INTO link_choices VALUES (?, ?, ?)", [(self.log("link_choices", link, body), link, body)]
            )
        return True

    def _choices(self) -> list[tuple[bool, Cut]]:
        tables = "SELECT custody, body FROM cuts UNION ALL SELECT custody, body FROM link_choices ORDER BY custody"
        found = [wire.loads(body) for _, body in self.rows(tables)]
        return [(body.pop("cut", True), Cut(**body)) for body in found]
