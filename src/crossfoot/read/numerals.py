"""Every numeral of a text with its value: digits with any separator, number words, fractions, vague plurals.

One scan finds the pieces; a cursor walks over them and puts together what belongs together. What a numeral counts,
what hedges it and whether it is a figure at all is decided by `hedges`, `rejects` and `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from crossfoot.read.numberwords import NumberWords
from crossfoot.read.pieces import Piece, Span, fold, pieces
from crossfoot.records import Number

Form = Literal["digits", "words", "vague", "share", "ordinal", "odd", "range"]

__all__ = ["Numeral", "fold", "numerals"]

GAP_LIMIT = 24
_LETTERS = re.compile(r"[^\W\d_]+")
_DASHES = str.maketrans("-‑\u00a0", "   ")


@dataclass(slots=True)
class Numeral:
    """A numeral and what is known of it so far. `high` is None for vague plurals."""

    start: int
    end: int
    low: Number
    high: Number | None
    form: Form
    mantissa: Number
    scale: int = 1
    rule: str = ""
    plain: bool = False
    """Digits alone: no separator, no decimals, no scale."""
    start_all: int = 0
    """Where it starts with its sign and currency; `end_all` where it ends with its unit."""
    end_all: int = 0
    unit: str | None = None
    money: bool = False
    whole: Numeral | None = None
    index: int = -1


def numerals(folded: str, spans: Sequence[Span], words: NumberWords) -> list[Numeral]:
    """All numerals in order. Digits never run over the edge of a span (a date, say) that covers a part of them."""
    return list(_Cursor(folded, pieces(folded, spans, words), words).walk())


@dataclass(slots=True)
class _Run:
    """A cardinal while it is read: value so far, the last scale, the next piece."""

    value: Number
    scale: int
    mantissa: Number
    next: int


class _Cursor:
    """Walks over the pieces; each method reads one shape at piece `i` and says where it ends."""

    def __init__(self, folded: str, pieces: list[Piece], words: NumberWords) -> None:
        self.folded = folded
        self.pieces = pieces
        self.words = words
        self.small = words.small
        articles = "|".join(sorted(map(re.escape, self.small["articles"])))
        self.article = re.compile(rf"(?<!\w)(?:{articles})[ \n\u00a0-]\Z")
        self.linked = {
            "": "",
            **dict.fromkeys(self.small["and"], "and"),
            **{f"{a} {b}": "and a" for a in self.small["and"] for b in self.small["articles"]},
            **dict.fromkeys(self.small["articles"], "a"),
            **dict.fromkeys(self.small["of"], "of"),
            **{f"{a} {b}": "of a" for a in self.small["of"] for b in self.small["articles"]},
        }

    def walk(self) -> Iterator[Numeral]:
        i = 0
        while i < len(self.pieces):
            numeral, i = self._shape(i)
            if numeral is not None:
                yield numeral

    def _shape(self, i: int) -> tuple[Numeral | None, int]:
        kind = self.pieces[i].kind
        if kind in ("plain", "digits", "word", "part"):
            return self._cardinal(i)
        if kind == "scale":
            return self._scaled(i)
        readers = {"dozen": self._dozen, "fraction": self._fraction, "ordinal": self._ordinal, "vague": self._vague}
        if kind in readers:
            return readers[kind](i)
        piece = self.pieces[i]
        return self._make(i, i + 1, piece.value, "odd", "odd digits"), i + 1

    # what lies between two pieces
    def _link(self, i: int) -> str | None:
        """What joins piece i to the next one: "", "and", "a", "and a", "of", "of a"; None where nothing does."""
        if i + 1 >= len(self.pieces):
            return None
        start, end = self.pieces[i].end, self.pieces[i + 1].start
        if end - start > GAP_LIMIT:
            return None
        gap = self.folded[start:end]
        if gap == " ":
            return ""
        if gap.count("\n") > 1:
            return None
        return self.linked.get(" ".join(gap.translate(_DASHES).split()))

    def _is(self, i: int, *kinds: str) -> bool:
        return i < len(self.pieces) and self.pieces[i].kind in kinds

    def _make(self, i: int, stop: int, value: Number, form: Form, rule: str) -> Numeral:
        whole = int(value) if isinstance(value, float) and value.is_integer() and form != "share" else value
        return Numeral(self.pieces[i].start, self.pieces[stop - 1].end, whole, whole, form, whole, rule=rule)

    def _with_article(self, numeral: Numeral) -> bool:
        found = self.article.search(self.folded, max(numeral.start - 4, 0), numeral.start)
        if found:
            numeral.start = found.start()
        return found is not None

    # cardinals
    def _below_thousand(self, i: int) -> tuple[int, int]:
        value, i = self._below_hundred(i)
        if self._is(i, "scale") and self.pieces[i].value == 100 and self._link(i - 1) == "":
            value *= 100
            i += 1
            if self._is(i, "word") and self._link(i - 1) in ("", "and"):
                more, after = self._below_hundred(i)
                again = self._is(after, "scale") and self.pieces[after].value == 100 and self._link(after - 1) == ""
                if not again and more:
                    return value + more, after
        return value, i

    def _below_hundred(self, i: int) -> tuple[int, int]:
        value = int(self.pieces[i].value)
        if value >= 20 and self._is(i + 1, "word") and 0 < self.pieces[i + 1].value < 10 and self._link(i) == "":
            return value + int(self.pieces[i + 1].value), i + 2
        return value, i + 1

    def _scales(self, i: int) -> tuple[int, int]:
        """The scale words from piece i on: "hundred thousand" is one scale."""
        scale = 1
        while i < len(self.pieces) and self._link(i - 1) == "":
            piece = self.pieces[i]
            if piece.kind == "scale":
                scale *= int(piece.value)
            elif piece.kind == "vague" and self._word(piece) in self.words.plural_scales:
                scale *= self.words.plural_scales[self._word(piece)]
            elif piece.kind == "dozen":
                scale *= int(piece.value)
            else:
                break
            i += 1
        return scale, i

    def _word(self, piece: Piece) -> str:
        return self.folded[piece.start : piece.end]

    def _cardinal(self, i: int) -> tuple[Numeral, int]:
        first = self.pieces[i]
        if first.kind == "part":
            return self._part(i)
        value, stop = self._below_thousand(i) if first.kind == "word" else (first.value, i + 1)
        run = self._run(value, *self._scales(stop))
        share = self._share(i, run)
        if share is not None:
            return share
        if run.next == i + 1 and first.kind != "word":
            marked = self._marked(i)
            if marked is not None:
                return marked, i + 1
        form: Form = "words" if first.kind == "word" else "digits"
        numeral = self._make(i, run.next, run.value, form, "number words" if form == "words" else "digits")
        numeral.mantissa, numeral.scale = run.mantissa, run.scale
        numeral.plain = first.kind == "plain" and run.next == i + 1
        return numeral, run.next

    def _run(self, value: Number, scale: int, stop: int) -> _Run:
        """What follows the first group and its scale: halves, further groups ("and a half", "forty-eight")."""
        run = _Run(_times(value, scale), scale, value, stop)
        if self._halves(run):
            return run
        limit = scale
        while limit > 1 and self._is(run.next, "word", "plain") and self._link(run.next - 1) in ("", "and"):
            group = self.pieces[run.next]
            more, after = (int(group.value), run.next + 1) if group.kind == "plain" else self._below_thousand(run.next)
            times, after = self._scales(after)
            if more * times >= limit or more == 0 or (group.kind == "plain" and times == 1):
                break
            run.value += more * times
            run.scale = run.scale if times == 1 else times
            run.next, limit = after, times
        return run

    def _halves(self, run: _Run) -> bool:
        """ "two and a half [million]", "a million and a half", "2½", "two and three quarters"."""
        i = run.next
        if self._is(i, "part") and self._link(i - 1) == "":
            extra, stop = float(self.pieces[i].value), i + 1
        elif self._is(i, "fraction") and self._link(i - 1) == "and a":
            extra, stop = 1 / self.pieces[i].value, i + 1
        elif self._is(i, "word") and self._is(i + 1, "fraction") and self._link(i - 1) == "and" and self._link(i) == "":
            extra, stop = self.pieces[i].value / self.pieces[i + 1].value, i + 2
        else:
            return False
        if extra >= 1:
            return False
        scale, stop = self._scales(stop)
        if scale > 1 and run.scale > 1:
            return False
        run.value, run.next = run.value + extra * run.scale, stop
        if scale > 1:
            run.mantissa, run.scale = run.value, scale
            run.value = _times(run.value, scale)
        return True

    def _marked(self, i: int) -> Numeral | None:
        """Digits with a scale mark: "1.2m", "21k", "4 bn"."""
        piece = self.pieces[i]
        gap = 1 if self.folded[piece.end : piece.end + 1] in (" ", "\u00a0") else 0
        letters = _LETTERS.match(self.folded, piece.end + gap, piece.end + gap + 8)
        if letters is None or self.folded[letters.end() : letters.end() + 1].isalnum():
            return None
        mark = letters.group()
        scale = self.words.scale_marks.get(mark)
        if scale is None or (gap and len(mark) < 2) or self._is_metres(mark, letters.end()):
            return None
        numeral = self._make(i, i + 1, _times(piece.value, scale), "digits", "digits with a scale mark")
        numeral.end, numeral.mantissa, numeral.scale = letters.end(), piece.value, scale
        return numeral

    def _is_metres(self, mark: str, end: int) -> bool:
        if mark not in self.small["metres"]:
            return False
        tail = self.folded[end : end + 16].lstrip(" -")
        word = _LETTERS.match(tail)
        return tail[:1] == "(" or (word is not None and word.group() in self.small["metre_cues"])

    # shares
    def _share(self, i: int, run: _Run) -> tuple[Numeral, int] | None:
        """ "two-thirds", "one fifth", "three quarters of a million"."""
        j = run.next
        if not self._is(j, "fraction", "ordinal") or self._link(j - 1) != "" or run.scale != 1:
            return None
        under = int(self.pieces[j].value)
        word = self._word(self.pieces[j])
        plural = word.endswith("s") or self.pieces[j].kind == "fraction"
        if self.pieces[j].kind == "ordinal" and (run.value != 1 or under < 3):
            return self._compound_ordinal(i, run, j)
        if not plural and run.value != 1:
            return None
        if not isinstance(run.value, int) or not 0 < run.value <= under:
            return None
        return self._share_of(i, j + 1, run.value / under)

    def _compound_ordinal(self, i: int, run: _Run, j: int) -> tuple[Numeral, int] | None:
        """ "twenty-first"."""
        if isinstance(run.value, int) and run.value >= 20 and self.pieces[j].value < run.value:
            return self._make(i, j + 1, run.value + self.pieces[j].value, "ordinal", "ordinal words"), j + 1
        return None

    def _share_of(self, i: int, stop: int, share: float) -> tuple[Numeral, int]:
        """A share, or a count where a scale follows ("half a million", "three quarters of a million")."""
        link = self._link(stop - 1)
        if link in ("", "a", "of a", "of") and self._is(stop, "scale", "dozen"):
            factor = int(self.pieces[stop].value)
            more, after = self._scales(stop + 1)
            numeral = self._make(i, after, share * factor * more, "words", "part of a scale")
            numeral.mantissa, numeral.scale = share, factor * more
            return numeral, after
        return self._make(i, stop, share, "share", "fraction"), stop

    def _part(self, i: int) -> tuple[Numeral, int]:
        return self._share_of(i, i + 1, float(self.pieces[i].value))

    def _fraction(self, i: int) -> tuple[Numeral | None, int]:
        piece = self.pieces[i]
        numeral, stop = self._share_of(i, i + 1, 1 / piece.value)
        article = self._with_article(numeral)
        if numeral.form == "words":
            return numeral, stop
        word, follower = self._word(piece), self._following(piece.end)
        before = self._preceding(numeral.start)
        if (
            piece.value == 2
            and before not in self.small["not_halves"]
            and self.folded[piece.end : piece.end + 1] != "-"
        ):
            return numeral, stop
        if piece.value != 2 and article and follower in self.small["share_followers"]:
            return numeral, stop
        if word in self.words.fractions and follower in self.small["of"] and before not in self.small["not_halves"]:
            return numeral, stop
        numeral.form, numeral.rule = "ordinal", "part of a period or a game"
        return numeral, stop

    def _ordinal(self, i: int) -> tuple[Numeral | None, int]:
        piece = self.pieces[i]
        numeral = self._make(i, i + 1, piece.value, "ordinal", "ordinal words")
        if piece.value < 3:
            return numeral, i + 1
        before = self._preceding(piece.start)
        every = before in self.small["every"]
        if not every and before not in self.small["articles"]:
            return numeral, i + 1
        if not every and self._following(piece.end) not in self.small["share_followers"]:
            return numeral, i + 1
        share, stop = self._share_of(i, i + 1, 1 / piece.value)
        if every:
            share.start = self.folded.rfind(before, 0, piece.start)
            share.rule = "every nth"
        else:
            self._with_article(share)
        return share, stop

    # scales without a number in front
    def _scaled(self, i: int) -> tuple[Numeral, int]:
        """ "a hundred and twenty thousand", "several thousand", "hundred thousand"."""
        more, stop = self._scales(i + 1)
        scale = int(self.pieces[i].value) * more
        run = self._run(1, scale, stop)
        numeral = self._make(i, run.next, run.value, "words", "number words")
        numeral.mantissa, numeral.scale = 1, run.scale
        if not self._quantified(numeral, 2 * scale):
            self._with_article(numeral)
        return numeral, run.next

    def _dozen(self, i: int) -> tuple[Numeral, int]:
        numeral = self._make(i, i + 1, self.pieces[i].value, "words", "dozen")
        if not self._quantified(numeral, 2 * int(self.pieces[i].value)):
            self._with_article(numeral)
        return numeral, i + 1

    def _vague(self, i: int) -> tuple[Numeral | None, int]:
        """ "hundreds", "tens of thousands", "multiple thousands"."""
        piece = self.pieces[i]
        low, stop = int(piece.value), i + 1
        if (
            self._link(i) == "of"
            and self._is(stop, "vague")
            and self._word(self.pieces[stop]) in self.words.plural_scales
        ):
            low *= self.words.plural_scales[self._word(self.pieces[stop])]
            stop += 1
        elif self._link(i) == "of" and self._is(stop, "scale"):  # "hundreds of thousand", a slip
            low *= int(self.pieces[stop].value)
            stop += 1
        elif self._word(piece) in self.small["need_of"] and self._following(piece.end) not in self.small["of"]:
            return None, stop
        numeral = self._make(i, stop, low, "vague", "vague plural")
        if not self._quantified(numeral, low):
            numeral.high = None
        return numeral, stop

    def _quantified(self, numeral: Numeral, low: int) -> bool:
        """Takes in "several", "a few" … before a scale, which makes it vague."""
        window = self.folded[max(numeral.start - 28, 0) : numeral.start]
        if not window or window[-1] not in " -\n\u00a0":
            return False
        pieces = window.translate(_DASHES).split()
        for size in (3, 2, 1):
            phrase = " ".join(pieces[-size:])
            if len(pieces) >= size and phrase in self.small["quantifiers"]:
                for word in reversed(pieces[-size:]):
                    numeral.start = self.folded.rfind(word, 0, numeral.start)
                numeral.low, numeral.high, numeral.form, numeral.rule = low, None, "vague", "vague quantifier"
                return True
        return False

    def _following(self, end: int) -> str:
        tail = self.folded[end : end + 16].lstrip()
        letters = _LETTERS.match(tail)
        return letters.group() if letters else ""

    def _preceding(self, start: int) -> str:
        window = self.folded[max(start - 16, 0) : start]
        pieces = window.split()
        return pieces[-1].lstrip("(\"“‘'") if pieces and window[-1].isspace() else ""


def _times(value: Number, scale: int) -> Number:
    """value × scale without the dust of binary fractions: 1.1 million is 1,100,000."""
    if isinstance(value, int):
        return value * scale
    product = round(value * scale, 6)
    return int(product) if product.is_integer() else product
