"""Numerals written in words: the grammar that adds up the words of number_lexicon.

`compose` reads a numeral that starts at a given token ("soixante-dix-sept", "two hundred and five",
"235,3 milliards", "une dizaine de milliers") and says its value and where it ends. Values are
`Fraction`s; a float never stands for one. Left out: years read in pairs ("nineteen eighty-four")
and Roman numerals without the French ordinal ending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple, cast

from bilingual.language.number_lexicon import DECADES_EN, ENGLISH, FRENCH, Lexicon

Kind = Literal[
    "cardinal", "ordinal", "percent", "money", "time", "year", "day", "month", "weekday",
    "fraction", "decade", "identifier", "spoken",
]  # fmt: skip


class Token(NamedTuple):
    """A run of digits with separators, or of letters: then `value` is None, `word` lower case."""

    start: int
    end: int
    word: str
    value: Fraction | None = None


class Numeral(NamedTuple):
    """`value` of the tokens up to `end` (a token index, exclusive).

    `certain` is False when the words often mean no number ("un", "hundreds", "first", "half"): such
    a numeral may be the counterpart of another, but its absence says nothing. `others` are further
    values the same words can have.
    """

    value: Fraction
    end: int
    kind: Kind = "cardinal"
    certain: bool = True
    others: tuple[Fraction, ...] = ()


class NumberMention(NamedTuple):
    """A number at `text[start:end]`.

    `others` are further values the same words can have ("une dizaine" is also a dozen, "18 heures"
    also 6 p.m.). `certain` is False where the word often means no number ("un", "first", "half"):
    its absence proves nothing. `unit` is "%", an ISO currency or "". A time
    "spoken" is of either half of the day.
    """

    start: int
    end: int
    text: str
    value: Fraction
    kind: Kind
    unit: str = ""
    certain: bool = True
    others: tuple[Fraction, ...] = ()


_GAP = re.compile(r"\s{1,2}|[-\u2010\u2011]")


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether only white space or one hyphen (none before digits) stands between two tokens."""
    gap = text[left.end : right.start]
    if gap == " ":  # nearly always
        return True
    return bool(_GAP.fullmatch(gap)) and not (right.value is not None and not gap.isspace())


def _follows(text: str, tokens: Sequence[Token], index: int) -> str:
    """The word at `index` when it is joined to the token before it, else ""."""
    if not 0 < index < len(tokens) or tokens[index].value is not None:
        return ""
    return tokens[index].word if joined(text, tokens[index - 1], tokens[index]) else ""


def _fits(current: Fraction, value: int, last: int, french: bool) -> bool:
    """Whether a unit or ten can be added: 20+3 yes, 3+20 no, and in French 60+17, 80+13, 10+7."""
    if current == 0:
        return True
    if last == 100:
        return value < 100
    if french and last in (60, 80):
        return 0 < value < 20
    if french and last == 10:
        return 7 <= value <= 9
    return last >= 20 and 0 < value < 10


def _below_thousand(
    text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon
) -> tuple[Fraction, int, Kind] | None:
    """Units, tens and hundreds in words: value, end and kind (an ordinal ends it)."""
    current, last, end = Fraction(0), 0, index
    french = lexicon is FRENCH
    while end < len(tokens):
        step = end
        word = tokens[step].word if step == index else _follows(text, tokens, step)
        if word == lexicon.joiner and step > index and (last >= 20 or last == 100):
            step += 1
            word = _follows(text, tokens, step)
            after = _follows(text, tokens, step + 1)
            # "between two hundred and five hundred": the second numeral is one of its own.
            if after in lexicon.hundred or (french and word not in ("un", "une", "unième", "onze")):
                break
        ordinal = lexicon.ordinals.get(word)
        value = lexicon.units.get(word, ordinal if ordinal is not None and ordinal < 100 else None)
        if french and last == 4 and value == 20:
            current, last = current + 76, 80
        elif ordinal == 100 or word in lexicon.hundred:
            if last >= 100 or current >= 100:
                break
            current, last = (current or Fraction(1)) * 100, 100
        elif ordinal is not None and ordinal >= 1000 and current < 1000:
            current = (current or Fraction(1)) * ordinal
        elif value is not None and _fits(current, value, last, french):
            if current and value == 0:
                break
            current, last = current + value, value
        else:
            break
        end = step + 1
        if ordinal is not None:
            return current, end, "ordinal"
        if value == 0:
            break
    return (current, end, "cardinal") if end > index else None


