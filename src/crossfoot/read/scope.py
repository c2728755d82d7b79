"""What is counted around a figure: the noun after it or before it, and the stretch of text that speaks of it.

Words that no list holds are no noun: a figure whose noun nobody knows counts nothing here (§1.4, never by guess).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crossfoot.read.clauses import MOST_BACK, Place, Scope, look_back, places_of
from crossfoot.read.nouns import (
    BREAK,
    MOST_MODIFIERS,
    as_before,
    end_before,
    first_noun,
    made,
    nothing_after,
    walk,
)
from crossfoot.read.page import Noun, Page
from crossfoot.read.phrases import Hit

NEAR = 4
NEAR_STATE = 7
"""Words after a figure, past auxiliaries, in which a state tells that it counts persons."""


def scopes(page: Page) -> list[Scope | None]:
    """For each figure of the page, in order, what it counts; None where it counts nothing of interest."""
    found: list[Scope | None] = [None] * len(page.figures)
    places = places_of(page)
    for number, place in places.items():
        look_back(page, place, found, number)
        found[number] = _scope(page, place)
    for number in reversed(places):
        found[number] = found[number] or _shared(page, places, found, number)
    for number, place in places.items():
        whole = found[place.figure.whole] if place.figure.whole is not None else None
        if whole is not None:
            found[number] = replace(whole, rule="part of")
    return [scope if scope is None or scope.sort != "thing" else None for scope in found]


def _scope(page: Page, place: Place) -> Scope | None:
    for _, rule in RULES:
        scope = rule(page, place)
        if scope is not None:
            return scope
    return None


# ── rules, in order ──────────────────────────────────────────────────────────────────────────────


def _in_a_list(page: Page, place: Place) -> Scope | None:
    """ "in the regions of Kharkiv (5,771) and Donetsk (5,318)": the noun stands before the list, or after it."""
    before = page.text[max(place.figure.start - 2, 0) : place.figure.start].rstrip()
    after = page.text[place.figure.end : place.figure.end + 2].lstrip()
    if not before.endswith("(") or not after.startswith((")", ",")):
        return None
    nouns = [hit for hit in page.nouns(place.clause) if hit.value.plural and hit.value.sort != "thing"]
    earlier = [hit for hit in nouns if hit.last <= place.first]
    hit = earlier[0] if earlier else next((h for h in nouns if h.first >= place.last), None)
    if hit is None:
        return None
    scope = made(page, place, "list", hit, range(hit.first, hit.last))
    return replace(scope, own=place.clause, left=place.clause, item=True)


def _noun_after(page: Page, place: Place) -> Scope | None:
    """ "over 160,000 criminal cases", "thousands of individuals", "at least one fugitive military man"."""
    hit = walk(page, place)
    if hit is None or (not hit.value.name and _told_as_people(page, place, hit.last)):
        return None
    return made(page, place, "after", hit, range(place.last, hit.last))


def _told_as_people(page: Page, place: Place, position: int) -> bool:
    """ "300 beekeepers were evacuated": of things nobody says so."""
    norms = page.words.norms(position, min(place.after, position + NEAR_STATE))
    state = next((at for at, norm in enumerate(norms) if norm not in page.lexicon.sets["auxiliaries"]), len(norms))
    return 0 < state < len(norms) and norms[state] in page.lexicon.sets["person_states"]


def _number_of(page: Page, place: Place) -> Scope | None:
    """ "the total number of deserters … had surpassed 180,000", "the death toll rose to 40"."""
    left = range(place.before, place.first)
    for key in ("counts", "tolls"):
        hits = page.longest(page.lexicon.starts[key], left)
        for hit in reversed(hits):
            noun = hit_of_toll(hit) if key == "tolls" else first_noun(page, range(hit.last, place.first))
            if noun is not None and not _is_of_places(page, place):
                scope = made(page, place, "number of", noun, range(hit.first, place.first))
                return replace(scope, own=range(hit.first, place.after))
    return None


def _is_of_places(page: Page, place: Place) -> bool:
    """ "The number of attacks across 20 of its provinces"."""
    return place.first > place.before and page.words.norm(place.first - 1) in page.lexicon.sets["placing"]


def hit_of_toll(hit: Hit[str]) -> Hit[Noun]:
    return Hit(hit.first, hit.last, Noun(hit.value, "person", True))


def _state_after(page: Page, place: Place) -> Scope | None:
    """ "77 were killed", "40 missing", "405,000 South Sudanese have fled", "40 beekeepers were killed": persons that no
    list names."""
    if place.previous is not None and place.previous.sort == "thing":
        return None
    tokens, sets = page.words.tokens, page.lexicon.sets
    position = place.last
    while position < min(place.after, place.last + NEAR) and _is_name_of_people(page, position):
        position += 1
    if position == place.last and position + 1 < place.after and _told_as_people(page, place, position + 1):
        position += page.noun(position) is None and tokens[position].norm not in sets["auxiliaries"]
    helped = False
    for at in range(position, min(place.after, position + NEAR_STATE)):
        if BREAK.search(page.text[end_before(page, place, at) : tokens[at].start]):
            return None
        if tokens[at].norm in sets["states"] or (helped and page.cues(range(at, at + 1))):
            return _people(page, place, position, at)
        if tokens[at].norm not in sets["auxiliaries"]:
            return None
        helped = True
    return None


def _is_name_of_people(page: Page, position: int) -> bool:
    token = page.words.tokens[position]
    return page.text[token.start].isupper() and token.norm not in page.lexicon.sets["stops"]


def _people(page: Page, place: Place, position: int, state: int) -> Scope:
    """Persons named by a state alone, or by capitals that no list holds."""
    noun = Noun(page.words.tokens[state].norm, "person", True)
    scope = made(page, place, "state", Hit(state, state + 1, noun), range(place.last, state + 1))
    return replace(scope, text=page.phrase(place.last, position) or None)


def _people_named(page: Page, place: Place) -> Scope | None:
    """ "35,000 Brus of western Mizoram took shelter": a name in the plural, and a cue of what befalls persons."""
    at = place.last
    plural = at < place.after and page.words.norm(at).endswith(page.lexicon.words.lists["plural_endings"])
    if not plural or not page.text[page.words.span(at)[0]].isupper():
        return None
    if page.noun(at) is not None or page.places(range(at, at + 1)) or page.text[place.figure.end :][:1].strip():
        return None
    cues = page.cues(range(at, place.after))
    return _people(page, place, at + 1, at) if any(hit.value in page.lexicon.person_cues for hit in cues) else None


def _group_of(page: Page, place: Place) -> Scope | None:
    """ "A crowd of 3,000", "a town with a population of 4,500"."""
    if place.first - place.before < 2:
        return None
    group, of = page.words.norms(place.first - 2, place.first)
    if group not in page.lexicon.sets["collectives"] or of not in page.lexicon.sets["partitive"]:
        return None
    hit = Hit(place.first - 2, place.first - 1, Noun(group, "person", True))
    return made(page, place, "group of", hit, range(place.first - 2, place.first))


def _of_what(page: Page, place: Place) -> Scope | None:
    """ "Of the proceedings under article 407, 2,592 were closed"."""
    tokens, start = page.words.tokens, place.clause.start
    if place.before != start or place.first - start < 2 or tokens[start].norm not in page.lexicon.sets["partitive"]:
        return None
    noun = first_noun(page, range(start, min(place.first, start + MOST_MODIFIERS)))
    if noun is None or not noun.value.plural or not nothing_after(page, place):
        return None
    return replace(made(page, place, "of what", noun, range(noun.first, place.first)), text=None)


def _did(page: Page, place: Place) -> Scope | None:
    """ "414 were closed", "there were 35,624.": cases or events told of before, where a cue or nothing follows."""
    scope = place.previous or place.earlier or _told_before(page, place)
    if scope is None or scope.sort not in ("case", "event") or not nothing_after(page, place):
        return None
    tokens, sets = page.words.tokens, page.lexicon.sets
    helped = place.last < place.after and tokens[place.last].norm in sets["auxiliaries"]
    near = range(place.last, min(place.after, place.last + NEAR))
    before = tokens[place.first - 1].norm if place.first > place.before else ""
    ends = place.last >= place.after and before in sets["auxiliaries"] | sets["reaching"]
    return as_before(place, scope, "did") if ends or (helped and page.cues(near)) else None


def _told_before(page: Page, place: Place) -> Scope | None:
    """ "Proceedings were opened by the score. 2,592 were closed.": what the sentence before tells of."""
    number = page.sentence_at(place.first)
    if not number or page.sentences[number - 1].paragraph != page.sentences[number].paragraph:
        return None
    for hit in page.nouns(page.span(number - 1)):
        if hit.value.sort in ("case", "event") and hit.value.plural:
            return made(page, place, "did", hit, range(hit.first, hit.last))
    return None


def _follows_with(page: Page, place: Place) -> Scope | None:
    """ "Kharkiv leads with 5,771 cases. Dnipropetrovsk follows with 3,308, Zhytomyr with 2,433"."""
    scope = place.previous or place.earlier
    if scope is None or place.first <= place.before or not nothing_after(page, place):
        return None
    if page.words.norm(place.first - 1) not in page.lexicon.sets["giving"]:
        return None
    named = page.places(range(max(place.before, place.first - NEAR), place.first))
    return as_before(place, scope, "follows") if named else None


def _label(page: Page, place: Place) -> Scope | None:
    """ "Killed: 23" (and not "Police: 23 at the rally"), "Population evacuated 116,129", "Record desertions: 21,600 in
    October": a label of a few words, and nothing counted after the figure."""
    sentence = page.sentences[page.sentence_of(place.figure.start)]
    span = page.positions(sentence.start, sentence.end)
    titled = place.previous is None and nothing_after(page, place)
    colon = titled and page.text[max(place.figure.start - 2, 0) : place.figure.start].strip() == ":"
    ends = colon or place.last >= span.stop or page.text.startswith("(", place.figure.end + 1)
    if not ends or not 0 < place.first - span.start <= MOST_MODIFIERS:
        return None
    label = range(span.start if place.previous is None else place.before, place.first)
    if any(page.words.tokens[p].norm in page.lexicon.sets["auxiliaries"] for p in label):
        return None
    nouns = [hit for hit in page.nouns(label) if hit.value.plural]
    states = [p for p in label if page.words.tokens[p].norm in page.lexicon.sets["states"]]
    nouns = nouns or [Hit(p, p + 1, Noun(page.words.tokens[p].norm, "person", True)) for p in states]
    if not nouns or nouns[-1].value.sort == "thing":
        return None
    if colon and nouns[-1].value.sort == "person" and nouns[-1].value.name not in page.lexicon.sets["states"]:
        return None
    scope = made(page, place, "label", nouns[-1], label)
    return replace(scope, own=range(span.start, place.after), clause=span)


