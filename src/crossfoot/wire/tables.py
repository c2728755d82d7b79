"""Every record as a table of its JSON fields. The names are those of docs/formats.md and are never changed."""

from __future__ import annotations

from typing import Any

from crossfoot import records as r
from crossfoot.wire.archive import CAPTURE, CELL, HOP, REPORT, SHOWING, SIGHTING, VISIT
from crossfoot.wire.codec import Codec
from crossfoot.wire.ground import PERIOD, PROBLEM, REMARK, SERIES, SPAN
from crossfoot.wire.read import BASE, CLAIM, CORRECTION, READING, SOURCE, TEXT_RELATION
from crossfoot.wire.reconcile import (
    BOUND,
    CANDIDATE_VERDICT,
    CASE,
    CHANGED,
    CONFLICT,
    COVERAGE,
    EFFECT,
    ILLUSTRATION,
    LOOSENED,
    LOSS,
    PROOF,
    QUESTION,
    RECONCILIATION,
    REPAIR,
    TERM,
    VERDICT,
)
from crossfoot.wire.trace import DRIFT, DRIFT_STEP, LINK, ORIGIN, TRACE

CODECS: dict[type, Codec[Any]] = {
    r.Capture: CAPTURE,
    r.Report: REPORT,
    r.Cell: CELL,
    r.Problem: PROBLEM,
    r.Hop: HOP,
    r.Visit: VISIT,
    r.Showing: SHOWING,
    r.Sighting: SIGHTING,
    r.Span: SPAN,
    r.Period: PERIOD,
    r.Source: SOURCE,
    r.Series: SERIES,
    r.Correction: CORRECTION,
    r.Base: BASE,
    r.Claim: CLAIM,
    r.TextRelation: TEXT_RELATION,
    r.Reading: READING,
    r.Link: LINK,
    r.Origin: ORIGIN,
    r.Remark: REMARK,
    r.DriftStep: DRIFT_STEP,
    r.Drift: DRIFT,
    r.Trace: TRACE,
    r.Term: TERM,
    r.Proof: PROOF,
    r.Case: CASE,
    r.Bound: BOUND,
    r.Loss: LOSS,
    r.Question: QUESTION,
    r.Illustration: ILLUSTRATION,
    r.Conflict: CONFLICT,
    r.Changed: CHANGED,
    r.Repair: REPAIR,
    r.Verdict: VERDICT,
    r.CandidateVerdict: CANDIDATE_VERDICT,
    r.Loosened: LOOSENED,
    r.Effect: EFFECT,
    r.Coverage: COVERAGE,
    r.Reconciliation: RECONCILIATION,
}
