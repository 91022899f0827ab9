"""Numbers by value in French and English text.

    235,3 milliards = 235.3 billion    1 300 = 1,300    2 % = two percent    69e = 69th    XXIe
    siècle = 21st century 18 h 30 = 6:30 p.m.    une dizaine = about ten    deux tiers = two-thirds
    les années 1990 = the 1990s

Every mention keeps its span, so that a later stage can point at it or repair it. Values are
`Fraction`s in the base unit (235,3 milliards is 235300000000; a time is hours since midnight). Left
out: conversions of units (km to miles), units other than percent and the great currencies, signs (a
fall of 2% is -2%), Roman numerals of kings and wars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bilingual.language.dates import DateMention, find_dates_en, find_dates_fr
from bilingual.language.number_forms import Form, read_form, readings, tokenize, with_unit
from bilingual.language.number_lexicon import ENGLISH, FRENCH, Lexicon
from bilingual.language.number_phrases import in_phrases
from bilingual.language.number_words import NumberMention, Token, compose

__all__ = ["NumberMention", "find_numbers_en", "find_numbers_fr"]


def find_numbers_fr(text: str) -> list[NumberMention]:
    """Numbers of a French text, in order, not overlapping; each part of a date is one."""
    return _find(text, FRENCH, find_dates_fr(text))


def find_numbers_en(text: str) -> list[NumberMention]:
    """Numbers of an English text, in order, not overlapping; each part of a date is one."""
    return _find(text, ENGLISH, find_dates_en(text))


def _find(text: str, lexicon: Lexicon, dates: Sequence[DateMention]) -> list[NumberMention]:
    found = list(_date_mentions(text, dates))
    spans = [(mention.start, mention.end) for mention in found]
    tokens = tokenize(text, lexicon)
    if spans:
        tokens = list(_outside(tokens, spans))
    scanned = list(_scan(text, tokens, lexicon))
    found.extend(in_phrases(text, scanned, lexicon) if scanned else ())
    return sorted(found, key=lambda mention: mention.start)


def _date_mentions(text: str, dates: Sequence[DateMention]) -> Iterator[NumberMention]:
    for date in dates:
        numeric = (
            date.text[:1].isdigit()
            and date.text[-1:].isdigit()
            and not re.search(r"[^\W\d]", date.text)
        )
        day, month = date.get("day"), date.get("month")
        # 01/02/2025 is read either way round in English: only what no reading allows is an error.
        swapped = (
            {"day": month, "month": day}
            if numeric and day and month and max(day, month) <= 12
            else {}
        )
        for piece in date.pieces:
            other = swapped.get(piece.kind)
            others = (Fraction(other),) if other is not None else ()
            words = text[piece.start : piece.end]
            yield NumberMention(
                piece.start, piece.end, words, Fraction(piece.value), piece.kind, others=others
            )


def _outside(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """Tokens that do not overlap the spans (both in text order)."""
    remaining = iter([*spans, (1 << 62, 1 << 62)])
    start, end = next(remaining)
    for token in tokens:
        while token.start >= end:
            start, end = next(remaining)
        if token.end <= start:
            yield token


_ROMAN = re.compile(r"[IVX]+(?=(?:e|è|er|ème|eme|ième)s?\b)|[IVX]+(?=[\s\u00a0]+siècles?\b)")
# Of a king, a war, a summit: the other language may say it in words, or not at all.
_ROMAN_ALONE = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![\w'’-])")
_ROMAN_END = re.compile(r"(?:er|i?[èe]me|e|è)s?(?![^\W_])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def _scan(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[NumberMention]:
    index = 0
    previous: NumberMention | None = None
    heads = lexicon.heads
    while index < len(tokens):
        start, _, word, digits = tokens[index]
        # Most words are no part of any number.
        if digits is None and word not in heads and text[start] not in _ROMAN_VALUES:
            index += 1
            continue
        form, index = _form_at(text, tokens, index, lexicon)
        if form is None:
            continue
        form = _decade_or_range(text, form, previous, lexicon)
        # The sign of "0€0" belongs to one number, the first.
        start = max(form.start, previous.end if previous is not None else 0)
        previous = NumberMention(
            start, form.end, text[start : form.end],
            form.value, form.kind, form.unit, form.certain, form.others,
        )  # fmt: skip
        yield previous


def _form_at(
    text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon
) -> tuple[Form | None, int]:
    """The number that starts at a token, and the index of the token after it."""
    token = tokens[index]
    base: Form | None = None
    if token.value is not None:
        base, open_ended = read_form(text, token, lexicon)
        if not open_ended:
            return with_unit(text, base), _after(tokens, index, base.end)
        if index + 1 == len(tokens) or tokens[index + 1].word not in lexicon.within:
            return (form := with_unit(text, base)), _after(tokens, index, form.end)
    elif text[token.start] in _ROMAN_VALUES and (roman := _roman(text, token, lexicon)):
        return roman, _after(tokens, index, roman.end)
    elif token.word not in lexicon.heads:
        return None, index + 1
    numeral = compose(text, tokens, index, lexicon)
    if numeral is None:
        return None, index + 1
    end = tokens[numeral.end - 1].end
    if base is not None and numeral.end == index + 1:
        return (form := with_unit(text, base)), _after(tokens, index, form.end)
    start = base.start if base is not None else token.start
    others = numeral.others
    if base is not None and numeral.kind == "cardinal":
        # The other reading of the digits is scaled with them: "1,300 million".
        first = Fraction(token.value or 1) or Fraction(1)
        factor = numeral.value / first
        others += tuple(other * factor for other in readings(token.word, lexicon is ENGLISH)[1:])
    form = Form(start, end, numeral.value, numeral.kind, "", numeral.certain, others)
    form = with_unit(text, form)
    return form, max(numeral.end, _after(tokens, index, form.end))


def _after(tokens: Sequence[Token], index: int, end: int) -> int:
    index += 1
    while index < len(tokens) and tokens[index].start < end:
        index += 1
    return index


def _roman(text: str, token: Token, lexicon: Lexicon) -> Form | None:
    """ "XXIe" and "XXI siècle"; alone, as in "the VI summit", it proves nothing."""
    if token.start and text[token.start - 1].isalnum():
        return None
    match = _ROMAN.match(text, token.start) if lexicon is FRENCH else None
    if match is None:
        alone = _ROMAN_ALONE.match(text, token.start)
        return alone and Form(*alone.span(), _roman_value(alone[0]), "ordinal", certain=False)
    ending = _ROMAN_END.match(text, match.end())
    end = ending.end() if ending else match.end()
    return Form(token.start, end, _roman_value(match[0]), "ordinal")


def _roman_value(letters: str) -> Fraction:
    total, largest = 0, 0
    for letter in reversed(letters[:12]):
        value = _ROMAN_VALUES[letter]
        total += value if value >= largest else -value
        largest = max(largest, value)
    return Fraction(total)


_DECADE_FR = re.compile(r"\bann[ée]es\s+(?:[0-9]{2,4}[\s,]*+(?:(?:et|ou|à|-)\s*+)?)?$")
_YEAR_DASH = re.compile(r"[-–/]$")


def _decade_or_range(
    text: str, form: Form, previous: NumberMention | None, lexicon: Lexicon
) -> Form:
    """Forms that need what stands before them: "les années 90", "'98", and the "13" of 2012-13."""
    before = text[max(0, form.start - 24) : form.start]
    value = form.value
    decade = lexicon is FRENCH and form.kind in ("cardinal", "year") and _DECADE_FR.search(before)
    if decade and value % 10 == 0 and 0 <= value < 2100:
        others = (value + 1900, value + 2000) if value < 100 else (value - 1900, value - 2000)
        return Form(
            form.start, form.end, value, "decade", "", form.certain, (*form.others, *others)
        )
    if (
        0 <= value < 100
        and previous is not None
        and previous.kind == "year"
        and previous.end == form.start - 1
    ) and _YEAR_DASH.search(before):
        full = previous.value - previous.value % 100 + value
        return Form(form.start, form.end, value, form.kind, form.unit, form.certain, (full,))
    if (
        before.endswith(("'", "’"))
        and not before[-2:-1].isalnum()
        and form.kind == "cardinal"
        and 0 <= value < 100
    ):
        return Form(
            form.start, form.end, value, "year", "", form.certain, (value + 1900, value + 2000)
        )
    return form