def _more_of_them(page: Page, place: Place) -> Scope | None:
    """ "Damaged 80 houses and destroyed 20 others": of things, no persons."""
    following = page.words.norm(place.last) if place.last < place.after else ""
    before = place.previous
    if before is None or before.sort == "person" or following not in page.lexicon.sets["again"]:
        return None
    if page.noun(place.last + 1) is not None if place.last + 1 < place.after else False:
        return None
    return as_before(place, before, "again")


def _or_share(page: Page, place: Place) -> Scope | None:
    """ "908, or 22 percent, were sent to prison": the share of what was just counted."""
    if not place.figure.is_share or place.previous is None or place.first <= place.before:
        return None
    joined = page.words.norm(place.first - 1) in page.lexicon.sets["joiners"]
    near = place.first - place.before <= MOST_MODIFIERS
    return as_before(place, place.previous, "or share") if joined and near else None


def _set_apart(page: Page, place: Place) -> Scope | None:
    """ "Most of the deaths, 394, were in one province": a figure between commas right behind its noun."""
    text, figure = page.text, place.figure
    if not text[: figure.start].endswith(", ") or text[figure.end : figure.end + 1] != "," or place.first < 2:
        return None
    position = place.first - 1
    hit = page.noun(position)
    if hit is None or hit.last != place.first or not hit.value.plural or hit.value.sort == "thing":
        return None
    own = range(place.last, place.after)
    return replace(made(page, place, "set apart", hit, range(position, place.first)), own=own)


