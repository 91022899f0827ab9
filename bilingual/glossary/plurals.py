"""The plural that a term gets by itself, in both languages at once.

Left out, because only a reader would know: names, acronyms, verbs, French compounds with a hyphen
such as "porte-parole".
"""

from __future__ import annotations

import re
from typing import Final

from bilingual.language.words import word_list, word_set

# Where both ends look adjectival, the word is probably one, with a plural in French alone.
_ADJECTIVES: Final = (
    ("al", "al"), ("ique", "ic"), ("ique", "ical"), ("if", "ive"), ("able", "able"),
    ("ible", "ible"), ("aire", "ary"), ("ant", "ing"), ("ent", "ent"), ("é", "ed"), ("i", "ed"),
    ("u", "ed"),
)  # fmt: skip
_NOUNS: Final = frozenset(word_list("French nouns"))


def plural_pair(french: str, english: str) -> tuple[str, str] | None:
    """The regular plural of a French noun phrase with the English for it; None where none is sure.

    The French may be the headword itself ("prix"), the English too ("national").

    >>> plural_pair("taux directeur", "key rate"), plural_pair("national", "national")
    (('taux directeurs', 'key rates'), ('nationaux', 'national'))
    >>> plural_pair("BCE", "ECB")
    """
    if english.startswith("to "):  # a verb
        return None
    plural = french_plural(french)
    if plural is None:
        return None
    if _is_adjective(french, english):
        return plural, english
    if " " not in french and english[:1].isupper():
        return None  # "européen", "internet"
    other = english_plural(english)
    return (plural, other) if other is not None else None


def _is_adjective(french: str, english: str) -> bool:
    noun = french.rpartition("-")[2]
    if " " in french or " " in english or noun in _NOUNS or noun.endswith("ment"):
        return False
    return any(french.endswith(a) and english.endswith(b) for a, b in _ADJECTIVES)


_FRENCH_LINKS: Final = frozenset(word_list("French links"))
_NO_NOUN: Final = frozenset(word_list("no French noun phrase"))
_FRENCH_UNCHANGING: Final = word_set("non peu très plus moins mi")
_AL_WITH_S: Final = frozenset(word_list("French plurals in -als"))
_AIL_WITH_X: Final = word_set("bail corail émail soupirail travail vantail vitrail")
_U_WITH_S: Final = word_set("bleu émeu landau pneu sarrau")
_OU_WITH_X: Final = word_set("bijou caillou chou genou hibou joujou pou")
_FRENCH_IRREGULAR: Final = {
    "ciel": "cieux", "œil": "yeux", "oeil": "yeux", "monsieur": "messieurs",
    "madame": "mesdames", "aïeul": "aïeux",
}  # fmt: skip
_PREFIXES: Final = frozenset(word_list("French prefixes"))
_LOWER: Final = re.compile(r"[a-zà-öø-ÿœæ]{2,}")
_ELIDED: Final = re.compile(r"([a-zà-öø-ÿ]{1,2}['’])(.*)")


def french_plural(phrase: str) -> str | None:
    """The plural of a phrase, or itself if it does not change; None where it is not sure."""
    words = phrase.split(" ")
    linked = next((i for i, word in enumerate(words) if _is_link(word)), len(words))
    plurals = [plural for word in words[:linked] if (plural := _french_word_plural(word))]
    if linked == 0 or len(plurals) < linked:
        return None
    if not all(_is_plain(word) for word in words[linked:]):
        return None
    return " ".join([*plurals, *words[linked:]])


def _is_link(word: str) -> bool:
    elided = _ELIDED.fullmatch(word)
    return (elided[1].replace("’", "'") if elided else word) in _FRENCH_LINKS


def _is_plain(word: str) -> bool:
    """Lower case without digits or signs, also with an elided article or hyphens."""
    elided = _ELIDED.fullmatch(word)
    rest = elided[2] if elided else word
    return rest in ("à", "y") or all(_LOWER.fullmatch(part) for part in rest.split("-"))


def _french_word_plural(word: str) -> str | None:
    if word in _NO_NOUN:
        return None
    if word in _FRENCH_UNCHANGING:
        return word
    *first, last = word.split("-")
    if not _LOWER.fullmatch(last) or not all(part in _PREFIXES for part in first):
        return None
    return "-".join([*first, _french_regular(last)])


def _french_regular(noun: str) -> str:
    if noun in _FRENCH_IRREGULAR:
        return _FRENCH_IRREGULAR[noun]
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith("al") and len(noun) > 2 and noun not in _AL_WITH_S:
        return noun[:-1] + "ux"
    if noun in _AIL_WITH_X:
        return noun[:-2] + "ux"
    if noun in _OU_WITH_X or (noun.endswith(("au", "eu")) and noun not in _U_WITH_S):
        return noun + "x"
    return noun + "s"


