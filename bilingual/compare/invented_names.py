"""Names of the English that have no source in the French.

A name is a word with a capital inside a sentence that is no ordinary English word. It has a source when a French word
reads alike ("Sergueï", "américain"), when the gazetteer gives it for a French name or adjective ("Londres",
"allemand", "OTAN"), or when a French word of the small table here stands for it ("noël"). Left out: names that begin a
sentence, acronyms, months and days (they are dates), ordinary words used as names ("Bush"), and headlines with a
capital on every word.

Calibrated on the references of newstest2013 and FLORES-200 dev: 47 of 3,000 and 1 of 533 sentences have such a name,
nearly all of them added by the translators.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

from bilingual.language.dates import MONTHS_EN, WEEKDAYS_EN
from bilingual.language.english_words import WORD, is_ordinary, opens_sentence
from bilingual.language.likeness import ALIKE, alike, fold
from bilingual.language.names import MAX_NAMES, MAX_WORDS, find_names_fr

SHORTEST: Final = 3  # letters
_STEM: Final = 4  # letters that a name and what is derived from it share: Germany, German, Germanic
_HEADLINE: Final = 0.6  # share of the longer words with a capital; running text stays below
_CHUNK: Final = 40  # words; `find_names_fr` reads 64 names at most
_OVERLAP: Final = 5  # words

_FRENCH_WORD: Final = re.compile(r"[^\W\d_]+")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SHORT_DATES: Final = "mrs jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
_NO_NAMES: Final = frozenset(
    (*_SHORT_DATES.split(), *(fold(word) for word in (*MONTHS_EN, *WEEKDAYS_EN)))
)
# Countries that read like another; reading alike is no reason to take one of them for granted.
_READ_ALIKE_WORDS: Final = """
    austria australia austrian austrians australian australians iran iraq iranian iranians iraqi iraqis
    slovakia slovenia slovak slovaks slovenian slovenians slovene niger nigeria nigerian nigerians mauritania
    mauritius mauritanian mauritian malawi malaysia mali malta malian maltese gambia zambia gambian zambian
    guinea guyana syria serbia syrian syrians serbian serbians ireland iceland irish icelandic chile china
    chilean chinese uruguay paraguay uruguayan paraguayan monaco morocco latvia lithuania latvian lithuanian
    libya lebanon liberia libyan libyans lebanese liberian