def _again(page: Page, place: Place) -> Scope | None:
    """ "… of personnel and thousands more", "another 414 were closed": the noun of the figure before."""
    around = range(max(place.first - 2, place.before), min(place.last + 3, place.after))
    compared = page.hits(page.lexicon.starts["comparing"], range(max(place.first - 3, place.before), place.first))
    if not compared and not page.hits(page.lexicon.starts["again"], around):
        return None
    return as_before(place, place.previous or place.earlier, "again")


def _the_total(page: Page, place: Place) -> Scope | None:
    """ "The true number may surpass 50,000": the noun of the last figure, also of a sentence before."""
    left = range(place.before, place.first)
    if not page.hits(page.lexicon.starts["totals"], left) or _is_of_places(page, place):
        return None
    return as_before(place, place.previous or place.earlier, "the total")


def _noun_before(page: Page, place: Place) -> Scope | None:
    """ "new cases have come in at 17,000 per month": a figure that its subject reaches."""
    tokens, reaching = page.words.tokens, page.lexicon.sets["reaching"]
    beside = {token.norm for token in tokens[max(place.first - 1, place.before) : place.first + 1]}
    if beside.isdisjoint(reaching):
        return None
    left = page.nouns(range(place.before, place.first))
    nouns = [hit for hit in left if hit.value.plural and hit.last <= place.first]
    if not nouns or nouns[-1].value.sort == "thing":
        return None
    hit = nouns[-1]
    return replace(made(page, place, "before", hit, range(hit.first, place.first)), own=range(hit.first, place.after))


