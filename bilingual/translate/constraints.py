"""Lexical constraints: the terms, names and numbers that the English must have because the French
has them; which are missing, and the prefix of an English sentence that has the missing one.

A translation is made anew behind such a prefix, so that the sentence around the word fits it.
The place is that of the words which the model made of the French ones, by the word alignment of the
two texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bilingual.compare import Comparison, compare, english_facts
from bilingual.engines.alignment import AlignmentLink, aligned_span, shifted
from bilingual.glossary.terms import TermTable
from bilingual.language.names import NameMention
from bilingual.language.number_text import english_amount
from bilingual.language.words import is_common, is_ordinary

_ARTICLE: Final = re.compile(r"(?:^|(?<=\s))(?:the|an?)\s+$", re.IGNORECASE)
_INDEFINITE: Final = re.compile(r"(?:^|(?<=\s))(a)n?(?=\s+$)", re.IGNORECASE)
_VOWEL: Final = re.compile(
    r"(?!eu|u[bknrst][aeiou]|uni|one\b)[aeiou8]|11\b|18\b|hour|honou?r|heir", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CAPITAL_BEFORE: Final = re.compile(r"(?<![^\W_])[A-Z][^\W\d_]+ $")
_CAPITAL_AFTER: Final = re.compile(r" [A-Z][^\W\d_]+")
LONGER: Final = 1  # words that may stand instead of a term more than it has
_OPENING: Final = "\"'“‘«([-–—"


@dataclass(frozen=True, slots=True)
class Constraint:
    """The French `start:end` requires `write` in the English, after "the" if `article`."""

    start: int
    end: int
    french: str
    write: str
    kind: Literal["term", "name", "number"]
    article: bool = False


def unmet(french: str, english: str, terms: TermTable) -> list[Constraint]:
    """The missing items that can be written, in the order of the French. Where a term overlaps a
    name or number, only the term is kept."""
    pair = compare(french, english)
    constraints = [
        Constraint(m.start, m.end, m.text, m.english, "term") for m in pair.missing_terms(terms)
    ]
    constraints += _names(pair)
    constraints += _numbers(pair)
    taken: list[Constraint] = []
    for constraint in constraints:
        if all(constraint.end <= other.start or other.end <= constraint.start for other in taken):
            taken.append(constraint)
    return sorted(taken, key=lambda constraint: constraint.start)


def _names(pair: Comparison) -> list[Constraint]:
    """Missing names; neighbours ("Michel Barnier") are one, because they are said together."""
    french, constraints = pair.french.text, list[Constraint]()
    for mention in pair.names.missing:
        if not _writable(mention, french):
            continue
        write = mention.written or mention.text
        bare = write.removeprefix("the ")
        constraint = Constraint(
            mention.start, mention.end, mention.text, bare, "name", bare != write
        )
        if constraints and french[constraints[-1].end : constraint.start] == " ":
            constraint = _together(constraints.pop(), constraint)
        constraints.append(constraint)
    return constraints


def _together(left: Constraint, right: Constraint) -> Constraint:
    french, write = f"{left.french} {right.french}", f"{left.write} {right.write}"
    return replace(left, end=right.end, french=french, write=write)


def _writable(mention: NameMention, french: str) -> bool:
    """A name without an English form of its own is kept as it is, rather than invented. What
    English writes in several ways is left to the model, and so is a common word with a capital ("le
    Modèle standard") that stands alone."""
    if mention.written or mention.english:
        return bool(mention.written)
    if not all(is_common(word) for word in _WORD.findall(mention.text)):
        return True
    return bool(_CAPITAL_BEFORE.search(french, 0, mention.start)) or bool(
        _CAPITAL_AFTER.match(french, mention.end)
    )


def _numbers(pair: Comparison) -> list[Constraint]:
    return [
        Constraint(m.start, m.end, m.text, write, "number")
        for m in pair.numbers.missing
        if (write := english_amount(m))
    ]


def constrained_prefix(
    constraint: Constraint, english: str, alignment: Sequence[AlignmentLink], *, insert: bool = True
) -> str | None:
    """The English up to the place of the constraint, and what it requires; None without a place.

    Without `insert` also None where nothing came from the French words, which were left out.
    """
    place = aligned_span(constraint.start, constraint.end, english, alignment)
    if place is None or (place[0] == place[1] and not insert):
        return None
    return _written(constraint, english[: place[0]])


def spliced(
    constraint: Constraint, english: str, alignment: Sequence[AlignmentLink], *, alike: bool = False
) -> tuple[str, tuple[AlignmentLink, ...]] | None:
    """The English with what is required instead of the words that came from it, and its alignment;
    None where no words came from it, where they are no number, and where they are many more than
    those of the term.

    With `alike` only a number for another and a name for what can only be one.
    """
    start, end = aligned_span(constraint.start, constraint.end, english, alignment) or (0, 0)
    replaced = english[start:end]
    if not replaced or (constraint.kind == "number" and not _number_or_copy(constraint, replaced)):
        return None
    if constraint.kind == "term" and len(replaced.split()) > len(constraint.write.split()) + LONGER:
        return None
    if alike and not _alike(constraint, replaced):
        return None
    opening = _written(constraint, english[:start])
    new = AlignmentLink(
        len(opening) - len(constraint.write), len(opening), constraint.start, constraint.end
    )
    return opening + english[end:], shifted(alignment, end, new)


def _number_or_copy(constraint: Constraint, replaced: str) -> bool:
    """The model at times leaves a French number as it is: "Dix", "Vendredi", "6h30"."""
    return (
        bool(english_facts(replaced).numbers) or replaced.casefold() == constraint.french.casefold()
    )


def _alike(constraint: Constraint, replaced: str) -> bool:
    """Whether the words can be replaced directly. Terms never can: the words around them must fit,
    so the model translates the sentence first."""
    if constraint.kind == "term":
        return False
    if constraint.kind == "number":
        return len(english_facts(replaced).numbers) <= 1
    words = _WORD.findall(replaced)
    return bool(words) and all(word[0].isupper() and not is_ordinary(word) for word in words)


def _written(constraint: Constraint, before: str) -> str:
    """The words before, a wrong article mended, and what the constraint requires."""
    opened, write = before.rstrip(), constraint.write
    joint = "" if opened and opened == before and opened[-1] in _OPENING else " "
    if constraint.kind == "name":
        opened = _ARTICLE.sub("", opened + " ").rstrip()
        article = constraint.article and not opened.endswith(("'s", "’s"))
        write = f"the {write}" if article else write
    elif _INDEFINITE.search(opened + " "):
        opened = _INDEFINITE.sub(r"\1n" if _VOWEL.match(write) else r"\1", opened + " ").rstrip()
    if not opened.strip(_OPENING):
        return opened + write[:1].upper() + write[1:]
    return opened + joint + write
