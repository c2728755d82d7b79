"""One report's claims: each figure with what it counts, when, of what kind, who says so and how sure (§1.3)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from crossfoot.codebook import Codebook
from crossfoot.places import gazetteer
from crossfoot.read.accurate import Asked, refined
from crossfoot.read.attribution import Speeches, Voice, Voices, voices
from crossfoot.read.clauses import Scope
from crossfoot.read.coding import Coder, Field
from crossfoot.read.dates import TimeMention
from crossfoot.read.figures import Figure
from crossfoot.read.page import Page
from crossfoot.read.periods import Setting, Timing, chronicle, period_of, years_named
from crossfoot.read.scope import scopes
from crossfoot.read.tools import Tools
from crossfoot.records import Claim, Report, TextRelation, claim_id

AS_BEFORE = "carried from the figure before"
AS_BEFORE_IT = ("did", "in a row", "again", "follows")
"""Rules of scope that take the noun, and so what it is about, from the figure before."""
AS_ITS_NEIGHBOUR = ("in a row", "again", "did")
LEAD_PARAGRAPHS = 2
MOST_LENT = 12
BESIDE = 20
"""Figures of the same sentence, before one and after it, that its time may belong to."""
DOMINANT = 3
"""A population named that many times as often as any other in headline and lead is the report's own subject."""

Subject = Callable[[], str | None]
"""Whom headline and lead are about; looked for only where a figure needs it."""


@dataclass(slots=True)
class Counted:
    """One figure on its way to a claim."""

    figure: Figure
    scope: Scope
    first: int
    sentence: int
    voice: Voice
    about: frozenset[str] = frozenset()
    measure: Field[str] = field(default_factory=lambda: Field(None))
    population: Field[str] = field(default_factory=lambda: Field(None))
    place: Field[str] = field(default_factory=lambda: Field(None))


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
    if all(figure.rejected for figure in page.figures):
        return Read((), (), years)
    speeches = voices(page, tools.speakers)
    counted = _counted(page, speeches)
    _ask_parser(page, tools, counted)
    _code(page, speeches, counted)
    timings = _timings(report, page, mentions, tools, counted)
    claims = {number: _claim(report, page, tools, item, timings[number]) for number, item in counted.items()}
    return Read(tuple(claims.values()), tuple(_relations(report, page, counted, claims)), years)


def _ask_parser(page: Page, tools: Tools, counted: dict[int, Counted]) -> None:
    """The accurate path: who says the figures of which the fast path does not know it."""
    if tools.parser is None:
        return
    asked = [Asked(item.figure.number_start, item.voice) for item in counted.values()]
    for item, voice in zip(counted.values(), refined(page, tools.speakers, tools.parser, asked), strict=True):
        item.voice = voice


def _timings(
    report: Report, page: Page, mentions: Sequence[TimeMention], tools: Tools, counted: dict[int, Counted]
) -> dict[int, Timing]:
    tale = chronicle(report.text, page.sentences, mentions, tools.language.time, (report.published, tools.codebook))
    starts: dict[int, list[int]] = {}
    for item in counted.values():
        starts.setdefault(item.sentence, []).append(item.figure.start)
    wholes = {item.figure.whole for item in counted.values()}
    found: dict[int, Timing] = {}
    earlier: list[tuple[int, Timing]] = []
    for number, item in counted.items():
        here = starts[item.sentence]
        at = bisect_left(here, item.figure.start)
        others = (*here[max(at - BESIDE, 0) : at], *here[at + 1 : at + 1 + BESIDE])
        timing = period_of(item.figure, Setting(tale, others, earlier, number in wholes))
        found[number] = _of_them_all(page, item, timing, earlier) if number in wholes else timing
        earlier.append((item.sentence, found[number]))
    for number, item in counted.items():
        if item.figure.whole in found:
            found[number] = _within_its_whole(found[number], found[item.figure.whole])
    return found


def _within_its_whole(part: Timing, whole: Timing) -> Timing:
    """ "35,307 out of 59,606": a part cannot outlast its whole; an end that we gave it yields to the whole's."""
    start, end, last = part.period.start, part.period.end, whole.period.end
    if "period" in part.literal or start is None or end is None or last is None or not start <= last < end:
        return part
    period = replace(part.period, end=last)
    return replace(part, period=period, rule=f"{part.rule}, until its whole")


