"""How much of what must be right a translation has lost: numbers, names, terms, quotations, negations, counted.

One number for choosing between translations of one sentence; what a reader should look at is told by the checks.
"""

from __future__ import annotations

from bilingual.compare.mentions import mentions_fr, numbers_en, terms_fr
from bilingual.compare.quotations import match_quotations
from bilingual.compare.reversals import reversals
from bilingual.glossary.terms import NO_TERMS, TermTable, missing_terms
from bilingual.language.english_words import invented_words
from bilingual.language.names import match_names, spelled_otherwise
from bilingual.language.numbers import match_numbers

MANGLED = 0.5  # a name that can still be recognised; one that is gone counts 1
# English so short beside a French text of that many words (share of its characters) has probably left a part out; of
# such references one in ten is as short.
SHORT, SHORT_FROM = 0.75, 20
INVENTED = 0.5  # a word that is none, such as a stem the model made up


def losses(french: str, english: str, terms: TermTable = NO_TERMS) -> float:
    """One for each number missing or added, name or term missing and word that says the opposite, for quotation marks
    missing or added and for English that is much too short; half for a name spelled otherwise and a word that is none.

    0 when nothing is known to be wrong.

    >>> losses("Le 3 mars, Paris a voté.", "On 5 March the vote was held."), losses("Il pleut.", "It rains.")
    (3.0, 0.0)
    """
    numbers, names = mentions_fr(french)
    matching = match_numbers(numbers, numbers_en(english))
    named, quoted = match_names(names, english), match_quotations(french, english)
    lost = (
        len(matching.missing) + len(matching.extra),
        len(named.missing),
        len(missing_terms(terms_fr(french, terms), english)),
        len(reversals(french, english)),
        any((quoted.gone, quoted.added, quoted.unclosed, quoted.unopened)),
        len(english) < SHORT * len(french) and len(french.split()) >= SHORT_FROM,
    )
    spoiled = MANGLED * len(spelled_otherwise(named, english))
    return sum(lost) + spoiled + INVENTED * len(invented_words(french, english))
