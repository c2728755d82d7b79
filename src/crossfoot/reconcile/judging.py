"""What a suspect is judged against: the closed system of the claims that are left once it is out."""

from __future__ import annotations

from functools import cached_property

from crossfoot.reconcile.closure import Closure, close
from crossfoot.reconcile.diagnosis import Diagnosis
from crossfoot.reconcile.search import rest_without

MOST_WORK = 3e8
"""Steps of closing beyond which suspects are judged against the claims that stand in no contradiction alone."""


class Judges:
    """Closed systems of parts of the claims, each built once."""

    def __init__(self, result: Diagnosis, everything: frozenset[str]) -> None:
        self.everything = everything
        self.involved = frozenset(c for conflict in result.cover.conflicts for c in conflict)
        self._result = result
        self._closed: dict[frozenset[str], Closure] = {}
        size = len(result.component.series) * len(result.component.days) ** 3
        self._is_large = size * (len(result.cover.cheapest) + 1) > MOST_WORK

    def without(self, name: str) -> Closure:
        """Everything that is left once the suspect, and the cheapest explanation of what it is not in, are out."""
        if self._is_large:
            return self.core()
        return self._close(rest_without(self._result.cover, self._result.cost, self.everything, frozenset({name})))

    def rest(self, claims: frozenset[str]) -> Closure:
        """`claims`, or where that is too much work those of them that stand in no contradiction."""
        return self.core() if self._is_large else self._close(claims)

    def core(self) -> Closure:
        """The claims that stand in no contradiction."""
        return self._core

    @cached_property
    def _core(self) -> Closure:
        return self._close(self.everything - self.involved)

    def _close(self, claims: frozenset[str]) -> Closure:
        if claims not in self._closed:
            self._closed[claims] = close(self._result.component.without(self.everything - claims))
        return self._closed[claims]
