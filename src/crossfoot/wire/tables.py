"""Every record as a table of its JSON fields. The names are those of docs/formats.md and are never changed."""

from __future__ import annotations

from typing import Any, get_args

from crossfoot import records as r
from crossfoot.wire.codec import (
    DAY,
    FLAG,
    NUMBER,
    REAL,
    TEXT,
    TIMES,
    VALUE,
    WHOLE,
    Codec,
    Field,
    choice,
    fixed,
    many,
    mapping,
    optional,
    record,
)
from crossfoot.wire.effects import EFFECT, LOOSENED
from crossfoot.wire.visits import HOP, SHOWING, SIGHTING, VISIT

TEXTS = many(TEXT)
MAYBE_TEXT = optional(TEXT)
MAYBE_DAY = optional(DAY)
MAYBE_WHOLE = optional(WHOLE)
SIDE = choice(get_args(r.Side))
ROW = many(fixed(TEXT, DAY, WHOLE))

CAPTURE = record(
    r.Capture,
    Field("sha256", TEXT),
    Field("size", WHOLE),
    Field("address", TEXT),
    Field("media_type", TEXT),
    Field("received", TEXT),
    Field("taken", MAYBE_TEXT, brief=True),
    Field("within", MAYBE_TEXT, brief=True),
    shown={"id": lambda c: c.id},
)

_PRECISION = choice(get_args(r.Precision))
PERIOD = record(
    r.Period,
    Field("start", MAYBE_DAY),
    Field("end", MAYBE_DAY),
    Field("precision", _PRECISION),
    Field("text", MAYBE_TEXT),
    Field("partial", MAYBE_TEXT, brief=True),
)
CANDIDATE_PERIOD = record(
    r.Period,
    Field("start", MAYBE_DAY),
    Field("end", MAYBE_DAY),
    Field("precision", _PRECISION, brief=True),
    Field("text", MAYBE_TEXT, brief=True),
    Field("partial", MAYBE_TEXT, brief=True),
)

