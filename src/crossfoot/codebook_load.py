"""Reads and checks a codebook. Every error names file, line and column, and says what would put it right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from crossfoot.codebook import (
    Bridge,
    Codebook,
    CodebookError,
    ContextEvent,
    Epoch,
    KnownSource,
    Measure,
    Narrowing,
    Pattern,
    Population,
    Relation,
    WordRow,
)
from crossfoot.codebook_places import Key, Places
from crossfoot.records import PARTING

LARGEST_FILE = 4_000_000
RELATION_KINDS = ("sum", "part", "stage")
SOURCE_KINDS = ("office", "agency", "outlet", "named", "register")
LANGUAGE = re.compile(r"[a-z]{2,3}\Z")

Table = Mapping[str, object]


@dataclass(slots=True)
class Reader:
    """One table at a time, with its path, so that any mistake can be shown in its place."""

    file: str
    places: Places
    lists: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def fail(self, path: Key, reason: str, remedy: str, value: str | None = None) -> CodebookError:
        line, column = self.places.find(path, value)
        return CodebookError(self.file, line, column, reason, remedy)

    def table(self, value: object, path: Key, known: Iterable[str]) -> Table:
        known = tuple(known)
        if not isinstance(value, dict):
            raise self.fail(path, f"{_name(path)} must be a table", "write it as a table with named keys")
        for key in value:
            if key not in known:
                raise self.fail((*path, key), f'unknown key "{key}"', f"known here: {', '.join(known)}")
        return value

    def any_table(self, root: Table, key: str, path: Key) -> Table:
        value = root.get(key, {})
        if not isinstance(value, dict):
            raise self.fail((*path, key), f'"{key}" must be a table', f"write [{_name((*path, key))}]")
        return value

    def tables(self, root: Table, key: str, path: Key = ()) -> list[tuple[object, Key]]:
        value = root.get(key, [])
        if not isinstance(value, list):
            raise self.fail((*path, key), f'"{key}" must be a list of tables', f"write [[{_name((*path, key))}]]")
        return [(entry, (*path, key, number)) for number, entry in enumerate(value)]

    def text(self, table: Table, key: str, path: Key, default: str | None = None) -> str:
        value = table.get(key, default)
        if value is None:
            raise self.fail(path, f'"{key}" is missing', f'add {key} = "…"')
        if not isinstance(value, str) or not (value.strip() or value == default):
            raise self.fail((*path, key), f'"{key}" must be a text that is not empty', f'write {key} = "…"')
        return value

    def truth(self, table: Table, key: str, path: Key, default: bool = False) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self.fail((*path, key), f'"{key}" must be true or false', f"write {key} = true")
        return value

    def day(self, table: Table, key: str, path: Key) -> date:
        value = table.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        place = (*path, key) if key in table else path
        raise self.fail(place, f'"{key}" must be a day', f"write {key} = 2022-02-24, without quotes and time")

    def words(self, value: object, path: Key, language: str | None = None) -> tuple[str, ...]:
        """A list of words; "@name" stands for the list of that name under [lists.LANGUAGE]."""
        if not isinstance(value, list):
            raise self.fail(path, f"{_name(path)} must be a list of texts", 'write ["…", "…"]')
        found: dict[str, None] = {}
        for word in value:
            if not isinstance(word, str) or not word.strip():
                raise self.fail(path, f"empty word in {_name(path)}", "remove it or write the word", "")
            if word.startswith("@"):
                found.update(dict.fromkeys(self._listed(word, path, language)))
            elif word.casefold() in found:
                raise self.fail(path, f'"{word}" is listed twice in {_name(path)}', "remove one", word)
            else:
                found[word.casefold()] = None
        return tuple(found)

    def _listed(self, word: str, path: Key, language: str | None) -> tuple[str, ...]:
        known = self.lists.get(language or "", {})
        if word[1:] not in known:
            remedy = f"add it under [lists.{language}]; known: {', '.join(known) or 'none'}"
            raise self.fail(path, f'unknown list "{word}"', remedy, word)
        return known[word[1:]]

    def by_language(self, table: Table, key: str, path: Key) -> dict[str, tuple[str, ...]]:
        return {
            self.language(code, (*path, key, code)): self.words(words, (*path, key, code), code)
            for code, words in self.any_table(table, key, path).items()
        }

    def language(self, code: str, path: Key) -> str:
        if not LANGUAGE.match(code):
            raise self.fail(path, f'"{code}" is no language code', "write two or three small letters, as in en")
        return code


def _name(path: Key) -> str:
    return ".".join(str(p) for p in path if isinstance(p, str)) or "the file"


def load_file(path: Path) -> Codebook:
    """Reads one TOML file. Raises CodebookError for whatever is wrong with it, OSError where it cannot be read."""
    raw = path.read_bytes()
    if len(raw) > LARGEST_FILE:
        raise CodebookError(str(path), 1, 1, f"larger than {LARGEST_FILE:,} bytes", "split it")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        column = wrong.start - raw.rfind(b"\n", 0, wrong.start)
        raise CodebookError(str(path), line, column, "not UTF-8", "save the file as UTF-8") from None
    return parse(text, str(path), path.stem)


def parse(text: str, file: str, name: str) -> Codebook:
    try:
        root = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line, column = _syntax_place(str(wrong), text)
        reason = str(wrong).split(" (at ")[0]
        raise CodebookError(file, line, column, f"not TOML: {reason}", "see https://toml.io") from None
    except RecursionError:
        raise CodebookError(file, 1, 1, "nested too deeply", "a codebook needs three levels") from None
    reader = Reader(file, Places.of(text))
    codebook = _codebook(reader, root, name)
    for check in CHECKS:
        check(reader, codebook)
    return codebook


def _syntax_place(message: str, text: str) -> tuple[int, int]:
    place = re.search(r"at line (\d+), column (\d+)", message)
    return (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)


ROOT_KEYS = (
    *("name", "title", "epoch", "lists", "population", "narrowing"),
    *("measure", "relation", "bridge", "source", "event"),
)


def _codebook(reader: Reader, root: Table, name: str) -> Codebook:
    reader.table(root, (), ROOT_KEYS)
    for code, listed in reader.any_table(root, "lists", ()).items():
        reader.language(code, ("lists", code))
        words = reader.any_table({code: listed}, code, ("lists",))
        reader.lists[code] = {key: reader.words(value, ("lists", code, key)) for key, value in words.items()}
    return Codebook(
        name=reader.text(root, "name", (), name),
        title=reader.text(root, "title", (), ""),
        epoch=_epoch(reader, root["epoch"]) if "epoch" in root else None,
        populations=tuple(_population(reader, *entry) for entry in reader.tables(root, "population")),
        measures=tuple(_measure(reader, *entry) for entry in reader.tables(root, "measure")),
        relations=tuple(_relation(reader, *entry) for entry in reader.tables(root, "relation")),
        bridges=tuple(_bridge(reader, *entry) for entry in reader.tables(root, "bridge")),
        sources=tuple(_source(reader, *entry) for entry in reader.tables(root, "source")),
        events=tuple(_event(reader, *entry) for entry in reader.tables(root, "event")),
        narrowings=tuple(_narrowing(reader, *entry) for entry in reader.tables(root, "narrowing")),
    )


def _epoch(reader: Reader, value: object) -> Epoch:
    path: Key = ("epoch",)
    table = reader.table(value, path, ("date", "name", "words"))
    words = reader.by_language(table, "words", path)
    return Epoch(reader.day(table, "date", path), reader.text(table, "name", path), words)


def _population(reader: Reader, value: object, path: Key) -> Population:
    table = reader.table(value, path, ("id", "words", "place", "within"))
    return Population(
        reader.text(table, "id", path),
        reader.by_language(table, "words", path),
        reader.text(table, "place", path),
        reader.text(table, "within", path) if "within" in table else None,
    )


def _narrowing(reader: Reader, value: object, path: Key) -> Narrowing:
    table = reader.table(value, path, ("id", "words", "by_text"))
    words = reader.by_language(table, "words", path)
    return Narrowing(reader.text(table, "id", path), words, reader.truth(table, "by_text", path))


MEASURE_KEYS = ("id", "title", "unit", "epoch", "population", "words")
ROW_KEYS = ("nouns", "about", "topic", "cues", "unless")


def _measure(reader: Reader, value: object, path: Key) -> Measure:
    table = reader.table(value, path, MEASURE_KEYS)
    id_ = reader.text(table, "id", path)
    words = reader.any_table(table, "words", path)
    rows = {
        reader.language(code, (*path, "words", code)): tuple(
            _row(reader, row, at, code) for row, at in reader.tables(words, code, (*path, "words"))
        )
        for code in words
    }
    return Measure(
        id=id_,
        title=reader.text(table, "title", path, id_),
        unit=reader.text(table, "unit", path),
        epoch=reader.truth(table, "epoch", path),
        rows=rows,
        population=reader.text(table, "population", path) if "population" in table else None,
    )


def _row(reader: Reader, value: object, path: Key, code: str) -> WordRow:
    table = reader.table(value, path, ROW_KEYS)
    if not table.get("nouns") and not table.get("cues"):
        raise reader.fail(path, "a row of words needs nouns or cues", 'add nouns = ["…"]')
    return WordRow(*(reader.words(table.get(key, []), (*path, key), code) for key in ROW_KEYS))


def _relation(reader: Reader, value: object, path: Key) -> Relation:
    table = reader.table(value, path, ("name", "kind", "whole", "parts", "says"))
    kind = reader.text(table, "kind", path)
    if kind not in RELATION_KINDS:
        raise reader.fail((*path, "kind"), f'unknown kind "{kind}"', f"write one of: {', '.join(RELATION_KINDS)}")
    parts = table.get("parts")
    if not isinstance(parts, list) or len(parts) < (2 if kind == "sum" else 1):
        needed = "at least two parts" if kind == "sum" else "at least one part"
        raise reader.fail((*path, "parts"), f'"parts" must list {needed}', 'write parts = ["…", "…"]')
    if any(part in parts[:n] for n, part in enumerate(parts)):
        raise reader.fail((*path, "parts"), "one part is listed twice", "remove one")
    name = reader.text(table, "name", path)
    return Relation(
        name=name,
        kind=kind,  # type: ignore[arg-type]
        whole=_pattern(reader, table.get("whole"), (*path, "whole")),
        parts=tuple(_pattern(reader, part, (*path, "parts")) for part in parts),
        says=reader.text(table, "says", path, name),
    )


def _pattern(reader: Reader, value: object, path: Key) -> Pattern:
    """A text is a measure; a table names any of measure, population and place."""
    if isinstance(value, str) and value.strip():
        return Pattern(measure=value)
    keys = ("measure", "population", "place")
    if value is None or isinstance(value, str):
        raise reader.fail(path, f"{_name(path)} is missing or empty", "name a measure")
    table = reader.table(value, path, keys)
    if not table:
        raise reader.fail(path, f"{_name(path)} names nothing", "name a measure, population or place")
    return Pattern(**{key: reader.text(table, key, path) for key in keys if key in table})


def _bridge(reader: Reader, value: object, path: Key) -> Bridge:
    table = reader.table(value, path, ("name", "persons", "cases", "says"))
    return Bridge(*(reader.text(table, key, path) for key in ("name", "persons", "cases", "says")))


def _source(reader: Reader, value: object, path: Key) -> KnownSource:
    table = reader.table(value, path, ("name", "kind", "aliases", "exact"))
    kind = reader.text(table, "kind", path)
    if kind not in SOURCE_KINDS:
        raise reader.fail((*path, "kind"), f'unknown kind "{kind}"', f"write one of: {', '.join(SOURCE_KINDS)}")
    aliases = table.get("aliases", [])
    reader.words(aliases, (*path, "aliases"))
    return KnownSource(reader.text(table, "name", path), kind, tuple(aliases), reader.truth(table, "exact", path))  # type: ignore[arg-type]


def _event(reader: Reader, value: object, path: Key) -> ContextEvent:
    table = reader.table(value, path, ("date", "title", "effect"))
    day = reader.day(table, "date", path)
    return ContextEvent(day, reader.text(table, "title", path), reader.text(table, "effect", path))


# ── checks on the whole ──────────────────────────────────────────────────────────────────────────


def _unique(reader: Reader, codebook: Codebook) -> None:
    for key, entries in (
        ("population", [(p.id, "id") for p in codebook.populations]),
        ("narrowing", [(n.id, "id") for n in codebook.narrowings]),
        ("measure", [(m.id, "id") for m in codebook.measures]),
        ("relation", [(r.name, "name") for r in codebook.relations]),
        ("bridge", [(b.name, "name") for b in codebook.bridges]),
        ("source", [(s.name, "name") for s in codebook.sources]),
    ):
        seen: set[str] = set()
        for number, (name, called) in enumerate(entries):
            if name in seen:
                raise reader.fail((key, number, called), f'second {key} "{name}"', "give it another name or remove it")
            sign = next((sign for sign in PARTING if sign in name), None)
            if key in ("population", "narrowing", "measure") and sign:
                raise reader.fail((key, number, called), f'"{name}" holds a "{sign}"', "use another character")
            seen.add(name)


def _anything_counted(reader: Reader, codebook: Codebook) -> None:
    if not codebook.measures:
        raise reader.fail((), "no measure", "add [[measure]] with id, unit and words")


def _known_names(reader: Reader, codebook: Codebook) -> None:
    measures = [m.id for m in codebook.measures]
    populations = [p.id for p in codebook.populations]
    for number, entry in enumerate(codebook.populations):
        _among(reader, entry.within, populations, ("population", number, "within"), "population")
    for number, measure in enumerate(codebook.measures):
        _among(reader, measure.population, populations, ("measure", number, "population"), "population")
    for number, relation in enumerate(codebook.relations):
        for key, patterns in (("whole", (relation.whole,)), ("parts", relation.parts)):
            for pattern in patterns:
                path: Key = ("relation", number, key)
                _among(reader, pattern.measure, measures, path, "measure")
                _among(reader, pattern.population, populations, path, "population")
    for number, bridge in enumerate(codebook.bridges):
        _among(reader, bridge.persons, measures, ("bridge", number, "persons"), "measure")
        _among(reader, bridge.cases, measures, ("bridge", number, "cases"), "measure")


def _among(reader: Reader, name: str | None, known: list[str], path: Key, what: str) -> None:
    if name is not None and name not in known:
        raise reader.fail(path, f'unknown {what} "{name}"', f"known: {', '.join(known) or 'none'}", name)


def _epoch_is_there(reader: Reader, codebook: Codebook) -> None:
    for number, measure in enumerate(codebook.measures):
        if measure.epoch and codebook.epoch is None:
            reason = f'"{measure.id}" counts from the epoch, and there is none'
            raise reader.fail(("measure", number, "epoch"), reason, "add [epoch] with date, name and words")


def _no_cycles(reader: Reader, codebook: Codebook) -> None:
    within = {p.id: [p.within] for p in codebook.populations if p.within}
    if cycle := find_cycle(within):
        number = [p.id for p in codebook.populations].index(cycle[0])
        raise reader.fail(("population", number, "within"), f"cycle: {' → '.join(cycle)}", "remove one within")
    below: dict[str, list[str]] = {}
    first: dict[str, int] = {}
    for number, relation in enumerate(codebook.relations):
        whole = _label(relation.whole)
        below.setdefault(whole, []).extend(_label(part) for part in relation.parts)
        first.setdefault(whole, number)
    if cycle := find_cycle(below):
        reason = f"relations run in a cycle: {' → '.join(cycle)}"
        raise reader.fail(("relation", first[cycle[0]], "parts"), reason, "nothing can be a part of its own part")


def _label(pattern: Pattern) -> str:
    return "|".join(part or "*" for part in (pattern.measure, pattern.population, pattern.place))


def find_cycle(below: Mapping[str, list[str]]) -> list[str] | None:
    """A closed walk through the graph, first node repeated at its end, or None."""
    try:
        TopologicalSorter(below).prepare()
    except CycleError as wrong:
        return list(reversed(wrong.args[1]))
    return None


CHECKS: tuple[Callable[[Reader, Codebook], None], ...] = (
    _unique,
    _anything_counted,
    _known_names,
    _epoch_is_there,
    _no_cycles,
)