def _group(
    text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon
) -> tuple[Numeral, int] | None:
    """Digits, or words below 1,000, with their scales ("235,3 milliards"), and the last one."""
    if index >= len(tokens):
        return None
    value, end, kind = Fraction(1), index, "cardinal"
    digits = tokens[index].value
    if digits is not None:
        value, end = digits, index + 1
    else:
        words = _below_thousand(text, tokens, index, lexicon)
        if words is not None:
            value, end, kind = words
    bare, last = end == index, 1
    while kind == "cardinal" and end < len(tokens):
        word = tokens[end].word if end == index else _follows(text, tokens, end)
        scale = lexicon.scales.get(word, 0)
        if scale <= last or value >= 10**12:
            break
        value, last, end = value * scale, scale, end + 1
    if end == index:
        return None
    # A scale that nothing counts ("millions") is vague; French "mille" is a numeral.
    certain = not bare or tokens[index].word == "mille"
    return Numeral(value, end, cast(Kind, kind), certain), last


def _scaled(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Numeral | None:
    """Groups of falling scale added up: "deux millions trois cent mille", "mil neuf cent"."""
    first = _group(text, tokens, index, lexicon)
    if first is None:
        return None
    numeral, scale = first
    while scale > 1 and numeral.kind == "cardinal":
        start = numeral.end
        if lexicon is ENGLISH and _follows(text, tokens, start) == lexicon.joiner:
            start += 1
        if start >= len(tokens) or not joined(text, tokens[start - 1], tokens[start]):
            break
        following = _group(text, tokens, start, lexicon)
        if following is None or not following[0].certain or following[0].value >= scale:
            break
        # "240,1 milliards un an": after digits only digits, or words with a scale.
        if tokens[index].value is not None and tokens[start].value is None and following[1] == 1:
            break
        group, scale = following
        total = numeral.value + group.value
        numeral = Numeral(total, group.end, group.kind)
    return numeral


def _collective(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Numeral | None:
    """ "une vingtaine", "two dozen", "une dizaine de milliers"; vague without a numeral."""
    head = tokens[index]
    count, end = Fraction(1), index
    certain = (
        head.word in lexicon.articles
        or lexicon.units.get(head.word, 0) > 1
        or head.value is not None
    )
    if certain:
        count = head.value if head.value is not None else Fraction(lexicon.units.get(head.word, 1))
        end += 1
    word = _follows(text, tokens, end) if certain else head.word
    values = lexicon.collectives.get(word)
    if values is None:
        return None
    end += 1
    scale = 1
    if _follows(text, tokens, end) in lexicon.of:
        scale = lexicon.scales.get(_follows(text, tokens, end + 1), 1)
        end += 2 if scale > 1 else 0
    first, *others = (count * value * scale for value in values)
    return Numeral(first, end, "cardinal", certain, tuple(others))


def _with_parts(text: str, tokens: Sequence[Token], numeral: Numeral, lexicon: Lexicon) -> Numeral:
    """What may follow a cardinal: a half, a denominator, a span of years."""
    end, value = numeral.end, numeral.value
    word = _follows(text, tokens, end)
    # "two and a half million", "deux millions et demi"
    if word == lexicon.joiner:
        skip = 2 if _follows(text, tokens, end + 1) in ("a", "one") else 1
        if _follows(text, tokens, end + skip) in lexicon.half[1:]:
            end += skip + 1
            scale = lexicon.scales.get(_follows(text, tokens, end), 0)
            if scale:
                return Numeral((value + Fraction(1, 2)) * scale, end + 1)
            part = next(
                (s for s in sorted(lexicon.scales.values(), reverse=True) if value % s == 0), 1
            )
            return Numeral(value + Fraction(part, 2), end, others=(value + Fraction(1, 2),))
    denominator = lexicon.denominators.get(word, 0)
    if denominator and value.denominator == 1 and value < 100:
        return Numeral(value / denominator, end + 1, "fraction", value > 1)
    if word in lexicon.spans:
        years = value * lexicon.spans[word]
        return Numeral(value, end + 1, "cardinal", numeral.certain, (years,))
    return numeral


def _plain(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Numeral | None:
    """The longest numeral at token `index`, before the nouns around it are looked at."""
    head = tokens[index]
    if numeral := _collective(text, tokens, index, lexicon):
        return numeral
    article = head.word in lexicon.articles
    follower = _follows(text, tokens, index + 1) if article else ""
    # French counts hundreds without an article: "un cent" is a coin.
    if article and (
        follower in lexicon.scales or (follower in lexicon.hundred and lexicon is ENGLISH)
    ):
        scaled = _scaled(text, tokens, index + 1, lexicon)
        if scaled is not None:
            counted = Numeral(scaled.value, scaled.end)
            return _with_parts(text, tokens, counted, lexicon)
    if article and follower in lexicon.denominators and head.word in ("a", "an", "un", "une"):
        value = Fraction(1, lexicon.denominators[follower])
        return Numeral(value, index + 2, "fraction", False, (1 / value,))
    scaled = _scaled(text, tokens, index, lexicon)
    if scaled is not None and scaled.kind == "cardinal":
        scaled = _with_parts(text, tokens, scaled, lexicon)
    if scaled is not None and (scaled.end > index + 1 or head.word not in lexicon.uncertain):
        return scaled
    values = lexicon.uncertain.get(head.word)
    if values is not None:
        return Numeral(values[0], index + 1, "cardinal", False, values[1:])
    if lexicon is ENGLISH and head.word in DECADES_EN:
        value = Fraction(DECADES_EN[head.word])
        return Numeral(value, index + 1, "decade", False, (value + 1900,))
    return None


_DEFINITE = frozenset(
    {"les", "tous", "toutes", "ces", "leurs", "nos", "vos", "mes", "ses", "aux", "des"}
)
_WEEKS = {Fraction(8): (Fraction(7), Fraction(1)), Fraction(15): (Fraction(14), Fraction(2))}


def compose(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Numeral | None:
    """The longest numeral that starts at token `index`, or None; tokens looked at are bounded.

    Customs of speech ("quinze jours" for two weeks) become `others`; "les deux" is uncertain
    because English says "both", "they" or nothing.
    """
    if _stands_alone(tokens, index, lexicon):
        numeral = _alone(tokens[index].word, lexicon is FRENCH)
        end = index + 1
    else:
        numeral = _plain(text, tokens, index, lexicon)
        end = numeral.end if numeral else index
    if numeral is None:
        return None
    value, _, kind, certain, others = numeral
    if kind == "cardinal" and lexicon is FRENCH:
        before = tokens[index - 1].word if index else ""
        certain = certain and not (before in _DEFINITE and value == 2)
        days = end < len(tokens) and tokens[end].word == "jours"
        if days and _follows(text, tokens, end) and value in _WEEKS:
            others = (*others, *_WEEKS[value])
    return Numeral(value, end, kind, certain, others)


def _stands_alone(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether nothing behind a word can carry on a numeral: most words have no such thing."""
    if tokens[index].value is not None:
        return False
    if index + 1 == len(tokens):
        return True
    after = tokens[index + 1]
    return after.value is None and after.word not in lexicon.within


@cache
def _alone(word: str, french: bool) -> Numeral | None:
    """What one of the words that begin numerals means by itself."""
    token = Token(0, len(word), word)
    return _plain(word, (token,), 0, FRENCH if french else ENGLISH)
