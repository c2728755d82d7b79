"""Dates without a year: each candidate is tried alone against everything that is settled (§3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossfoot.reconcile.bounds import World
from crossfoot.reconcile.conflicts import contradicting
from crossfoot.reconcile.inequalities import Context
from crossfoot.reconcile.placing import place, series_of
from crossfoot.reconcile.proofs import falsehood
from crossfoot.reconcile.search import claims_in, minimal
from crossfoot.records import CandidateVerdict, Claim, Period, Proof


def candidate_verdicts(ctx: Context, made: Sequence[World]) -> tuple[CandidateVerdict, ...]:
    """A verdict on every candidate of every claim that could be compared once it had a date."""
    by_series: dict[str, list[World]] = {}
    for one in made:
        for key in one.closures:
            by_series.setdefault(series_of(key), []).append(one)
    return tuple(v for claim in ctx.claims.values() if claim.candidates for v in _of_claim(ctx, claim, by_series))


def _of_claim(ctx: Context, claim: Claim, worlds: Mapping[str, list[World]]) -> list[CandidateVerdict]:
    tried = [replace(claim, period=p, candidates=()) for p in claim.candidates]
    if any(isinstance(place(one, ctx.ground()), str) for one in tried) or claim.series is None:
        return []
    mine = worlds.get(claim.series.id, [])
    proofs = [_refutation(ctx, one, mine) for one in tried]
    left = sum(p is None for p in proofs)
    return [
        _verdict(claim, candidate, proof, is_only=left == 1)
        for candidate, proof in zip(claim.candidates, proofs, strict=True)
    ]


def _verdict(claim: Claim, candidate: Period, proof: Proof | None, *, is_only: bool) -> CandidateVerdict:
    if proof is not None:
        return CandidateVerdict(claim.id, candidate.start, candidate.end, "impossible", proof)
    return CandidateVerdict(claim.id, candidate.start, candidate.end, "only" if is_only else "possible")


def _refutation(ctx: Context, dated: Claim, worlds: Sequence[World]) -> Proof | None:
    """The contradiction that the dated claim makes under every cheapest repair, or None where one of them allows it."""
    first: Proof | None = None
    for one in worlds:
        proof = _clash(ctx, dated, one)
        if proof is None:
            return None
        first = first or proof
    return first


def _clash(ctx: Context, dated: Claim, one: World) -> Proof | None:
    with_it = replace(ctx, claims={**ctx.claims, dated.id: dated})
    found = contradicting(with_it, one.claims | {dated.id}, one.settings)
    if found is None:
        return None
    component, weights = found
    claims = minimal(component, sorted(claims_in(component, weights), key=lambda c: (c == dated.id, c)))
    smallest = contradicting(with_it, claims, one.settings)
    return falsehood(*smallest) if smallest else falsehood(component, weights)
