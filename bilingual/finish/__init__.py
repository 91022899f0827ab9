"""Every change to the English after the model: one list of steps for what an engine said.

    numerals           copied in French form, written as English writes them    4,1 -> 4.1
    names              copied in French spelling, written as English does       Pékin -> Beijing
    capital            where the French begins with one
    terms              no change: what became of the editor's own terms
    changed numbers    put right, and recorded as a repair                      41% -> 4.1%
    mangled names      put right, and recorded as a repair                      Wentler -> Wentzler
    house style        as the settings say; what it leaves of a repair stays recorded

With the setting `raw` the two kinds of repair are not made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bilingual.compare import compare
from bilingual.finish.names import english_names, repair_names
from bilingual.finish.numbers import english_numerals, repair_numbers
from bilingual.finish.style import styled
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.typography import with_capital
from bilingual.records import Repair, Sentence, TermUse, Translation
from bilingual.settings import Settings

__all__ = ["STEPS", "Work", "finish", "finish_text"]


@dataclass(frozen=True, slots=True)
class Work:
    """One sentence on its way through the steps: its English so far, and the records of it."""

    french: str
    english: str
    repairs: tuple[Repair, ...] = ()
    uses: tuple[TermUse, ...] = ()


def finish(
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    settings: Settings,
    terms: TermTable = NO_TERMS,
) -> tuple[Translation, ...]:
    """The translations finished, in the same order; only what an engine said is touched.

    What was put right is in `Translation.repairs`, what became of the terms in `Translation.terms`.
    """
    return tuple(
        _finished(sentence, translation, settings, terms)
        for sentence, translation in zip(sentences, translations, strict=True)
    )


def finish_text(
    french: str, english: str, settings: Settings | None = None, terms: TermTable = NO_TERMS
) -> Work:
    """The same for a sentence without records.

    >>> english = "M. Poutine left Pékin on 5 March."
    >>> finish_text("M. Poutine a quitté Pékin le 3 mars.", english).english
    'Mr Putin left Beijing on 3 March.'
    """
    return _through_all(Work(french, english), settings or Settings(), terms)


def _finished(
    sentence: Sentence, translation: Translation, settings: Settings, terms: TermTable
) -> Translation:
    if translation.origin != "engine":
        return translation
    begun = Work(sentence.text, translation.text, translation.repairs, translation.terms)
    done = _through_all(begun, settings, terms)
    if done == begun:
        return translation
    update = {"text": done.english, "repairs": done.repairs, "terms": done.uses}
    return translation.model_copy(update=update)


def _through_all(work: Work, settings: Settings, terms: TermTable) -> Work:
    for step in STEPS:
        work = step(work, settings, terms)
    return work


def _numerals(work: Work, _settings: Settings, _terms: TermTable) -> Work:
    return replace(work, english=english_numerals(work.english, work.french))


def _names(work: Work, _settings: Settings, terms: TermTable) -> Work:
    return replace(work, english=english_names(work.english, work.french, terms))


def _capital(work: Work, _settings: Settings, _terms: TermTable) -> Work:
    return replace(work, english=with_capital(work.english, work.french))


def _noted_terms(work: Work, _settings: Settings, terms: TermTable) -> Work:
    """Terms are checked again: an earlier step may have restored one or broken one."""
    if not work.uses:
        return work
    missed = compare(work.french, work.english).missing_terms(terms)
    lacking = {(mention.text, mention.english) for mention in missed}
    return replace(work, uses=tuple(_noted(use, lacking) for use in work.uses))


def _noted(use: TermUse, lacking: set[tuple[str, str]]) -> TermUse:
    missed = (use.french, use.english) in lacking
    if missed == (use.outcome == "missed"):
        return use
    return use.model_copy(update={"outcome": "missed" if missed else "met"})


def _changed_numbers(work: Work, settings: Settings, _terms: TermTable) -> Work:
    if settings.raw:
        return work
    english, repairs = repair_numbers(work.french, work.english)
    return replace(work, english=english, repairs=(*work.repairs, *repairs))


def _mangled_names(work: Work, settings: Settings, _terms: TermTable) -> Work:
    if settings.raw:
        return work
    english, repairs = repair_names(work.french, work.english)
    return replace(work, english=english, repairs=(*work.repairs, *repairs))


def _house_style(work: Work, settings: Settings, terms: TermTable) -> Work:
    english, repairs = styled(work.french, work.english, work.repairs, settings, terms)
    return replace(work, english=english, repairs=repairs)


Step = Callable[[Work, Settings, TermTable], Work]
STEPS: Final[tuple[Step, ...]] = (
    _numerals,
    _names,
    _capital,
    _noted_terms,
    _changed_numbers,
    _mangled_names,
    _house_style,
)
