"""Flags for what was done to a translation after the model spoke, and for what could not be
done."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.records import Flag, Repair, TermUse


def repaired(index: int, repairs: Sequence[Repair]) -> list[Flag]:
    """One flag for all that was put right: right by the French, but in a sentence the model had
    wrong."""
    if not repairs:
        return []
    lost = [repair for repair in repairs if not repair.before]
    said = [f"The model wrote {r.before}; the French says {r.french}." for r in repairs if r.before]
    if lost:
        words = _listed([repair.after for repair in lost])
        put = "it was put in its place" if len(lost) == 1 else "they were put in their place"
        said.append(f"The model had lost {words}; {put}.")
    return [
        Flag(
            index=index,
            kind="repaired",
            message=f"{' '.join(said)} Read the rest of the sentence with care.",
            value=len(repairs),
            threshold=0.0,
            evidence=tuple(text for repair in repairs for text in (repair.french, repair.after)),
        )
    ]


def missed_terms(index: int, terms: Sequence[TermUse]) -> list[Flag]:
    """One flag for the glossary's terms that are not in the English."""
    missed = list(dict.fromkeys(term for term in terms if term.outcome == "missed"))
    if not missed:
        return []
    said = _listed([f"“{term.english}” for “{term.french}”" for term in missed])
    what = "it" if len(missed) == 1 else "them"
    return [
        Flag(
            index=index,
            kind="terms",
            message=f"Your glossary asks for {said}; the English does not have {what}.",
            value=len(missed),
            threshold=0.0,
            evidence=tuple(text for term in missed for text in (term.french, term.english)),
        )
    ]


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]
