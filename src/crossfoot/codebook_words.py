"""A codebook as a page of text (`crossfoot codebook show`)."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.codebook import Codebook, Measure, Pattern, Relation, WordRow

SHOWN = 8


def in_words(codebook: Codebook) -> str:
    """What is counted, of whom, by which words, and what must hold between the counts."""
    return "\n".join(
        line for part in (_head, _populations, _measures, _relations, _sources, _events) for line in part(codebook)
    )


def _head(codebook: Codebook) -> Iterator[str]:
    yield f"{codebook.name}: {codebook.title}" if codebook.title else codebook.name
    if codebook.epoch:
        yield f"Running totals marked * count from {codebook.epoch.date}, the {codebook.epoch.name}."


def _populations(codebook: Codebook) -> Iterator[str]:
    if codebook.populations:
        yield "\nWhose"
    for population in codebook.populations:
        within = f", part of {population.within}" if population.within else ""
        yield f"  {population.id}{within} (in {population.place}): {_some(_all(population.words))}"
    for narrowing in codebook.narrowings:
        yield f"  …/{narrowing.id}: {_some(_all(narrowing.words))}"


def _measures(codebook: Codebook) -> Iterator[str]:
    yield "\nWhat is counted"
    for measure in codebook.measures:
        yield f"  {measure.id}{'*' if measure.epoch else ''} ({measure.unit}): {measure.title}"
        yield from (f"      {line}" for line in _rows(measure))


def _rows(measure: Measure) -> Iterator[str]:
    for language, rows in sorted(measure.rows.items()):
        for row in rows:
            yield f"{language}: {_row(row)}"


def _row(row: WordRow) -> str:
    named = (
        ("", row.nouns),
        ("of ", row.about),
        ("where the text is about ", row.topic),
        ("with ", row.cues),
        ("without ", row.unless),
    )
    return "; ".join(f"{lead}{_some(words)}" for lead, words in named if words)


def _relations(codebook: Codebook) -> Iterator[str]:
    if codebook.relations or codebook.bridges:
        yield "\nWhat must hold"
    for relation in codebook.relations:
        yield f"  {relation.name}: {_relation(relation)} ({relation.says})"
    for bridge in codebook.bridges:
        yield f"  {bridge.name} (off unless turned on): {bridge.persons} by {bridge.cases} ({bridge.says})"


def _relation(relation: Relation) -> str:
    parts = [_pattern(part) for part in relation.parts]
    whole = _pattern(relation.whole)
    if relation.kind == "sum":
        return f"{whole} = {' + '.join(parts)}"
    often = " at any day since the epoch" if relation.kind == "stage" else ""
    return f"{' and '.join(parts)}, each ≤ {whole}{often}"


def _pattern(pattern: Pattern) -> str:
    return " | ".join(part for part in (pattern.measure, pattern.population, pattern.place) if part)


def _sources(codebook: Codebook) -> Iterator[str]:
    if codebook.sources:
        yield "\nWho says so"
    for source in codebook.sources:
        exact = ", exact figures" if source.exact else ""
        yield f"  {source.name} ({source.kind}{exact})"


def _events(codebook: Codebook) -> Iterator[str]:
    if codebook.events:
        yield "\nWhat changed what is counted"
    for event in codebook.events:
        yield f"  {event.date} {event.title}: {event.effect}"


def _all(words: object) -> tuple[str, ...]:
    return tuple(word for _, listed in sorted(words.items()) for word in listed) if isinstance(words, dict) else ()


def _some(words: tuple[str, ...]) -> str:
    more = f" … ({len(words) - SHOWN} more)" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
