"""The regular plural of a French noun phrase in lower case: "banque centrale" -> "banques centrales".

Left out, because only a reader would know: names, acronyms, verbs, compounds with a hyphen such as "porte-parole".
"""

from __future__ import annotations

import re
from typing import Final

from bilingual.glossary.words import word_set

# Only the words before the first of these take the plural: "chefs de gouvernement", "mises en demeure".
_LINKS: Final = word_set(
    "de d' du des à au aux en par pour sur sous sans avec contre dans entre hors vers chez"
)
# With one of these before any link it is no plain noun phrase.
_NO_NOUN: Final = word_set(
    "le la les l' un une ce cet cette ces se s' il elle on y ne n' que qu' qui et ou ni mais si"
)
_UNCHANGING: Final = word_set("non peu très plus moins mi")
_AL_WITH_S: Final = word_set(
    "aval bal banal bancal cal carnaval cérémonial chacal choral fatal festival glacial narval natal naval récital "
    "régal"
)
_AIL_WITH_X: Final = word_set("bail corail émail soupirail travail vantail vitrail")
_U_WITH_S: Final = word_set("bleu émeu landau pneu sarrau")
_OU_WITH_X: Final = word_set("bijou caillou chou genou hibou joujou pou")
_IRREGULAR: Final = {"ciel": "cieux", "œil": "yeux", "oeil": "yeux", "monsieur": "messieurs", "madame": "mesdames", "aïeul": "aïeux"}  # fmt: skip
# First parts of compounds that never change: "vice-présidents", "sous-marins".
_PREFIXES: Final = word_set(
    "anti arrière auto avant bio co contre cyber demi euro ex extra infra inter intra macro mi micro mini multi néo non "
    "nord ouest est post pré pro pseudo quasi semi sous sud super télé ultra vice"
)
_LOWER: Final = re.compile(r"[a-zà-öø-ÿœæ]{2,}")
_ELIDED: Final = re.compile(r"([a-zà-öø-ÿ]{1,2}['’])(.*)")


def french_plural(phrase: str) -> str | None:
    """The plural of a phrase, itself where it does not change; None where the phrase is not one this is sure of."""
    words = phrase.split(" ")
    linked = next((i for i, word in enumerate(words) if _is_link(word)), len(words))
    plurals = [plural for word in words[:linked] if (plural := _word_plural(word))]
    if linked == 0 or len(plurals) < linked:
        return None
    if not all(_is_plain(word) for word in words[linked:]):
        return None
    return " ".join([*plurals, *words[linked:]])


def _is_link(word: str) -> bool:
    elided = _ELIDED.fullmatch(word)
    return (elided[1].replace("’", "'") if elided else word) in _LINKS


def _is_plain(word: str) -> bool:
    """Lower case without digits or signs, also with an elided article or hyphens."""
    elided = _ELIDED.fullmatch(word)
    rest = elided[2] if elided else word
    return rest in ("à", "y") or all(_LOWER.fullmatch(part) for part in rest.split("-"))


def _word_plural(word: str) -> str | None:
    if word in _NO_NOUN:
        return None
    if word in _UNCHANGING:
        return word
    *first, last = word.split("-")
    if not _LOWER.fullmatch(last) or not all(part in _PREFIXES for part in first):
        return None
    return "-".join([*first, _regular(last)])


def _regular(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith("al") and len(noun) > 2 and noun not in _AL_WITH_S:
        return noun[:-1] + "ux"
    if noun in _AIL_WITH_X:
        return noun[:-2] + "ux"
    if noun in _OU_WITH_X or (noun.endswith(("au", "eu")) and noun not in _U_WITH_S):
        return noun + "x"
    return noun + "s"
