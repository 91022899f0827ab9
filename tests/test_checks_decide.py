"""What was put right and what the glossary did not get is told in words that anybody can act on."""

from __future__ import annotations

from cases import each

from bilingual.checks.decide import missed_terms, repaired
from bilingual.records import Repair, TermUse

RATE = TermUse(french="taux directeur", english="key rate", outcome="missed")
MAYOR = TermUse(french="maire", english="mayor", outcome="missed")


def test_nothing_done_is_nothing_told() -> None:
    assert repaired(0, ()) is None
    assert missed_terms(0, ()) is None
    met = [
        term.model_copy(update={"outcome": how}) for term, how in ((RATE, "met"), (MAYOR, "placed"))
    ]
    assert missed_terms(0, met) is None


@each(
    "terms, message",
    [
        (
            [RATE],
            "Your glossary asks for “key rate” for “taux directeur”; the English does not have it.",
        ),
        (
            [RATE, MAYOR, RATE],
            "Your glossary asks for “key rate” for “taux directeur” and “mayor” for “maire”; "
            "the English does not have them.",
        ),
    ],
)
def test_missed_terms_are_named_once(terms: list[TermUse], message: str) -> None:
    flag = missed_terms(3, terms)
    assert flag is not None
    assert (flag.index, flag.kind, flag.message) == (3, "terms", message)
    assert flag.value == len(set(terms))
    assert flag.evidence[:2] == ("taux directeur", "key rate")


@each(
    "lost, told",
    [
        (["Ouchakov"], "The model had lost Ouchakov; it was put in its place."),
        (
            ["Ouchakov", "2025"],
            "The model had lost Ouchakov and 2025; they were put in their place.",
        ),
    ],
)
def test_what_was_changed_stands_before_what_was_lost(lost: list[str], told: str) -> None:
    repairs = [
        *(Repair(french=text, before="", after=text) for text in lost),
        Repair(french="4,1 %", before="41%", after="4.1%"),
    ]
    flag = repaired(0, repairs)
    assert flag is not None
    assert flag.message == (
        f"The model wrote 41%; the French says 4,1 %. {told} Read the rest of the sentence "
        "with care."
    )
    assert flag.value == len(repairs)
    assert {"41%", "4.1%"} & set(flag.evidence) == {"4.1%"}
