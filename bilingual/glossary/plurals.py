"""The plural that a term gets by itself, in both languages at once."""

from __future__ import annotations

from typing import Final

from bilingual.glossary.english import english_plural
from bilingual.glossary.french import french_plural
from bilingual.glossary.words import word_set

# Where both ends look like an adjective, the word probably is one: its French has a plural and its English has none.
_ADJECTIVES: Final = (
    ("al", "al"), ("ique", "ic"), ("ique", "ical"), ("if", "ive"), ("able", "able"), ("ible", "ible"), ("aire", "ary"),
    ("ant", "ing"), ("ent", "ent"), ("é", "ed"), ("i", "ed"), ("u", "ed"),
)  # fmt: skip
# ... except these and what ends in "ment".
_NOUNS: Final = word_set(
    """
    accident adjectif adversaire agent amiral animal anniversaire arsenal câble canal capital cardinal caporal client
    clinique coefficient collectif commentaire commissaire continent contingent cristal critique dictionnaire dignitaire
    documentaire éditorial estuaire exécutif fabrique festival général hôpital incident ingrédient itinéraire journal
    littoral local maréchal mémorial mercenaire métal minéral missionnaire motif musique notaire objectif parent patient
    président quintal récital résident rival salaire sanctuaire sceptique secrétaire séminaire signal statistique table
    talent terminal total tribunal volontaire
    """
)


def plural_pair(french: str, english: str) -> tuple[str, str] | None:
    """The regular plural of a French noun phrase with the English for it; None where there is none to be sure of.

    The French may be the headword itself ("prix"), the English too ("national").

    >>> plural_pair("taux directeur", "key rate"), plural_pair("national", "national"), plural_pair("BCE", "ECB")
    (('taux directeurs', 'key rates'), ('nationaux', 'national'), None)
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
