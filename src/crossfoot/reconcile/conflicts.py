"""Contradictions as records: the fewest assumptions, the sum, the gap, and who contradicts whom (§8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from crossfoot.reconcile.closure import Weights
from crossfoot.reconcile.inequalities import Component, Context, build
from crossfoot.reconcile.placing import series_of
from crossfoot.reconcile.proofs import arithmetic, falsehood, verified
from crossfoot.reconcile.search import contradiction
from crossfoot.reconcile.settings import ASSUMPTIONS, Settings
from crossfoot.records import Conflict, Proof, content_id

Scope = Literal["report", "reports", "releases", "assumption"]


def conflict(ctx: Context, claims: Collection[str]) -> Conflict | None:
    """The contradiction between `claims`, with as few assumptions as it needs; None where they can all hold."""
    settings = fewest_assumptions(ctx, claims)
    found = contradicting(ctx, claims, settings)
    if found is None:
        return None
    proof = falsehood(*found)
    assumptions = named_assumptions(ctx, proof)
    unit = _unit(ctx, claims)
    return Conflict(
        id=content_id("conflict", sorted(claims), proof.text),
        claims=tuple(sorted(claims)),
        assumptions=assumptions,
        gap=proof.value,
        proof=proof,
        scope=scope(ctx, claims, assumptions),
        text=f"{proof.text}{f' {unit}' if unit else ''}",
        unit=unit,
    )


def contradicting(ctx: Context, claims: Collection[str], settings: Settings) -> tuple[Component, Weights] | None:
    for component in build(ctx, claims, settings=settings).components:
        found = contradiction(component)
        if found is not None:
            return found
    return None


def fewest_assumptions(ctx: Context, claims: Collection[str]) -> Settings:
    """The settings with every assumption off that the contradiction between `claims` can do without."""
    settings = ctx.settings
    for name in [*ASSUMPTIONS, *_relations(ctx)]:
        if name in ("not-restated", "releases-agree") or not settings.uses(name):
            continue
        weaker = replace(settings, off=settings.off | {name})
        if contradicting(ctx, claims, weaker) is not None:
            settings = weaker
    return settings


def _relations(ctx: Context) -> list[str]:
    return [f"relation {r.name}" for r in ctx.codebook.relations] if ctx.codebook else []


def named_assumptions(ctx: Context, proof: Proof) -> tuple[str, ...]:
    """What a proof rests on besides its claims (§6), with vintages and releases where it joins several."""
    named = set(proof.assumptions)
    claims = [ctx.claims[c] for c in proof.claims if c in ctx.claims]
    vintages = {ctx.published.get(c.report) or c.report for c in claims}
    if len(vintages) > 1 and ctx.settings.uses("not-restated"):
        named.add("not-restated")
    releases = {c.release for c in claims}
    if len(releases) > 1 and ctx.settings.uses("releases-agree"):
        named.add("releases-agree")
    return tuple(sorted(named))


def scope(ctx: Context, claims: Collection[str], assumptions: Collection[str]) -> Scope:
    """Within one report, between reports, between releases, or only with an assumption that moves a stated date."""
    if "releases-agree" in assumptions:
        return "releases"
    if {"same-start", "snapshot"} & set(assumptions):
        return "assumption"
    return "report" if len(ctx.reports_of(claims)) == 1 else "reports"


def with_stronger(found: Conflict, wider: Proof | None) -> Conflict:
    """`found` with a sum over more figures beside it, where that sum shows a wider gap."""
    if wider is None or wider.value <= found.gap or not set(wider.claims) > set(found.claims):
        return found
    return replace(found, stronger=wider)


def against_bound(own_row: Proof, bound: Proof) -> Proof | None:
    """The falsehood between a claim's own row and a bound on the same window, from the two proofs."""
    if own_row.target != bound.target or own_row.side == bound.side:
        return None
    low, high = (own_row, bound) if own_row.side == "low" else (bound, own_row)
    turned = tuple(replace(t, times=-t.times) if t.equation else t for t in high.terms)
    gap = low.value - high.value
    if gap <= 0:
        return None
    proof = Proof(terms=(*low.terms, *turned), target=(), side="low", value=gap, text="")
    return verified(replace(proof, text=arithmetic(proof)))


def _unit(ctx: Context, claims: Collection[str]) -> str | None:
    if ctx.codebook is None:
        return None
    units = {m.unit for c in claims if (m := ctx.codebook.measure(ctx.claims[c].measure or "")) is not None}
    return units.pop() if len(units) == 1 else None


def keys_in(proof: Proof) -> frozenset[str]:
    return frozenset(series_of(key) for t in proof.terms for key, _, _ in t.row)
