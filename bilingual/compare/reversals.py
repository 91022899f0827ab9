"""Where the English seems to say the opposite: a negation gone, or a French word turned round.

The words are those of data/opposites.tsv. A word counts when the French has it and not its
opposite, and the English has the opposite and nothing that may say the same; not in a clause that
denies something, for "not allowed" is *interdit*. Left out: how many negations there are, negations
in sentences that ask something, and set phrases that only look like one ("il n'est pas rare que").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, repeat
from typing import Final, NamedTuple

from bilingual.language.names import MAX_WORDS
from bilingual.language.words import data_rows

_WORD: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_STEM: Final = range(2, 14)  # letters before a star


def _any(*words: str) -> re.Pattern[str]:
    """One of some whole words, given as patterns with spaces between."""
    return re.compile(
        rf"(?<![\w'-])(?:{'|'.join(' '.join(words).split())})(?![\w-])", re.IGNORECASE
    )


# "at least", "the Prime Minister", "above all": the words do not mean what they mean alone.
_SET_PHRASES: Final = re.compile(
    r"\b(?:(?:au|du|à|plus ou|en) moins|(?:non|en|de|d'autant|ne|n'\w+) plus|plus (?:tard|tôt)"
    r"|premi\w+ ministres?"
    r"|(?:matières|eaux?) premières?|(?:tout d'|d')abord|en premier lieu|la première fois|premier "
    r"plan|ces derni\w+"
    r"|avant tout|en avant|après tout|d'après|hauts? (?:lieux?|débit)|là-bas|en bas|en haut"
    r"|tout bas|huis clos"
    r"|enseignement supérieur|vente aux enchères|start-up|au départ d[eu']|at least|high school"
    r"|prime ministers?"
    r"|(?:avant|après|haut|bas|sous|contre|demi|mi|moins|plus)-\w+"
    r"|year-?old|no longer|more or less|behind closed doors)\b",
    re.IGNORECASE,
)
_HALVES: Final = r"pas|plus|jamais|rien|personne|aucune?|guère|ni|nul(?:le)?|nullement"
# "ne" and its other half in the clause, in either order; "que" before that half makes it "only".
_DENIES: Final = re.compile(
    r"(?<![\w'-])(?:ne\s|n')(?:(?!\bqu[e'])[^.;:!?()\"«»]){0,60}?"
    rf"(?<![\w-])(?<!non )(?P<half>{_HALVES})(?![\w-])(?!\s+(?:non plus|seulement|que\b|qu'|tard))"
    r"|(?<![\w'-])(?P<first>aucune?|personne|rien|nul(?:le)?)\b[^.,;:!?()\"«»]{0,40}?\s(?:ne\s|n')"
    r"|(?:^|[.:;«\"]\s*)(?P<bare>pas) (?:de|d'|un)",
    re.IGNORECASE,
)
# All that denies has one of these; looking for it costs a tenth.
_MAY_DENY: Final = re.compile(r"[nN](?<!\w[nN])(?:[eE]\s|')|[pP](?<!\w[pP])[aA][sSſ] ")
# What may ask for a "ne" that denies nothing: "avant qu'il ne pleuve plus fort".
_EMPTY: Final = re.compile(
    r"\b(?:avant|moins|plus|mieux|pire|autre\w*|crai\w+|peur|risque\w*|empêch\w+|évit\w+"
    r"|tant)\b[^.;:!?]*\bqu[e'][^.;:!?]*$",
    re.IGNORECASE,
)
# "is sure to", "feel free to", "the fact remains", "is common", "may", "made clear", "goes on".
_PHRASES: Final = re.compile(
    r"manqu|hésit|empêche pas|en reste pas moins|\brares?\b|exclu|sans rappeler|cach[eé]|\bsecret"
    r"|pour ne pas|ignor|dout"
    r"|inconnu|étonn|surpr|surprenant|négligeable|anodin|seul|loin|étrang|par hasard|interpellé"
    r"|facile|simple|mal\b|\bmoins\b"
    r"|(?:cess|arrêt)\w*(?:\s\w+)?\sd[e']|chang",
    re.IGNORECASE,
)
_NOT: Final = (
    r"not no non never none nobody nothing neither nor nowhere no-one cannot without \w+n't unable"
)
_ENGLISH_NOT: Final = _any(_NOT)
# What a negation may turn into: "the choice is small", "she declined to", "a dead end".
_ENGLISH_DENIES: Final = _any(
    _NOT,
    r"unless hardly barely scarcely rarely little few fewer less least anymore rather yet fail\w* "
    r"lack\w* refus\w*",
    r"declin\w* den(?:y|ie[ds]|ial|ying) avoid\w* prevent\w* reject\w* neglect\w* "
    r"miss(?:ed|es|ing)? absen\w* stop\w*",
    r"ceas\w* dead loath devoid hard non-\w+ mis\w{5,} (?!never|none|regard|un)\w{3,}less",
    r"un(?!der|til|it|i[ao]|iv|iq|ion|esco|cles?\b|anim|emplo)\w{3,} im(?:poss|prob|matur)\w*",
    r"in(?:cap|ab|acc|act|adeq|conc|cons|corr|eff|exp|nocent|suff|val|vis)\w* i(?:lleg|rre)\w*",
    r"dis(?:agr|app|bel|cont|lik|miss|pleas|reg)\w* out ended former(?:ly)? free from banned "
    r"difficult\w*",
)
_CLAUSE: Final = re.compile(r"[^.,;:!?()\"«»“”]+")


@dataclass(frozen=True, slots=True)
class Reversal:
    """The French, and the English that says the opposite; "" where a negation is gone."""

    french: str
    english: str


class _List(NamedTuple):
    """Whole words and beginnings -> poles, as numbers; 2n and 2n + 1 are opposites."""

    whole: dict[str, tuple[int, ...]]
    beginnings: dict[str, tuple[int, ...]]

    def add(self, word: str, pole: int) -> None:
        table = self.beginnings if word.endswith("*") else self.whole
        key = word.removesuffix("*")
        table[key] = (*table.get(key, ()), pole)


# The words of the French, the English words that prove a pole, and those that only excuse it.
_FRENCH, _ENGLISH, _BRACKETED = range(3)


class FrenchClaims:
    """What one French text denies, and the poles of the words it has."""

    def __init__(self, french: str) -> None:
        self.text = french.replace("’", "'")
        self.denials = tuple(_denials(self.text))
        self.poles = _find(_FRENCH, _words(self.text))

    @cached_property
    def said(self) -> dict[int, str]:
        return _find(_FRENCH, _words(_SET_PHRASES.sub(" ", self.text)))

    @cached_property
    def denied(self) -> dict[int, str]:
        clauses = " ".join(_around(self.text, denial) for denial in self.denials)
        return _find(_FRENCH, _words(clauses))


class EnglishClaims:
    """The poles of an English text: of all words, of those that may say it, of what is asserted."""

    def __init__(self, english: str) -> None:
        self.text = english.replace("’", "'")
        self.poles = _find(_ENGLISH, _words(self.text))

    @cached_property
    def _plain(self) -> str:
        return _SET_PHRASES.sub(" ", self.text)

    @cached_property
    def said(self) -> dict[int, str]:
        words = _words(self._plain)
        return _find(_ENGLISH, words) | _find(_BRACKETED, words)

    @cached_property
    def asserted(self) -> dict[int, str]:
        return _find(_ENGLISH, _words(" ".join(_asserting(self._plain))))

    @cached_property
    def denies(self) -> bool:
        return bool(_ENGLISH_DENIES.search(self.text))


def find_reversals(french: FrenchClaims, english: EnglishClaims) -> tuple[Reversal, ...]:
    """What the English seems to say the other way round, in French order, in linear time.

    "Prices have risen." for "Les prix ont baissé." says "risen" for "baissé"; "He will come." for
    "Il ne viendra pas." has lost "ne … pas".
    """
    opposed = tuple(_opposed(french, english))
    if opposed or not french.denials or "?" in french.text or english.denies:
        return opposed
    text, poles = french.text, english.poles
    meant = (d for d in french.denials if not _phrase(text, d) and not _turned(text, d, poles))
    return tuple(Reversal(_halves(denial), "") for denial in islice(meant, 1))


def _opposed(french: FrenchClaims, english: EnglishClaims) -> Iterator[Reversal]:
    """Each French word once; words of clauses that deny something neither prove nor are proved."""
    if not any(pole ^ 1 in english.poles for pole in french.poles):
        return
    told = set()
    for pole, word in french.said.items():
        other = pole ^ 1
        if word in told or pole in french.denied or other in french.said or pole in english.said:
            continue
        if other in english.asserted:
            told.add(word)
            yield Reversal(word, english.asserted[other])


def _denials(french: str) -> Iterator[re.Match[str]]:
    if not _MAY_DENY.search(french):
        return
    for match in islice(_DENIES.finditer(french), MAX_WORDS):
        before = french[max(0, match.start() - 60) : match.start()]
        if match["half"] in ("pas", None) or not _EMPTY.search(before):
            yield match


def _phrase(french: str, denial: re.Match[str]) -> bool:
    return bool(_PHRASES.search(french, max(0, denial.start() - 12), denial.end() + 40))


def _turned(french: str, denial: re.Match[str], written: dict[int, str]) -> bool:
    """Whether the English has the opposite of what is denied: closed for "pas ouvert"."""
    denied = _find(_FRENCH, _words(_around(french, denial)))
    return any(pole ^ 1 in written for pole in denied)


def _halves(denial: re.Match[str]) -> str:
    if half := denial["half"]:
        return f"{denial[0].split(maxsplit=1)[0][:2].lower()} … {half.lower()}"
    return denial["first"] or denial["bare"]


def _around(text: str, match: re.Match[str]) -> str:
    """The match to the end of its clause."""
    end = _CLAUSE.match(text, match.end())
    return text[match.start() : end.end() if end else match.end()]


def _asserting(english: str) -> Iterator[str]:
    return (c[0] for c in _CLAUSE.finditer(english) if not _ENGLISH_NOT.search(c[0]))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)[:MAX_WORDS]


def _find(which: int, words: Sequence[str]) -> dict[int, str]:
    """Poles that the words name, each with the first such word."""
    found: dict[int, str] = {}
    for word, poles in zip(words, map(_poles, repeat(which), map(str.lower, words)), strict=False):
        if poles:
            for pole in poles:
                found.setdefault(pole, word)
    return found


@lru_cache(maxsize=16384)
def _poles(which: int, word: str) -> tuple[int, ...]:
    table = _lists()[which]
    ends = range(_STEM.start, min(len(word) + 1, _STEM.stop))
    return sum((table.beginnings.get(word[:end], ()) for end in ends), table.whole.get(word, ()))


@lru_cache(maxsize=1)
def _lists() -> tuple[_List, ...]:
    lists = tuple(_List({}, {}) for _ in (_FRENCH, _ENGLISH, _BRACKETED))
    cells = [cell for row in data_rows("opposites.tsv") for cell in row]
    for pole, (french, english) in enumerate(zip(cells[::2], cells[1::2], strict=True)):
        for word in french.split():
            lists[_FRENCH].add(word, pole)
        for word in english.split():
            bare = word.strip("()")
            lists[_ENGLISH if bare == word else _BRACKETED].add(bare, pole)
    return lists
