"""The regular plural of an English noun phrase: "key rate" -> "key rates", "head of state" -> "heads of state"."""

from __future__ import annotations

import re
from typing import Final

from bilingual.glossary.words import word_set

# What follows the noun that counts: "balance of payments", "right to vote", "editor-in-chief".
_LINKS: Final = word_set(
    "of in for to at on by with from under over against between within into per"
)
_LETTERS: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,}")
_IRREGULAR: Final = {
    "child": "children", "foot": "feet", "goose": "geese", "man": "men", "mouse": "mice", "ox": "oxen",
    "person": "people", "tooth": "teeth", "criterion": "criteria", "phenomenon": "phenomena", "medium": "media",
    "datum": "data", "quiz": "quizzes",
}  # fmt: skip
_UNCHANGING: Final = word_set(
    "advice aid aircraft bedrock cattle debris deer equipment evidence fish furniture hardware housing information "
    "infrastructure knowledge luggage machinery media news offspring people personnel police research sheep software "
    "spacecraft staff unrest violence"
)
_MEN_WITH_S: Final = word_set("caiman german human ottoman roman shaman talisman")
_F_TO_VES: Final = {
    "calf": "calves", "elf": "elves", "half": "halves", "housewife": "housewives", "knife": "knives", "leaf": "leaves", "life": "lives",
    "loaf": "loaves", "self": "selves", "sheaf": "sheaves", "shelf": "shelves", "thief": "thieves", "wife": "wives",
    "wolf": "wolves",
}  # fmt: skip
_O_WITH_ES: Final = word_set("cargo echo embargo hero mosquito potato tomato torpedo veto")
_S_WITH_ES: Final = word_set("alias atlas bias canvas gas lens")
_CH_WITH_S: Final = word_set("epoch monarch matriarch oligarch patriarch stomach")
# "secretaries general", "presidents elect"
_AFTER_NOUN: Final = word_set("designate elect emeritus general")
_BEFORE_GENERAL: Final = word_set("attorney auditor director governor secretary solicitor")


def english_plural(phrase: str) -> str | None:
    """The plural of a phrase, itself where it does not change; None where its noun is not a plain word."""
    parts = re.split(r"([ -])", phrase)
    noun = _noun(parts)
    plural = _word_plural(parts[noun])
    if plural is None:
        return None
    return "".join([*parts[:noun], plural, *parts[noun + 1 :]])


def _noun(parts: list[str]) -> int:
    """Where the noun stands: words at even places, what divides them at odd ones."""
    spaced = " " in parts
    for place in range(2, len(parts) - 1, 2):
        # "editor-in-chief" is such a phrase, "day-to-day business" is not.
        links = parts[place] in _LINKS if parts[place - 1] == " " else parts[place] == "in"
        if links and (parts[place - 1] == " " or not spaced):
            return place - 2
    last = len(parts) - 1
    if last >= 2 and parts[last].lower() in _AFTER_NOUN:
        before = parts[last - 2].lower()
        if parts[last].lower() != "general" or before in _BEFORE_GENERAL:
            return last - 2
    return last


def _word_plural(word: str) -> str | None:
    if not _LETTERS.fullmatch(word):
        return None
    if len(word) > 1 and word.isupper():
        return word + "s"
    plural = _regular(word.lower())
    # What the plural has in common keeps its capitals: "Prime Minister" -> "Prime Ministers".
    same = 0
    while plural[: same + 1] == word[: same + 1].lower() and same < len(word):
        same += 1
    return word[:same] + plural[same:]


def _regular(noun: str) -> str:
    if noun in _UNCHANGING or noun.endswith("ics"):
        return noun
    for table in (_IRREGULAR, _F_TO_VES):
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
