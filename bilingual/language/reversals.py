"""Where the English seems to say the opposite: a negation that is gone, or the opposite of a French word.

The words are those of data/opposites.tsv. A word counts when the French has it and not its opposite, the English has
the opposite and nothing that says the same, and both or neither deny something: "not allowed" is *interdit*. Left out:
what is denied, how many negations there are, and negations in questions, which may be put either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

MAX_WORDS: Final = 600

_WORD: Final = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_STEM: Final = range(2, 14)  # letters before a star


def _any(*words: str) -> re.Pattern[str]:
    """One of some whole words, given as patterns with spaces between."""
    return re.compile(
        rf"(?<![\w'-])(?:{'|'.join(' '.join(words).split())})(?![\w-])", re.IGNORECASE
    )


# "at least", "the Prime Minister", "above all": the words are there and do not mean what they mean alone.
_SET_PHRASES: Final = re.compile(
    r"\b(?:(?:au|du|à|plus ou) moins|(?:non|en|de|d'autant|ne|n'\w+) plus|plus (?:tard|tôt)|premi\w+ ministres?"
    r"|(?:tout d'|d')abord|en premier lieu|la première fois|premier plan|ces derni\w+|avant tout|en avant|après tout"
    r"|d'après|haut lieu|tout bas|là-bas|en bas|en haut)\b",
    re.IGNORECASE,
)
# "ne" and its other half in the clause; "que" before that half makes it "only". What stands before "ne" may ask for
# one that denies nothing ("avant qu'il ne parte").
_DENIES: Final = re.compile(
    r"(?<![\w'-])(?:ne\s|n')(?:(?!\bqu[e'])[^.;:!?()\"«»]){0,60}?"
    r"(?<![\w-])(?<!non )(pas|plus|jamais|rien|personne|aucune?|guère|ni|nul(?:le)?|nullement)(?![\w-])"
    r"(?!\s+(?:non plus|seulement|que\b|qu'|tard))",
    re.IGNORECASE,
)
_EMPTY: Final = re.compile(
    r"\b(?:avant|moins|plus|mieux|pire|autre\w*|crai\w+|peur|risque\w*|empêch\w+|évit\w+|tant|non plus)\b[^.;:!?]*$",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(r"(?:ne\s|n')[^.;:!?]{0,25}\b(?:cess|arrêt)", re.IGNORECASE)
_FRENCH_NOT: Final = _any(r"n'\w+ ne non pas sans ni aucune? jamais rien")
_NOT: Final = (
    r"not no non never none nobody nothing neither nor nowhere no-one cannot without \w+n't unable"
)
_ENGLISH_NOT: Final = _any(_NOT)
# What a negation may turn into: "the choice is small", "she refuses to", "a dead end".
_ENGLISH_DENIES: Final = _any(
    _NOT,
    r"unless hardly barely scarcely rarely little few less least anymore rather only far yet too fail\w* lack\w* refus\w*",
    r"den(?:y|ie[ds]|ial|ying) avoid\w* prevent\w* reject\w* neglect\w* miss\w* absen\w* stop\w* ceas\w* dead loath",
    r"devoid hard non-\w+ mis\w{4,} \w{3,}less un(?!der|til|it|i[ao]|iv|iq|ion)\w{3,} im(?:poss|prob|matur)\w*",
    r"in(?:cap|ab|acc|act|adeq|conc|cons|corr|dep|eff|exp|nocent|suff|val|vis)\w* i(?:lleg|rre)\w*",
    r"dis(?:agr|app|bel|cont|lik|miss|pleas|reg)\w*",
)


@dataclass(frozen=True, slots=True)
class Reversal:
    """The French word or words, and the English that says the opposite; "" where a negation is gone."""

    french: str
    english: str


class _Lists(NamedTuple):
    """Whole words and beginnings of words -> poles. A pole is a number; 2n and 2n + 1 are opposites."""

    whole: dict[str, tuple[int, ...]]
    beginnings: dict[str, tuple[int, ...]]

    def add(self, word: str, pole: int) -> None:
        table = self.beginnings if word.endswith("*") else self.whole
        key = word.removesuffix("*")
        table[key] = (*table.get(key, ()), pole)

    def find(self, words: Iterable[str]) -> dict[int, str]:
        """Poles that the words name, each with the first such word."""
        found: dict[int, str] = {}
        for word in words:
            for pole in self._poles(word):
                found.setdefault(pole, word)
        return found

    def _poles(self, word: str) -> Iterator[int]:
        yield from self.whole.get(word, ())
        for end in range(_STEM.start, min(len(word) + 1, _STEM.stop)):
            yield from self.beginnings.get(word[:end], ())


class _Tables(NamedTuple):
    """The words of the French, the English words that prove a pole, and those that only excuse it."""

    french: _Lists
    english: _Lists
    bracketed: _Lists


@lru_cache(maxsize=1024)
def reversals(french: str, english: str) -> tuple[Reversal, ...]:
    """What the English seems to say the other way round, in the order of the French; for any strings, in linear time.

    >>> reversals("Les prix ont baissé.", "Prices have risen."), reversals("Il ne viendra pas.", "He will come.")
    ((Reversal(french='baissé', english='risen'),), (Reversal(french='ne … pas', english=''),))
    """
    french, english = french.replace("’", "'"), english.replace("’", "'")
    denied = _denial(french)
    opposed = tuple(_opposed(french, english))
    if denied and not _ENGLISH_DENIES.search(english):
        return () if opposed else (Reversal(denied, ""),)
    both = bool(_FRENCH_NOT.search(french)) == bool(_ENGLISH_NOT.search(english))
    return opposed if both else ()


def _denial(french: str) -> str:
    """The first negation that is one, "" where there is none; a question may be put either way."""
    if french.rstrip(" \"'»”)").endswith("?"):
        return ""
    for match in _DENIES.finditer(french):
        before = french[max(0, match.start() - 60) : match.start()]
        if not _EMPTY.search(before) and not _GOES_ON.match(french, match.start()):
            return f"{match[0].split(maxsplit=1)[0][:2].lower()} … {match[1].lower()}"
    return ""


def _opposed(french: str, english: str) -> Iterator[Reversal]:
    tables = _tables()
    said = tables.french.find(_words(_SET_PHRASES.sub(" ", french)))
    if not said:
        return
    parts = list(_parts(english))
    proved, excused = tables.english.find(parts), tables.bracketed.find(parts)
    for pole, word in said.items():
        other = pole ^ 1
        if other in proved and other not in said and pole not in proved and pole not in excused:
            yield Reversal(word, proved[other])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())[:MAX_WORDS]


def _parts(text: str) -> Iterator[str]:
    """Words, and the parts of those with hyphens."""
    for word in _words(text):
        yield word
        if "-" in word:
            yield from word.split("-")


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    tables = _Tables(*(_Lists({}, {}) for _ in _Tables._fields))
    text = files("bilingual").joinpath("data/opposites.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    for number, (french, english, other_french, other_english) in enumerate(rows):
        for pole, cells in (
            (2 * number, (french, english)),
            (2 * number + 1, (other_french, other_english)),
        ):
            for word in cells[0].split():
                tables.french.add(word, pole)
            for word in cells[1].split():
                bare = word.strip("()")
                (tables.english if bare == word else tables.bracketed).add(bare, pole)
    return tables
