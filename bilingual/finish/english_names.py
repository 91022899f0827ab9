"""Names that the model copied in their French spelling, written the English way: Poutine -> Putin,
Pékin -> Beijing.

Only names of which it is known how English writes them, and only where the English has them letter
by letter as the French does; what the model wrote otherwise is left to the checks. Places lose the
article that only French gives them (la Russie: "The Russia is", but "the Russia team").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bilingual.compare import french_facts
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.gazetteer import entries

_TITLES: Final = {"M": "Mr", "Mme": "Ms", "Mlle": "Ms"}
_TITLE: Final = re.compile(r"(?<![^\W_])(M\.|Mme\.?|Mlle\.?)(?=\s[A-ZÀ-Ý][\w'’-]+)")
_VERBS: Final = (
    "is|are|was|were|has|have|had|will|would|must|should|can|could|may|might|does|do|did|said"
)
# What may follow a name that stands for itself; "and" may also lead to a noun: the Paris and
# Brussels attacks.
_ALONE: Final = re.compile(
    r"['’]s (?=[a-z])|,?[\"”]|[.;:!?]|$"
    rf"|\s(?:(?:and|or) (?:the )?[A-Z][\w-]+\s)?(?:{_VERBS})\b|\s(?:and|or) the [A-Z][\w-]+,?[\"”.]"
)
_THE: Final = re.compile(r"(?<![\w-])[Tt]he ")
# Also rivers, regions that English gives an article, a race, a ship, a dog, and parts of longer
# names.
_NOT_BARE: Final = frozenset(
    {"Congo", "Dakar", "Jordan", "Kursk", "Labrador", "Niger", "Punjab", "Senegal", "Sierra Nevada",
     "Sinai", "Tyrol"}
    | {"Veneto"}
)  # fmt: skip
_TITLE_FR: Final = re.compile(r"(?<![^\W_])(?:M\.|Mme|Mlle)\s[A-ZÀ-Ý]")


def english_names(english: str, french: str, terms: TermTable = NO_TERMS) -> str:
    """The English with these names respelt, and M. and Mme before a name as Mr and Ms; the same
    again changes nothing.

    What the editor's own `terms` speak of is left as they have it.

    >>> english_names("M. Poutine left Pékin.", "M. Poutine a quitté Pékin.")
    'Mr Putin left Beijing.'
    """
    if _TITLE_FR.search(french):
        english = _TITLE.sub(lambda found: _TITLES[found[1].rstrip(".")], english)
    own = french_facts(french).terms(terms)
    for mention in french_facts(french).names:
        if any(t.start < mention.end and mention.start < t.end for t in own):
            continue
        if mention.written and mention.text in english:
            english = _respelt(english, mention.text, mention.written)
        if mention.written in _bare_places() and f"he {mention.written}" in english:
            english = _without_article(english, mention.written)
    return english


def _without_article(english: str, place: str) -> str:
    def bare(the: re.Match[str]) -> str:
        named = english.startswith(place, the.end())
        return "" if named and _ALONE.match(english, the.end() + len(place)) else the[0]

    return _THE.sub(bare, english)


@lru_cache(maxsize=1)
def _bare_places() -> frozenset[str]:
    """Places that English gives no article."""
    places = [entry for entry in entries() if entry.kind == "place"]
    given = {english for entry in places if entry.article for _, english in entry.forms}
    bare = {english for entry in places if entry.written for _, english in entry.forms}
    return frozenset(name for name in bare - given - _NOT_BARE if "-" not in name)


def _has(english: str, words: str) -> bool:
    """Whether the English has the words whole; each name would need a pattern of its own."""
    at = english.find(words)
    while at >= 0:
        beside = english[max(0, at - 1) : at], english[at + len(words) : at + len(words) + 1]
        if not any(letter.isalnum() or letter == "_" for letter in beside):
            return True
        at = english.find(words, at + 1)
    return False


def _respelt(english: str, french: str, written: str) -> str:
    bare = written.removeprefix("the ")
    if bare == french or _has(english, bare):
        return english
    pattern = re.compile(rf"(?P<article>(?:^|(?<=\s))[Tt]he )?(?<!\w){re.escape(french)}(?!\w)")
    return pattern.sub(lambda found: (found["article"] or written[: -len(bare)]) + bare, english)