def _of_them_all(page: Page, item: Counted, timing: Timing, earlier: Sequence[tuple[int, Timing]]) -> Timing:
    """ "90,000 from 2022 to 2024. Most of them were opened this year: 35,307 out of 59,606": the whole is of all."""
    if not page.hits(page.lexicon.starts["of_them"], range(page.span(item.sentence).start, item.first)):
        return timing
    first = max(item.sentence - 3, 0)
    told = [t for n, t in earlier[-BESIDE:] if first <= n < item.sentence and t.period.is_known]
    told = [t for t in told if _lasts(t) > _lasts(timing)]
    if not told:
        return timing
    wider = max(told, key=_lasts)
    return replace(wider, rule=f"whole of them, {wider.rule}", literal=wider.literal - {"period"})


def _lasts(timing: Timing) -> int:
    """Days; -1 where an end is not known."""
    start, end = timing.period.start, timing.period.end
    return (end - start).days if start is not None and end is not None else -1


def _counted(page: Page, speeches: Speeches) -> dict[int, Counted]:
    """The figures that count people, events or cases, and not those who speak of them."""
    found: dict[int, Counted] = {}
    speaking: dict[int, Voices] = {}
    for number, scope in enumerate(scopes(page)):
        figure = page.figures[number]
        first = page.words.at(figure.start)
        if scope is None or figure.low == figure.high == 0 or is_anyone(page, scope, figure, first):
            continue
        sentence = page.sentence_of(figure.start)
        speakers = speaking.get(sentence) or Voices(speeches[sentence])
        speaking[sentence] = speakers
        if not speakers.names(first):
            found[number] = Counted(figure, scope, first, sentence, speakers.at(first))
    return found


def is_anyone(page: Page, scope: Scope, figure: Figure, first: int) -> bool:
    """ "One serviceman may have two files" counts nobody."""
    if not figure.low == figure.high == 1:
        return False
    words = {page.words.tokens[p].norm for p in range(first, min(scope.clause.stop, first + 6))}
    return not words.isdisjoint(page.lexicon.sets["modals"])


# ── coding, with what is carried ─────────────────────────────────────────────────────────────────


def _code(page: Page, speeches: Speeches, counted: dict[int, Counted]) -> None:
    coder = Coder(page, Naming(page, speeches))
    last: dict[str, Counted] = {}
    subject = cache(lambda: _subject(page, coder))
    by_sentence: dict[int, list[Counted]] = {}
    for item in counted.values():
        by_sentence.setdefault(item.sentence, []).append(item)
    left_out: list[Counted] = []
    for number, item in list(counted.items()):
        item.about = coder.about(item.scope) | _lent(page, item, by_sentence)
        if item.scope.rule in AS_BEFORE_IT and item.about.isdisjoint(page.lexicon.subjects):
            item.about |= _subject_before(page, item, by_sentence)
        item.measure = coder.measure(item.scope, item.first, item.about)
        if _is_left_out(page, coder, item) or _follows_one(item, left_out):
            left_out.append(item)
            del counted[number]
            continue
        item.population = _population(page, coder, item, last, subject)
        item.place = _place(page.lexicon.codebook, coder, item, last)
        if not coder.agrees(item.population, item.place):
            item.population = Field(None)
        if item.measure.value and item.population.value and not item.scope.item:
            last[item.measure.value] = item


def _is_left_out(page: Page, coder: Coder, item: Counted) -> bool:
    """What is no count of anybody's own; a thing that no measure of the codebook takes."""
    if item.measure.value is None and page.lexicon.is_thing(item.scope.noun):
        return True
    return coder.is_peripheral(item.scope, item.first)


def _follows_one(item: Counted, left_out: Sequence[Counted]) -> bool:
    """ "Of the 1,314 affected families 295 are in A, 195 in B": the noun of a figure that was left out."""
    if not left_out or item.measure.value is not None or item.scope.rule not in AS_ITS_NEIGHBOUR:
        return False
    return left_out[-1].sentence == item.sentence


class Naming:
    """Which words name who speaks; asked of few words, so that few sentences are looked at."""

    def __init__(self, page: Page, speeches: Speeches) -> None:
        self._page, self._speeches = page, speeches
        self._words: dict[int, frozenset[int]] = {}

    def __call__(self, position: int) -> bool:
        number = self._page.sentence_at(position)
        if number not in self._words:
            frames = self._speeches.framed(number).side("leading", "trailing")
            self._words[number] = frozenset(p for frame in frames for p in range(frame.first, frame.last))
        return position in self._words[number]