CELL = record(
    r.Cell,
    Field("name", TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    Field("number", NUMBER),
    Field("measure", TEXT),
    Field("population", MAYBE_TEXT),
    Field("place", TEXT),
    Field("period", PERIOD),
    Field("kind", choice(get_args(r.Kind))),
    Field("release", MAYBE_TEXT, brief=True),
    Field("exact", FLAG),
)

REPORT = record(
    r.Report,
    Field("id", TEXT),
    Field("capture", TEXT),
    Field("file", TEXT),
    Field("text", TEXT),
    Field("title", MAYBE_TEXT),
    Field("outlet", MAYBE_TEXT),
    Field("author", MAYBE_TEXT),
    Field("language", MAYBE_TEXT),
    Field("published", MAYBE_DAY),
    Field("url", MAYBE_TEXT),
    Field("known", mapping(choice(get_args(r.Known)))),
    Field("modified", MAYBE_DAY, brief=True),
    Field("part", TEXT, brief=True),
    Field("pages", many(WHOLE), brief=True),
    Field("cells", many(CELL), brief=True),
)

PROBLEM = record(r.Problem, Field("stage", TEXT), Field("place", TEXT), Field("reason", TEXT))

SPAN = record(r.Span, Field("start", WHOLE), Field("end", WHOLE), Field("text", TEXT))

SOURCE = record(
    r.Source,
    Field("text", TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    Field("kind", choice(get_args(r.SourceKind))),
    Field("resolved", MAYBE_TEXT, brief=True),
)

SERIES = record(
    r.Series,
    Field("measure", TEXT),
    Field("population", TEXT),
    Field("place", TEXT),
    shown={"id": lambda s: s.id},
)

CORRECTION = record(
    r.Correction,
    Field("claim", TEXT),
    Field("field", TEXT),
    Field("value", TEXT),
    Field("why", TEXT),
    Field("who", TEXT),
    Field("made", TEXT),
    shown={"id": lambda c: c.id},
)

BASE = record(
    r.Base,
    Field("how", choice(get_args(r.Comparison))),
    Field("measure", MAYBE_TEXT),
    Field("population", MAYBE_TEXT),
    Field("place", MAYBE_TEXT),
    Field("period", PERIOD),
    Field("falls", FLAG, brief=True),
)

CLAIM = record(
    r.Claim,
    Field("id", TEXT),
    Field("file", TEXT),
    Field("report", TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    Field("quote", TEXT),
    Field("low", optional(NUMBER)),
    Field("high", optional(NUMBER)),
    Field("approximate", FLAG),
    Field("hedge", choice(get_args(r.Hedge))),
    Field("counted", MAYBE_TEXT),
    Field("measure", MAYBE_TEXT),
    Field("population", MAYBE_TEXT),
    Field("place", MAYBE_TEXT),
    Field("period", PERIOD),
    Field("candidates", many(CANDIDATE_PERIOD)),
    Field("kind", choice(get_args(r.Kind))),
    Field("per", MAYBE_TEXT),
    Field("attribution", many(SOURCE)),
    Field("stance", choice(get_args(r.Stance))),
    Field("modal", FLAG),
    Field("release", MAYBE_TEXT),
    Field("sentence", optional(fixed(WHOLE, WHOLE))),
    Field("literal", TEXTS),
    Field("corrected", optional(mapping(mapping(TEXT)))),
    Field("rule", TEXT),
    Field("widened", FLAG),
    Field("copy_of", MAYBE_TEXT),
    Field("base", optional(BASE), brief=True),
)

TEXT_RELATION = record(
    r.TextRelation,
    Field("kind", choice(("part", "largest", "complete"))),
    Field("report", TEXT),
    Field("parts", TEXTS),
    Field("whole", MAYBE_TEXT),
    Field("start", WHOLE),
    Field("end", WHOLE),
    shown={"id": lambda t: t.id},
)

READING = record(
    r.Reading,
    Field("claims", many(CLAIM)),
    Field("relations", many(TEXT_RELATION)),
    Field("problems", many(PROBLEM)),
)

LINK = record(
    r.Link,
    Field("kind", choice(get_args(r.LinkKind))),
    Field("source", TEXT, key="from"),
    Field("target", TEXT, key="to"),
    Field("score", REAL),
    Field("reason", TEXT),
    Field("directed", FLAG),
    Field("passages", many(fixed(SPAN, SPAN))),
    shown={"id": lambda link: link.id},
)

ORIGIN = record(
    r.Origin,
    Field("claim", TEXT),
    Field("fewest", WHOLE),
    Field("most", WHOLE),
    Field("reports", WHOLE),
    Field("reason", TEXT),
    Field("members", TEXTS),
)

REMARK = record(
    r.Remark,
    Field("kind", TEXT),
    Field("claims", TEXTS),
    Field("text", TEXT),
    shown={"id": lambda remark: remark.id},
)

DRIFT_STEP = record(
    r.DriftStep,
    Field("changes", many(choice(get_args(r.DriftChange)))),
    Field("link", TEXT),
    Field("directed", FLAG),
)

DRIFT = record(
    r.Drift,
    Field("claims", TEXTS),
    Field("steps", many(DRIFT_STEP)),
    Field("text", TEXT),
    shown={"id": lambda drift: drift.id},
)

TRACE = record(
    r.Trace,
    Field("links", many(LINK)),
    Field("origins", many(ORIGIN)),
    Field("remarks", many(REMARK)),
    Field("copies", mapping(TEXT)),
    Field("drifts", many(DRIFT)),
)


def _one_ground(term: r.Term) -> str | None:
    grounds = (term.claim, term.assumption, term.relation)
    if sum(ground is not None for ground in grounds) != 1:
        return "a proof's term names exactly one of claim, assumption and relation"
    return None


TERM = record(
    r.Term,
    Field("claim", MAYBE_TEXT, brief=True),
    Field("assumption", MAYBE_TEXT, brief=True),
    Field("relation", MAYBE_TEXT, brief=True),
    Field("side", SIDE),
    Field("series", MAYBE_TEXT, brief=True),
    Field("start", MAYBE_DAY, brief=True),
    Field("end", MAYBE_DAY, brief=True),
    Field("times", TIMES),
    Field("value", VALUE),
    Field("row", ROW),
    Field("under", TEXTS),
    Field("equation", FLAG, brief=True),
    fault=_one_ground,
)

PROOF = record(
    r.Proof,
    Field("terms", many(TERM)),
    Field("target", ROW),
    Field("side", SIDE),
    Field("value", VALUE),
    Field("text", TEXT),
)
MAYBE_PROOF = optional(PROOF)

CASE = record(
    r.Case,
    Field("repair", MAYBE_TEXT),
    Field("low", MAYBE_WHOLE),
    Field("high", MAYBE_WHOLE),
    Field("low_proof", MAYBE_PROOF),
    Field("high_proof", MAYBE_PROOF),
    Field("low_shorter", MAYBE_PROOF, brief=True),
    Field("high_shorter", MAYBE_PROOF, brief=True),
)


LOSS = record(
    r.Loss,
    Field("claim", TEXT),
    Field("low", MAYBE_WHOLE),
    Field("high", MAYBE_WHOLE),
    Field("low_proof", MAYBE_PROOF),
    Field("high_proof", MAYBE_PROOF),
)

QUESTION = record(
    r.Question,
    Field("series", SERIES),
    Field("start", DAY),
    Field("end", DAY),
    Field("leaves", WHOLE),
)

ILLUSTRATION = record(
    r.Illustration,
    Field("series", SERIES),
    Field("points", many(fixed(DAY, WHOLE))),
    Field("text", TEXT),
)


def _bound() -> Codec[r.Bound]:
    """`series` is the id, as everywhere; its three parts stand beside it, so that the record can be made again."""
    plain = record(
        r.Bound,
        Field("id", TEXT),
        Field("series", SERIES, key="of"),
        Field("start", DAY),
        Field("end", DAY),
        Field("low", MAYBE_WHOLE),
        Field("high", MAYBE_WHOLE),
        Field("exactness", choice(("tight", "sound"))),
        Field("under", TEXT),
        Field("assumptions", TEXTS),
        Field("cases", many(CASE)),
        Field("bare", optional(fixed(MAYBE_WHOLE, MAYBE_WHOLE))),
        Field("robust", optional(fixed(MAYBE_WHOLE, MAYBE_WHOLE))),
        Field("losses", many(LOSS)),
        Field("question", optional(QUESTION)),
        shown={"series": lambda bound: bound.series.id},
    )

    def encode(bound: r.Bound) -> dict[str, Any]:
        done: dict[str, Any] = plain.encode(bound)
        done.update({key: part for key, part in done.pop("of").items() if key != "id"})
        return done

    def decode(value: object) -> r.Bound:
        return plain.decode({**value, "of": value} if isinstance(value, dict) else value)

    return Codec(encode, decode)


BOUND = _bound()

CONFLICT = record(
    r.Conflict,
    Field("id", TEXT),
    Field("claims", TEXTS),
    Field("assumptions", TEXTS),
    Field("gap", VALUE),
    Field("proof", PROOF),
    Field("scope", choice(("report", "reports", "releases", "assumption"))),
    Field("stronger", MAYBE_PROOF),
    Field("text", TEXT),
    Field("unit", MAYBE_TEXT),
)

REPAIR = record(
    r.Repair,
    Field("id", TEXT),
    Field("conflicts", TEXTS),
    Field("claim", MAYBE_TEXT),
    Field("slip", TEXT),
    Field("before", TEXT, key="from"),
    Field("after", TEXT, key="to"),
    Field("cost", REAL),
    Field("rank", WHOLE),
    Field("text", TEXT),
    Field("effect", TEXT),
    Field("moved", TEXTS),
)

VERDICT = record(
    r.Verdict,
    Field("claim", TEXT),
    Field("status", choice(("sure", "contested"))),
    Field("with_claims", TEXTS, key="with"),
)

CANDIDATE_VERDICT = record(
    r.CandidateVerdict,
    Field("claim", TEXT),
    Field("start", MAYBE_DAY),
    Field("end", MAYBE_DAY),
    Field("verdict", choice(("impossible", "possible", "only"))),
    Field("proof", MAYBE_PROOF),
)

COVERAGE = record(
    r.Coverage,
    Field("claims", WHOLE),
    Field("compared", WHOLE),
    Field("reasons", mapping(WHOLE)),
    Field("aside", mapping(TEXT)),
)

RECONCILIATION = record(
    r.Reconciliation,
    Field("series", many(SERIES)),
    Field("bounds", many(BOUND)),
    Field("conflicts", many(CONFLICT)),
    Field("repairs", many(REPAIR)),
    Field("remarks", many(REMARK)),
    Field("verdicts", many(VERDICT)),
    Field("candidates", many(CANDIDATE_VERDICT)),
    Field("aside", TEXTS),
    Field("coverage", COVERAGE),
    Field("illustrations", many(ILLUSTRATION)),
    Field("notes", TEXTS),
    Field("effects", many(EFFECT), brief=True),
    Field("complete", FLAG, brief=True),
)

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
    r.Repair: REPAIR,
    r.Verdict: VERDICT,
    r.CandidateVerdict: CANDIDATE_VERDICT,
    r.Loosened: LOOSENED,
    r.Effect: EFFECT,
    r.Coverage: COVERAGE,
    r.Reconciliation: RECONCILIATION,
}
