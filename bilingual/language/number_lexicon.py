"""The words that French and English count with, as tables; the grammar that adds them up is in
number_words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)
class Lexicon:
    """The numerals of one language, in lower case; the tokenizer sees to hyphens and spaces."""

    units: Mapping[str, int]
    hundred: frozenset[str]
    scales: Mapping[str, int]
    collectives: Mapping[str, tuple[int, ...]]
    ordinals: Mapping[str, int]
    denominators: Mapping[str, int]
    spans: Mapping[str, int]
    uncertain: Mapping[str, tuple[Fraction, ...]]
    articles: frozenset[str]
    joiner: str
    of: frozenset[str]
    half: tuple[str, ...]

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words that a numeral can begin with."""
        tables = (
            self.units, self.hundred, self.scales, self.collectives, self.ordinals, self.uncertain,
            self.articles,
            DECADES_EN,
        )  # fmt: skip
        return frozenset().union(*tables)

    @cached_property
    def within(self) -> frozenset[str]:
        """The words that can carry on a numeral behind its first word."""
        tables = (
            self.units, self.hundred, self.scales, self.collectives, self.ordinals,
            self.denominators, self.spans, self.of, self.half,
        )  # fmt: skip
        return frozenset({self.joiner}).union(*tables)


def _ordinals_fr(units: Mapping[str, int]) -> dict[str, int]:
    table = {"unième": 1, "cinquième": 5, "neuvième": 9, "centième": 100, "millième": 1000}
    for word, value in units.items():
        if value > 1 and value not in (5, 9):
            table[word.removesuffix("s" if value == 20 else "").removesuffix("e") + "ième"] = value
    return table


_FR_UNITS = {
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80,
    "nonante": 90,
}  # fmt: skip
_FR_ORDINALS = _ordinals_fr(_FR_UNITS)
_FR_FIRST = {"premier": 1, "première": 1, "premiers": 1, "premières": 1, "second": 2, "seconde": 2}


def _fractions(table: Mapping[str, Sequence[int | Fraction]]) -> dict[str, tuple[Fraction, ...]]:
    return {word: tuple(Fraction(value) for value in values) for word, values in table.items()}


_FR_TIMES = {"doubl": 2, "tripl": 3, "quadrupl": 4, "quintupl": 5, "décupl": 10, "centupl": 100}
_FR_TIMES_ENDINGS = ("e", "es", "é", "ée", "és", "ées", "er", "ent", "ait", "aient", "ant", "era")
_EN_TIMES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
_EN_FOLD = {"twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "tenfold": 10}


def _multiples(stems: Mapping[str, int], endings: Sequence[str]) -> dict[str, tuple[int]]:
    """Words for so many times as much: doublé, tripled."""
    return {stem + ending: (times,) for stem, times in stems.items() for ending in endings}


_HALF, _THIRD, _QUARTER = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)

FRENCH = Lexicon(
    units=_FR_UNITS,
    hundred=frozenset({"cent", "cents"}),
    scales={
        "mille": 10**3, "mil": 10**3, "million": 10**6, "millions": 10**6,
        "milliard": 10**9, "milliards": 10**9,
        "mds": 10**9, "mrd": 10**9, "md": 10**9, "billion": 10**12, "billions": 10**12,
        "millier": 10**3, "milliers": 10**3,
    },
    # A round collective often becomes the nearest English one: "une dizaine", "a dozen".
    collectives={
        "huitaine": (8, 7), "dizaine": (10, 12), "dizaines": (10, 12), "douzaine": (12,),
        "douzaines": (12,), "quinzaine": (15, 14, 2), "vingtaine": (20,), "trentaine": (30,),
        "quarantaine": (40,), "cinquantaine": (50,), "soixantaine": (60,), "centaine": (100,),
        "centaines": (100,),
    },
    ordinals={**_FR_ORDINALS, **{f"{w}s": v for w, v in _FR_ORDINALS.items()}},
    denominators={
        "demi": 2, "demis": 2, "demie": 2, "tiers": 3, "quart": 4, "quarts": 4,
        **{f"{w}{s}": v for w, v in _FR_ORDINALS.items() if v > 4 for s in ("", "s")},
    },
    spans={"décennie": 10, "décennies": 10, "siècle": 100, "siècles": 100},
    uncertain=_fractions({
        "zéro": (0,), "deuxième": (2,), "deuxièmes": (2,), "cents": (100,), "un": (1,), "une": (1,),
        "neuf": (9,), "midi": (12,), "minuit": (0, 24, 12), "moitié": (_HALF,), "demi": (_HALF,),
        "demie": (_HALF,), "tiers": (_THIRD, 3), "quart": (_QUARTER,),
        **_multiples(_FR_TIMES, _FR_TIMES_ENDINGS), "couple": (2,), "paire": (2,),
        "décennie": (10,), "siècle": (100,),
        "unique": (1,), "millénaire": (1000,), "centenaire": (100,), "semaine": (7,),
        "semestre": (6,), "trimestre": (3,),
        **{word: (value,) for word, value in _FR_FIRST.items()},
    }),
    articles=frozenset({"un", "une"}),
    joiner="et",
    of=frozenset({"de", "d"}),
    half=("et", "demi", "demie"),
)  # fmt: skip

_EN_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_EN_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1000,
}  # fmt: skip

ENGLISH = Lexicon(
    units=_EN_UNITS,
    hundred=frozenset({"hundred"}),
    scales={
        "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
        "millions": 10**6, "billions": 10**9, "trillions": 10**12, "thousands": 10**3, "bn": 10**9,
        "mn": 10**6, "tn": 10**12,
    },
    collectives={"dozen": (12, 10), "dozens": (12, 10), "hundreds": (100,), "score": (20,),
        "tens": (10,)},
    ordinals=_EN_ORDINALS,
    denominators={
        "half": 2, "halves": 2, "quarter": 4, "quarters": 4,
        **{f"{w}{s}": v for w, v in _EN_ORDINALS.items() if v > 2 for s in ("", "s")},
    },
    spans={"decade": 10, "decades": 10, "century": 100, "centuries": 100},
    uncertain=_fractions({
        "zero": (0,), "one": (1,), "first": (1,), "second": (2,), "twice": (2,), "both": (2,),
        "half": (_HALF,), "halves": (_HALF,), "quarter": (_QUARTER, 4, 3), "quarters": (_QUARTER,),
        "halve": (_HALF,), "halved": (_HALF,), "halving": (_HALF,), "couple": (2,), "pair": (2,),
        **_multiples(_EN_TIMES, ("e", "es", "ed", "ing")),
        **{word: (times,) for word, times in _EN_FOLD.items()}, "thrice": (3,), "triad": (3,),
        "tertiary": (3,),
        "single": (1,), "once": (1,), "fortnight": (15, 14), "decade": (10,), "century": (100,),
        "noon": (12,), "midday": (12,), "midnight": (0, 24, 12), "noughties": (2000,),
        "score": (20,), "millennium": (1000,), "centenary": (100,), "centennial": (100,),
        "week": (8, 7), "firstly": (1,), "secondly": (2,), "twin": (2,), "twins": (2,), "duo": (2,),
        "trio": (3,), "third": (3, _THIRD),
    }),
    articles=frozenset({"a", "an", "one"}),
    joiner="and",
    of=frozenset({"of"}),
    half=("and", "half", "half"),
)  # fmt: skip

DECADES_EN = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
               "seventies": 70, "eighties": 80, "nineties": 90}  # fmt: skip