"""
_READ_ALIKE: Final = frozenset(_READ_ALIKE_WORDS.split())
_LONG_STEMS: Final = {"aust": 6, "slov": 5, "nige": 6, "maur": 7, "mala": 5}
# French words, folded, that no name of the gazetteer is, and the capitalised English that they may become.
_LOWER_CASE: Final = {
    french: frozenset(english.split())
    for french, english in {
        "juif": "jew jews jewish judaism jewry", "juive": "jew jews jewish", "hebreu": "hebrew jewish",
        "musulman": "muslim muslims moslem moslems islamic", "musulmane": "muslim muslims moslem islamic",
        "islam": "muslim muslims islamic", "islamiste": "islamist islamists islamic muslim",
        "chretien": "christian christians christianity", "chretienne": "christian christians christianity",
        "chretiente": "christianity christendom", "christ": "christian jesus", "dieu": "god lord", "noel": "christmas xmas",
        "paques": "easter", "careme": "lent", "pentecote": "pentecost whitsun", "toussaint": "saints hallows",
        "ue": "european europe", "bce": "european", "cee": "european", "usa": "american america americans", "rfa": "german germany",
        "rda": "german germany", "urss": "soviet soviets russian", "jo": "olympic olympics", "rdc": "congo congolese",
        "olympique": "olympic olympics", "nippon": "japanese japan", "nippone": "japanese japan", "hellenique": "greek greece",
        "lusophone": "portuguese", "tricolore": "french", "hexagone": "france french", "elysee": "french", "matignon": "french",
        "francophone": "french", "anglophone": "english", "germanophone": "german", "hispanophone": "spanish",
        "arabophone": "arabic", "flamand": "flemish dutch flanders", "flamande": "flemish dutch flanders", "gallois": "welsh wales",
        "galloise": "welsh wales", "ecossais": "scottish scots scot scotland", "ecossaise": "scottish scots scot scotland",
        "neerlandais": "dutch netherlands", "neerlandaise": "dutch netherlands", "hollandais": "dutch", "hollandaise": "dutch", "moscovite": "moscow muscovite", "londonien": "london londoner londoners",
        "londonienne": "london londoner londoners", "bruxellois": "brussels", "bruxelloise": "brussels", "pekinois": "beijing",
        "genevois": "geneva", "genevoise": "geneva", "viennois": "vienna viennese", "varsovien": "warsaw",
        "tsigane": "gypsy gypsies roma", "rom": "roma romani gypsy gypsies", "gitan": "gypsy gypsies", "basque": "basque",
        "atlantique": "american", "rhin": "german", "bolchevique": "bolshevik", "romand": "swiss",
        "romande": "swiss", "helvetique": "swiss switzerland", "castillan": "spanish castilian",
        "antillais": "caribbean antillean", "maghrebin": "north african maghreb", "subsaharien": "african saharan",
    }.items()
}  # fmt: skip


def invented_names(french: str, english: str) -> list[str]:
    """The English names that nothing in the French explains, each once, in order of the text; no error on any string.

    >>> invented_names("Le maire de Londres a parlé.", "The mayor of London spoke to Zumrak yesterday in Italy.")
    ['Zumrak', 'Italy']
    """
    names = list(islice(dict.fromkeys(_names(english)), MAX_NAMES))
    sources = _sources(french)
    left = [name for name in names if not _explained(fold(name), sources)]
    return [] if _is_headline(english, set(names).difference(left)) else left


def _names(english: str) -> Iterator[str]:
    for match in WORD.finditer(english):
        word = match.group()
        if len(word) < SHORTEST or not word[0].isupper() or _is_acronym(word):
            continue
        if fold(word) in _NO_NAMES or is_ordinary(word) or opens_sentence(english, match.start()):
            continue
        yield word


def _is_acronym(word: str) -> bool:
    return word.removesuffix("s").isupper()  # "MPs"


def _is_headline(english: str, known: Container[str]) -> bool:
    """Whether most words have a capital, those apart that are names of the French."""
    words = [w for w in WORD.findall(english) if len(w) > SHORTEST and w not in known]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 3 and capitals > _HEADLINE * len(words)


class _Sources:
    """Folded: every word of the French, those that a name may read like, and the English that its names may become."""

    def __init__(self, french: str) -> None:
        self._french = french
        self._written = _FRENCH_WORD.findall(french)
        self.words = frozenset(fold(word) for word in self._written)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        # Short words read like too many names ("les" like "Leeds") unless they are names.
        long = [
            word
            for i, word in enumerate(self._written)
            if len(word) > SHORTEST or (i and word[0].isupper())
        ]
        return tuple(islice(dict.fromkeys(fold(word) for word in long), MAX_WORDS))

    @cached_property
    def given(self) -> frozenset[str]:
        given = {english for word in self.words for english in _lower_case(word)}
        # Adjectives and languages have no capital in French; with one, the gazetteer knows them.
        for text in _capitalised(self._french):
            for mention in find_names_fr(text):
                given.update(part for name in mention.english for part in name.split())
        return frozenset(given)


_sources = lru_cache(maxsize=256)(_Sources)


def _lower_case(word: str) -> frozenset[str]:
    return _LOWER_CASE.get(word) or _LOWER_CASE.get(word.removesuffix("s"), frozenset())


def _capitalised(french: str) -> Iterator[str]:
    """The text with a capital on every word, "l'Allemand", in pieces that overlap so that no name is cut."""
    french = _LONG_WORD.sub(lambda match: match.group().capitalize(), french)
    words = french.replace("-", " ").split()  # "franco-allemand"
    for start in range(0, max(1, len(words)), _CHUNK - _OVERLAP):
        yield " ".join(words[start : start + _CHUNK])


def _explained(name: str, sources: _Sources) -> bool:
    if name in sources.words or name in sources.given:
        return True
    size = _LONG_STEMS.get(name[:_STEM], _STEM)
    if any(name[:size] == given[:size] for given in sources.given if len(given) >= _STEM):
        return True
    return name not in _READ_ALIKE and any(alike(name, word) >= ALIKE for word in sources.compared)