def _in_a_row(page: Page, place: Place) -> Scope | None:
    """ "90,000 proceedings: 59,606 for leaving and 29,521 for desertion": the noun of the figure before it."""
    following = page.words.tokens[place.last].norm if place.last < place.after else ""
    before = page.words.tokens[place.first - 1].norm if place.first > place.before else ""
    named = before in page.lexicon.sets["locative"] or before in page.lexicon.sets["determiners"]
    if named or place.figure.low == place.figure.high == 1 or following in page.lexicon.sets["joiners"]:
        return None
    return as_before(place, place.previous, "in a row")


def _left_out(page: Page, place: Place) -> Scope | None:
    """ "Kyiv recruits 11,000 for special units": a cue of the codebook right beside the figure, persons before it."""
    near = range(max(place.first - 2, place.before), min(place.last + 3, place.after))
    if not page.cues(near):
        return None
    nouns = page.nouns(range(place.clause.start, place.first))
    persons = [hit for hit in nouns if hit.value.sort == "person" and hit.value.plural]
    if not persons:
        return None
    scope = made(page, place, "left out", persons[0], range(persons[0].first, persons[0].last))
    return replace(scope, text=None)


RULES: tuple[tuple[str, Callable[[Page, Place], Scope | None]], ...] = (
    ("list", _in_a_list),
    ("more of them", _more_of_them),
    ("after", _noun_after),
    ("of what", _of_what),
    ("number of", _number_of),
    ("follows", _follows_with),
    ("did", _did),
    ("state", _state_after),
    ("people named", _people_named),
    ("group of", _group_of),
    ("set apart", _set_apart),
    ("or share", _or_share),
    ("again", _again),
    ("the total", _the_total),
    ("left out", _left_out),
    ("label", _label),
    ("before", _noun_before),
    ("in a row", _in_a_row),
)


def _shared(page: Page, places: dict[int, Place], found: list[Scope | None], number: int) -> Scope | None:
    """ "2,592 and 414 cases": a figure joined to the next by "and" has its noun."""
    place = places[number]
    after = next((n for n in range(number + 1, min(number + MOST_BACK, len(found))) if n in places), None)
    following = places[after] if after is not None else None
    if following is None or following.clause_start != place.clause_start:
        return None
    between = page.words.tokens[place.last : following.first]
    joined = len(between) <= 1 and all(token.norm in page.lexicon.sets["joiners"] for token in between)
    scope = found[after] if after is not None else None
    if not joined or scope is None:
        return None
    return replace(scope, rule="shared", left=range(place.before, place.first))