def _lent(page: Page, item: Counted, by_sentence: dict[int, list[Counted]]) -> frozenset[str]:
    """ "2,592 and 414 were closed, respectively": each takes the subject of its turn in the sentence before."""
    if not page.hits(page.lexicon.starts["respectively"], item.scope.clause):
        return frozenset()
    here = [c for c in by_sentence[item.sentence][:MOST_LENT] if c.scope.clause_start == item.scope.clause_start]
    sentences = [n for n in range(item.sentence - 1, max(item.sentence - 4, -1), -1) if n in by_sentence]
    nearest = [c for c in by_sentence[sentences[0]] if c.scope.noun == item.scope.noun] if sentences else []
    turn = next((n for n, c in enumerate(here) if c is item), None)
    return nearest[turn].about if turn is not None and len(nearest) == len(here) else frozenset()


def _subject_before(page: Page, item: Counted, by_sentence: dict[int, list[Counted]]) -> frozenset[str]:
    """ "Under article 408, 414 were closed and 442 were sent to court": the second has the subject of the first."""
    here = by_sentence[item.sentence]
    at = bisect_left(here, item.first, key=lambda c: c.first)
    if at:
        return here[at - 1].about & page.lexicon.subjects
    if item.scope.rule == "in a row":
        return frozenset()
    earlier = [c for n in range(item.sentence - 1, max(item.sentence - 3, -1), -1) for c in by_sentence.get(n, ())[-1:]]
    return earlier[0].about & page.lexicon.subjects if earlier else frozenset()


def _population(page: Page, coder: Coder, item: Counted, last: dict[str, Counted], subject: Subject) -> Field[str]:
    found = coder.population(item.scope, item.first)
    if found.value is None:
        found = _carried(page, coder, item, last, subject)
    narrowed = coder.narrowing(item.scope) if item.scope.sort != "case" else None
    if found.value is None or narrowed is None or found.value.endswith("/" + narrowed):
        return found
    return replace(found, value=f"{found.value}/{narrowed}")


def _carried(page: Page, coder: Coder, item: Counted, last: dict[str, Counted], subject: Subject) -> Field[str]:
    """From the paragraph so far, the figure before of the same measure, the measure's own, the report's subject."""
    sentence = page.sentences[item.sentence]
    before = range(page.paragraph(sentence.paragraph).start, page.span(item.sentence).start)
    named = coder.named_in(before)
    if len(named) == 1:
        return Field(next(iter(named)), "carried from the paragraph")
    measure = page.lexicon.codebook.measure(item.measure.value) if item.measure.value else None
    if item.voice.testimony or measure is None:
        return Field(None)
    if measure.id in last:
        return Field(base_of(last[measure.id]), AS_BEFORE)
    if measure.population:
        return Field(measure.population, "the measure's own")
    told_of = subject()
    if told_of:
        return Field(told_of, "carried from headline and lead")
    others = {base_of(item) for item in last.values()}
    return Field(next(iter(others)), "carried from the other figures") if len(others) == 1 else Field(None)


def _subject(page: Page, coder: Coder) -> str | None:
    """The population that headline and lead are about, where no other comes near it."""
    counts: Counter[str] = Counter()
    for number, sentence in enumerate(page.sentences):
        if sentence.paragraph > LEAD_PARAGRAPHS and not sentence.heading:
            break
        counts.update(coder.all_named(page.span(number)))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < DOMINANT * ranked[1][1]):
        return None
    return ranked[0][0]


def base_of(item: Counted) -> str:
    """The population without what narrows it."""
    return (item.population.value or "").split("/")[0]


def _place(codebook: Codebook, coder: Coder, item: Counted, last: dict[str, Counted]) -> Field[str]:
    found = coder.place(item.scope, item.first)
    if item.scope.rule == "follows" and item.measure.value in last:
        found = coder.as_region(found, last[item.measure.value].place.value)
    if found.value is None and item.population.rule == AS_BEFORE and item.measure.value:
        place = gazetteer().get(last[item.measure.value].place.value or "")
        if place is not None and place.kind == "area":
            return Field(place.id, AS_BEFORE)
    if found.value is None and item.population.value:
        population = codebook.population(item.population.value.split("/")[0])
        return Field(population.place, "the population's own") if population else found
    return found


# ── the claim ────────────────────────────────────────────────────────────────────────────────────


def _claim(report: Report, page: Page, tools: Tools, item: Counted, timing: Timing) -> Claim:
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
        literal=tuple(_literal(item, timing)),
        rule=_rule(item, timing),
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
    yield from _superlatives(report, page, counted, claims)


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