_ENGLISH_LINKS: Final = frozenset(word_list("English links"))
_LETTERS: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,}")
_ENGLISH_IRREGULAR: Final = {
    "child": "children", "foot": "feet", "goose": "geese", "man": "men", "mouse": "mice",
    "ox": "oxen", "person": "people", "tooth": "teeth", "criterion": "criteria",
    "phenomenon": "phenomena", "medium": "media", "datum": "data", "quiz": "quizzes",
}  # fmt: skip
_ENGLISH_UNCHANGING: Final = frozenset(word_list("English nouns without a plural"))
_MEN_WITH_S: Final = word_set("caiman german human ottoman roman shaman talisman")
_F_TO_VES: Final = {
    "calf": "calves", "elf": "elves", "half": "halves", "housewife": "housewives",
    "knife": "knives", "leaf": "leaves", "life": "lives", "loaf": "loaves", "self": "selves",
    "sheaf": "sheaves", "shelf": "shelves", "thief": "thieves", "wife": "wives",
    "wolf": "wolves",
}  # fmt: skip
_O_WITH_ES: Final = word_set("cargo echo embargo hero mosquito potato tomato torpedo veto")
_S_WITH_ES: Final = word_set("alias atlas bias canvas gas lens")
_CH_WITH_S: Final = word_set("epoch monarch matriarch oligarch patriarch stomach")
# "secretaries general", "presidents elect"
_AFTER_NOUN: Final = word_set("designate elect emeritus general")
_BEFORE_GENERAL: Final = word_set("attorney auditor director governor secretary solicitor")


def english_plural(phrase: str) -> str | None:
    """The plural of a phrase, or itself; None where its noun is not a plain word."""
    parts = re.split(r"([ -])", phrase)
    noun = _noun(parts)
    plural = _english_word_plural(parts[noun])
    if plural is None:
        return None
    return "".join([*parts[:noun], plural, *parts[noun + 1 :]])


def _noun(parts: list[str]) -> int:
    """Where the noun stands: words at even places, what divides them at odd ones."""
    spaced = " " in parts
    for place in range(2, len(parts) - 1, 2):
        # "editor-in-chief" is such a phrase, "day-to-day business" is not.
        links = parts[place] in _ENGLISH_LINKS if parts[place - 1] == " " else parts[place] == "in"
        if links and (parts[place - 1] == " " or not spaced):
            return place - 2
    last = len(parts) - 1
    if last >= 2 and parts[last].lower() in _AFTER_NOUN:
        before = parts[last - 2].lower()
        if parts[last].lower() != "general" or before in _BEFORE_GENERAL:
            return last - 2
    return last


def _english_word_plural(word: str) -> str | None:
    if not _LETTERS.fullmatch(word):
        return None
    if len(word) > 1 and word.isupper():
        return word + "s"
    plural = _english_regular(word.lower())
    # What the plural has in common keeps its capitals: "Prime Minister" -> "Prime Ministers".
    same = 0
    while plural[: same + 1] == word[: same + 1].lower() and same < len(word):
        same += 1
    return word[:same] + plural[same:]


def _english_regular(noun: str) -> str:
    if noun in _ENGLISH_UNCHANGING or noun.endswith("ics"):
        return noun
    for table in (_ENGLISH_IRREGULAR, _F_TO_VES):
        if noun in table:
            return table[noun]
    if noun.endswith("man") and noun not in _MEN_WITH_S:
        return noun[:-2] + "en"
    if noun.endswith(("child", "person")):
        return noun + "ren" if noun.endswith("child") else noun + "s"
    if noun.endswith("s"):
        return _after_s(noun)
    return noun + _ending(noun) if not _changes_y(noun) else noun[:-1] + "ies"


def _after_s(noun: str) -> str:
    if noun.endswith(("sis", "xis")):
        return noun[:-2] + "es"
    if noun.endswith(("ss", "us")) or noun in _S_WITH_ES:
        return noun + "es"
    return noun  # "talks", "headquarters", "means": a plural already, or the same in both


def _changes_y(noun: str) -> bool:
    return noun.endswith("y") and (noun[-2] not in "aeiou" or noun.endswith("quy"))


def _ending(noun: str) -> str:
    hisses = noun.endswith(("x", "z", "sh")) or (noun.endswith("ch") and noun not in _CH_WITH_S)
    return "es" if hisses or noun in _O_WITH_ES else "s"
