"""What is wrong, and what was done after the model spoke, as flags that say in English what to look
at. The limits are those of compare/comparison.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bilingual.compare import Comparison
from bilingual.compare.comparison import (
    COPIED,
    COPIED_SERIOUS,
    LENGTH_HIGH,
    LENGTH_LOW,
    LOOP,
    REPETITION,
    band,
)
from bilingual.compare.quotations import SHIFT
from bilingual.language.numbers import NumberMention
from bilingual.records import Flag, FlagKind, Repair, Severity, TermUse

# Mean log-probability per token (natural logarithm). Absolute, not a quantile: a weak model shall
# flag many sentences, a good one few. Held against the built-in model on newstest2013 (first 300
# sentences): 8 % lie below, with chrF 39 against 59 for the others; at -1.25 it is 2 % (33 against
# 58), at -0.75 40 % (49 against 63).
CONFIDENCE = -1.0

_LISTED = 6


def decide(
    index: int, pair: Comparison, score: float | None, *, by_person: bool = False
) -> list[Flag | None]:
    """The flags of the sentence `index`, in any order; for a person's text those that people need.

    `score` is the model's mean log-probability (natural) per token; None when no model spoke.
    """
    found = [judge(index, pair) for judge in (_FOR_ALL if by_person else _JUDGES)]
    if not by_person:
        found.append(_confidence(index, score))
    return found


def _flag(
    index: int,
    kind: FlagKind,
    severity: Severity,
    message: str,
    measured: tuple[float, float],
    evidence: Iterable[str] = (),
) -> Flag:
    value, threshold = measured
    return Flag(
        index=index,
        kind=kind,
        severity=severity,
        message=message,
        value=round(value, 4),
        threshold=threshold,
        evidence=tuple(evidence),
    )


def _listed(texts: Sequence[str]) -> str:
    shown = [text if len(text) <= 60 else text[:57] + "..." for text in texts[:_LISTED]]
    if len(texts) > _LISTED:
        shown.append(f"{len(texts) - _LISTED} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def _texts(mentions: Sequence[NumberMention]) -> list[str]:
    return list(dict.fromkeys(mention.text for mention in mentions))


def _nouns(mentions: Sequence[NumberMention]) -> str:
    kinds = {mention.kind for mention in mentions}
    if kinds <= {"month", "weekday"}:
        return "date"
    return "number"


def _these(noun: str, count: int) -> str:
    return f"this {noun} was" if count == 1 else f"these {noun}s were"


def _numbers(index: int, pair: Comparison) -> Flag | None:
    matching = pair.numbers
    missing, extra = _texts(matching.missing), _texts(matching.extra)
    parts = []
    if missing:
        noun = _these(_nouns(matching.missing), len(missing))
        parts.append(f"The French says {_listed(missing)}; {noun} not found in the English.")
    if extra:
        verb = "is" if len(extra) == 1 else "are"
        parts.append(f"The English says {_listed(extra)}, which {verb} not in the French.")
    for left, right in matching.revalued:
        parts.append(
            f"{left.text} is in {left.unit} in the French and in {right.unit} in the English."
        )
    if not parts:
        return None
    # One gone and another come is a changed number: the worst that can happen to a reader.
    severity: Severity = "serious" if (missing and extra) or matching.revalued else "check"
    count = len(missing) + len(extra) + len(matching.revalued)
    evidence = [*missing, *extra, *(right.text for _, right in matching.revalued)]
    return _flag(index, "numbers", severity, " ".join(parts), (count, 0.0), evidence)


def _names(index: int, pair: Comparison) -> Flag | None:
    misspelt = pair.misspelt_names
    told = {word for names in misspelt for word in names}
    lost = dict.fromkeys(mention.text for mention in pair.names.missing)
    missing = [name for name in lost if name not in told]
    extra = tuple(name for name in pair.invented_names if name not in told)
    parts = []
    if misspelt:
        what = "A name is" if len(misspelt) == 1 else "Names are"
        listed = _listed([f"French {french}, English {english}" for french, english in misspelt])
        parts.append(f"{what} spelled differently: {listed}.")
    if missing:
        noun = _these("name", len(missing))
        parts.append(f"The French names {_listed(missing)}; {noun} not found in the English.")
    if extra:
        verb = "is" if len(extra) == 1 else "are"
        parts.append(f"The English names {_listed(extra)}, which {verb} not in the French.")
    if parts:
        severity: Severity = "serious" if missing and extra else "check"
        evidence = (*(word for names in misspelt for word in names), *missing, *extra)
        measured = (len(misspelt) + len(missing) + len(extra), 0.0)
        return _flag(index, "names", severity, " ".join(parts), measured, evidence)
    return _inverted(index, pair)


def _inverted(index: int, pair: Comparison) -> Flag | None:
    inversions = pair.inversions
    if not inversions:
        return None
    left, right = inversions[0]
    message = (
        f"{left.text} and {right.text} stand the other way round in the English; see who does what."
    )
    evidence = [left.text, right.text]
    return _flag(index, "names", "check", message, (len(inversions), 0.0), evidence)


def _invented(index: int, pair: Comparison) -> Flag | None:
    words = pair.invented_words
    if not words:
        return None
    listed = _listed([f"“{word}”" for word in words])
    what = (
        f"{listed} is not an English word" if len(words) == 1 else f"{listed} are not English words"
    )
    message = f"{what}; ask what the French says there, or leave it out."
    return _flag(index, "invented", "check", message, (len(words), 0.0), words)


def _quotations(index: int, pair: Comparison) -> Flag | None:
    """Only the first problem: when one mark is lost, the others follow from it."""
    found = pair.quotations
    for texts, message in (
        (found.gone,
         "The French quotes {}; the English quotes nothing: see whose words these are."),
        (found.unclosed, "Nothing closes the quotation {}; put the mark where it ends."),
        (found.unopened, "Nothing opens the quotation {}; put the mark where it begins."),
        (found.added,
         "The English quotes {}, but the French quotes nothing: see whose words these are."),
        (found.moved,
         "{} is quoted in one language and not in the other: see which words are quoted."),
    ):  # fmt: skip
        if texts:
            marked = [text if texts is found.moved else f"“{_short(text)}”" for text in texts]
            said = message.format(_listed(marked))
            return _flag(index, "quotations", "check", said, (len(texts), 0.0), texts)
    if abs(found.shift) <= SHIFT:
        return None
    amount = "more" if found.shift > 0 else "less"
    message = (
        f"Much {amount} of the English is quoted than of the French: see which words are quoted."
    )
    return _flag(index, "quotations", "check", message, (abs(found.shift), SHIFT))


def _reversed(index: int, pair: Comparison) -> Flag | None:
    found = pair.reversals
    if not found:
        return None
    parts = [
        f"The French says “{reversal.french}”, the English “{reversal.english}”."
        if reversal.english
        else f"The French denies something (“{reversal.french}”); the English denies nothing."
        for reversal in found[:_LISTED]
    ]
    message = f"{' '.join(parts)} It may say the opposite."
    opposed = [reversal for reversal in found if reversal.english]
    evidence = [text for reversal in opposed for text in (reversal.french, reversal.english)]
    return _flag(index, "reversed", "serious", message, (len(found), 0.0), evidence)


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:47].rstrip() + "..."


def _length(index: int, pair: Comparison) -> Flag | None:
    low = band(LENGTH_LOW, pair.french.length)
    high = band(LENGTH_HIGH, pair.french.length)
    ratio = pair.length_ratio
    if ratio < low:
        message = "The English is much shorter than the French; part of it may be missing."
        severity: Severity = "serious" if ratio < 0.8 * low else "check"
        return _flag(index, "length", severity, message, (ratio, low))
    if ratio > high:
        message = "The English is much longer than the French; something may have been added."
        return _flag(index, "length", "check", message, (ratio, high))
    return None


def _repetition(index: int, pair: Comparison) -> Flag | None:
    repetition = pair.repetition
    if not pair.wrong["repetition"]:
        return None
    message = f"The English repeats itself where the French does not: “{repetition.phrase}”."
    severity: Severity = "serious" if repetition.looped >= LOOP else "check"
    measured = (repetition.share, REPETITION)
    return _flag(index, "repetition", severity, message, measured, [repetition.phrase])


def _copied(index: int, pair: Comparison) -> Flag | None:
    copying = pair.copying
    if not pair.wrong["copied"]:
        return None
    severity: Severity = "serious" if copying.share >= COPIED_SERIOUS else "check"
    part = "Much" if severity == "serious" else "Part"
    message = (
        f"{part} of the English is still French: {_listed(list(dict.fromkeys(copying.words)))}."
    )
    return _flag(index, "copied", severity, message, (copying.share, COPIED), copying.words[:12])


def _confidence(index: int, score: float | None) -> Flag | None:
    if score is None or score >= CONFIDENCE:
        return None
    message = "The model was unsure of this sentence; compare it with the French."
    return _flag(index, "confidence", "check", message, (score, CONFIDENCE))


_Judge = Callable[[int, Comparison], Flag | None]
# A person, too, writes a wrong number, leaves a name out or forgets a quotation mark; but makes up
# no words or loops, and shortens a sentence or keeps French words in it on purpose.
_FOR_ALL: tuple[_Judge, ...] = (_numbers, _names, _quotations)
_JUDGES: tuple[_Judge, ...] = (*_FOR_ALL, _invented, _reversed, _length, _repetition, _copied)


def repaired(index: int, repairs: Sequence[Repair]) -> Flag | None:
    """One flag for all that was put right by the French, in a sentence the model had wrong."""
    if not repairs:
        return None
    lost = [repair.after for repair in repairs if not repair.before]
    said = [f"The model wrote {r.before}; the French says {r.french}." for r in repairs if r.before]
    if lost:
        put = "it was put in its place" if len(lost) == 1 else "they were put in their place"
        said.append(f"The model had lost {_listed(lost)}; {put}.")
    message = f"{' '.join(said)} Read the rest of the sentence with care."
    evidence = (text for repair in repairs for text in (repair.french, repair.after))
    return _flag(index, "repaired", "check", message, (len(repairs), 0.0), evidence)


def missed_terms(index: int, terms: Sequence[TermUse]) -> Flag | None:
    """One flag for the glossary's terms that are not in the English."""
    missed = list(dict.fromkeys(term for term in terms if term.outcome == "missed"))
    if not missed:
        return None
    said = _listed([f"“{term.english}” for “{term.french}”" for term in missed])
    what = "it" if len(missed) == 1 else "them"
    message = f"Your glossary asks for {said}; the English does not have {what}."
    evidence = (text for term in missed for text in (term.french, term.english))
    return _flag(index, "terms", "check", message, (len(missed), 0.0), evidence)


def untranslated(index: int) -> Flag:
    message = "This sentence could not be translated; the French is shown instead."
    return _flag(index, "untranslated", "serious", message, (1.0, 0.0))
