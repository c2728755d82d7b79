"""One report's claims: each figure with what it counts, when, of what kind, who says so and how sure (§1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot.places import gazetteer
from crossfoot.read.accurate import Asked, refined
from crossfoot.read.attribution import Speeches, Voices, voices
from crossfoot.read.bases import Based, bases
from crossfoot.read.carrying import Naming, code
from crossfoot.read.clauses import Scope
from crossfoot.read.coding import Coder
from crossfoot.read.compared import change_times, comparisons, set_aside, take_from_beside
from crossfoot.read.coordination import share_out
from crossfoot.read.counted import Counted, timings
from crossfoot.read.figures import Figure
from crossfoot.read.page import Page
from crossfoot.read.periods import Timing, chronicle, years_named
from crossfoot.read.scope import scopes
from crossfoot.read.shares import ShareCoder
from crossfoot.read.tools import Tools
from crossfoot.records import Claim, Report, TextRelation, claim_id

MOST_SUPPOSED = 3
"""A number of persons or cases up to here, behind "may" or "can", is an example and no count."""
SUPPOSED_WITHIN = 5


@dataclass(frozen=True, slots=True)
class Read:
    """What one report gives: `years` are those that its text and its published date name."""

    claims: tuple[Claim, ...]
    relations: tuple[TextRelation, ...]
    years: frozenset[int]


def claims_of(report: Report, tools: Tools) -> Read:
    """All claims of one report in the order of its text, and the relations that its sentences state."""
    page, mentions = tools.page(report.text)
    years = years_named(mentions) | ({report.published.year} if report.published else set())
    if not page.figures:
        return Read((), (), years)
    speeches = voices(page, tools.speakers)
    naming = Naming(page, speeches)
    found = scopes(page)
    compared = comparisons(page, mentions, tools.comparing, found, naming)
    counted = _counted(page, speeches, found)
    _ask_parser(page, tools, counted)
    coder = Coder(page, naming)
    code(page, coder, counted)
    take_from_beside(compared, counted)
    tale = chronicle(report.text, page.sentences, mentions, tools.language.time, (report.published, tools.codebook))
    share_out(page, tale, counted)
    set_aside(page, tale, tools.comparing, compared, counted)
    times = timings(page, tale, mentions, counted)
    change_times(compared, counted, times)
    based = bases(ShareCoder(coder, tools.comparing), tale, compared, counted, times)
    for number in [n for n in counted if n not in based and n not in compared.changes and _is_bare_share(page, n)]:
        del counted[number]
    claims = {n: _claim(report, page, tools, item, times[n], based.get(n)) for n, item in counted.items()}
    return Read(tuple(claims.values()), tuple(_relations(report, page, counted, claims)), years)


def _is_bare_share(page: Page, number: int) -> bool:
    """ "About 75 percent of children arriving had a cough": of what nobody counts here, no share is a claim."""
    figure = page.figures[number]
    return any(char.isalpha() for char in page.text[figure.number_end : figure.unit_end])


def _ask_parser(page: Page, tools: Tools, counted: dict[int, Counted]) -> None:
    """The accurate path: who says the figures of which the fast path does not know it."""
    if tools.parser is None:
        return
    asked = [Asked(item.figure.number_start, item.voice) for item in counted.values()]
    for item, voice in zip(counted.values(), refined(page, tools.speakers, tools.parser, asked), strict=True):
        item.voice = voice


def _counted(page: Page, speeches: Speeches, found: Sequence[Scope | None]) -> dict[int, Counted]:
    """The figures that count people, events or cases, and not those who speak of them."""
    counted: dict[int, Counted] = {}
    speaking: dict[int, Voices] = {}
    for number, scope in enumerate(found):
        figure = page.figures[number]
        first = page.words.at(figure.start)
        if scope is None or figure.low == figure.high == 0 or is_anyone(page, scope, figure, first):
            continue
        sentence = page.sentence_of(figure.start)
        speakers = speaking.get(sentence) or Voices(speeches[sentence])
        speaking[sentence] = speakers
        if not speakers.names(page.words.at(figure.number_start)):
            counted[number] = Counted(figure, scope, first, sentence, speakers.at(first))
    return counted


def is_anyone(page: Page, scope: Scope, figure: Figure, first: int) -> bool:
    """ "One serviceman may have two files" counts nobody, nor does "he may appear in two proceedings"."""
    if figure.low != figure.high or not isinstance(figure.low, int) or figure.low > MOST_SUPPOSED:
        return False
    words, modals = page.words, page.lexicon.sets["modals"]
    if figure.low == 1 and not modals.isdisjoint(words.norms(first, min(scope.clause.stop, first + 6))):
        return True
    before = range(max(scope.clause.start, first - SUPPOSED_WITHIN), first)
    spots = [p for p in before if words.norm(p) in modals]
    return bool(spots) and words.norm(spots[-1] + 1) not in page.lexicon.sets["perfect"]


# ── the claim ────────────────────────────────────────────────────────────────────────────────────


def _claim(report: Report, page: Page, tools: Tools, item: Counted, timing: Timing, based: Based | None) -> Claim:
    figure = item.figure
    quote = report.text[figure.start : figure.end]
    stance, modal = tools.stances.of(page, item.first, item.scope.clause, item.voice.verb)
    sentence = page.sentences[item.sentence]
    return Claim(
        id=claim_id(report.id, figure.start, figure.end, quote),
        report=report.id,
        file=report.file,
        start=figure.start,
        end=figure.end,
        quote=quote,
        low=figure.low,
        high=figure.high,
        approximate=figure.approximate,
        hedge=figure.hedge,
        counted=item.scope.text,
        measure=item.measure.value,
        population=item.population.value,
        place=item.place.value,
        period=timing.period,
        kind=timing.kind,
        per=timing.per,
        attribution=item.voice.chain,
        stance=stance,
        modal=modal,
        release=_release(page, item.sentence),
        sentence=(sentence.start, sentence.end),
        literal=(*_literal(item, timing), *(("base",) if based is not None and based.literal else ())),
        rule=_rule(item, timing),
        base=based.base if based is not None else None,
    )


def _release(page: Page, number: int) -> str | None:
    """The product that the sentence names, or one of the two before it in its paragraph."""
    near = [
        s for s in page.sentences[max(number - 2, 0) : number + 1] if s.paragraph == page.sentences[number].paragraph
    ]
    span = page.positions(near[0].start, near[-1].end)
    hits = page.longest(page.lexicon.starts["releases"], span)
    return page.phrase(hits[-1].first, hits[-1].last).lower() if hits else None


def _literal(item: Counted, timing: Timing) -> Iterator[str]:
    yield "value"
    for name, found in (("measure", item.measure), ("population", item.population), ("place", item.place)):
        if found.literal:
            yield name
    if item.voice.chain and not item.voice.carried:
        yield "attribution"
    yield from sorted(timing.literal)


def _rule(item: Counted, timing: Timing) -> str:
    fields = (
        ("value", item.figure.rule),
        ("counted", item.scope.rule),
        ("measure", item.measure.rule),
        ("population", item.population.rule),
        ("place", item.place.rule),
        ("time", timing.rule),
        ("source", item.voice.rule),
    )
    return " · ".join(f"{name}: {rule}" for name, rule in fields)


# ── relations that a sentence states (§5.6) ──────────────────────────────────────────────────────


def _relations(
    report: Report, page: Page, counted: dict[int, Counted], claims: dict[int, Claim]
) -> Iterator[TextRelation]:
    for number, item in counted.items():
        whole = item.figure.whole
        if whole is not None and whole in claims:
            span = (claims[number].start, claims[whole].end)
            yield TextRelation("part", report.id, (claims[number].id,), claims[whole].id, min(span), max(span))
    yield from _some_of_them(report, page, counted, claims)
    yield from _superlatives(report, page, counted, claims)


def _some_of_them(
    report: Report, page: Page, counted: dict[int, Counted], claims: dict[int, Claim]
) -> Iterator[TextRelation]:
    """ "A further 31 were hurt, six of them critically", "… 41,000 people. Of these, 27,000 have moved south"."""
    before: tuple[int, Counted] | None = None
    for number, item in counted.items():
        if item.figure.is_share or claims[number].kind in ("change", "rate"):
            continue
        if before is not None and _is_of_them(page, item) and item.figure.whole is None:
            whole = claims[before[0]]
            near = item.sentence - before[1].sentence <= 1
            smaller = (whole.low or whole.high or 0) >= (claims[number].high or claims[number].low or 0)
            if near and smaller and claims[number].series == whole.series:
                span = (whole.start, claims[number].end)
                yield TextRelation("part", report.id, (claims[number].id,), whole.id, min(span), max(span))
                continue
        if not (before is not None and _opens_with_them(page, item)):
            before = (number, item)


def _is_of_them(page: Page, item: Counted) -> bool:
    return _opens_with_them(page, item) or bool(
        page.hits(page.lexicon.starts["of_those"], range(max(item.first - 2, 0), item.first + 4))
    )


def _opens_with_them(page: Page, item: Counted) -> bool:
    """ "Of these, 27,000 have moved and 14,000 stay": all figures of the sentence are parts."""
    start = page.span(item.sentence).start
    return any(hit.first == start for hit in page.hits(page.lexicon.starts["of_those"], range(start, start + 4)))


def _superlatives(
    report: Report, page: Page, counted: dict[int, Counted], claims: dict[int, Claim]
) -> Iterator[TextRelation]:
    """ "The largest number was registered in A (6), B (5) and C (4)": nobody who is not listed has more than C."""
    lists: dict[int, list[tuple[Counted, Claim]]] = {}
    for number, item in counted.items():
        if item.scope.item and item.place.value and gazetteer().get(item.place.value):
            lists.setdefault(item.scope.clause_start, []).append((item, claims[number]))
    for items in lists.values():
        listed = [claim for _, claim in items]
        if len(listed) > 1 and page.hits(page.lexicon.starts["superlatives"], items[0][0].scope.clause):
            parts = tuple(claim.id for claim in listed)
            yield TextRelation("largest", report.id, parts, None, listed[0].start, listed[-1].end)
