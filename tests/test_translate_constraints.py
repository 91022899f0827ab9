"""What is missing is found, and the English is begun so that it stands in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines.alignment import AlignmentLink, aligned_span
from bilingual.glossary.terms import NO_TERMS, Term, TermTable
from bilingual.translate.constraints import Constraint, constrained_prefix, spliced, unmet

TERMS = TermTable(
    [
        Term((("taux directeur", "policy rate"), ("taux directeurs", "policy rates"))),
        Term((("amende", "fine"),)),
    ]
)


def aligned(french: str, english: str, pairs: dict[str, str]) -> list[AlignmentLink]:
    """Links of whole words, in the order of the English."""
    found = []
    for match in re.finditer(r"[\w%€.,]*\w", english):
        source = next((fr for fr, en in pairs.items() if en == match.group()), None)
        if source is not None:
            start = french.index(source)
            found.append(AlignmentLink(match.start(), match.end(), start, start + len(source)))
    return found


@each(
    "french, english, write",
    [
        ("Il part pour Pékin.", "He leaves for Beijing.", []),
        ("Il part pour Pékin.", "He leaves for the fair.", ["Beijing"]),
        ("Le taux directeur monte.", "The rate goes up.", ["policy rate"]),
        ("Les taux directeurs montent.", "The policy rates go up.", []),
        ("Michel Barnier a parlé.", "He spoke.", ["Michel Barnier"]),
        ("Une hausse de 4,1 % en mars.", "A rise in March.", ["4.1%"]),
        ("Il a payé 1 250 € mardi.", "He paid.", ["€1,250", "Tuesday"]),
        ("Le train part à 18h30.", "The train leaves.", ["18:30"]),
        ("Il a couru 24 heures.", "He ran.", []),
        ("Selon le Modèle standard, rien.", "According to it, nothing.", []),
        ("Il pleut.", "It rains.", []),
    ],
)
def test_what_is_missing_and_can_be_written(french: str, english: str, write: list[str]) -> None:
    assert [constraint.write for constraint in unmet(french, english, TERMS)] == write


@given(st.text(max_size=80), st.text(max_size=80))
def test_demands_lie_in_the_french_in_order_without_overlap(french: str, english: str) -> None:
    position = 0
    for constraint in unmet(french, english, TERMS):
        assert position <= constraint.start < constraint.end <= len(french)
        assert constraint.write
        position = constraint.end


def constraint(
    french: str, word: str, write: str, kind: str = "name", *, the: bool = False
) -> Constraint:
    start = french.index(word)
    return Constraint(start, start + len(word), word, write, kind, the)  # type: ignore[arg-type]


def said(
    constraint: Constraint, english: str, alignment: Sequence[AlignmentLink], *, alike: bool = False
) -> str | None:
    changed = spliced(constraint, english, alignment, alike=alike)
    return changed and changed[0]


FRENCH = "Le président de l'Équateur a payé une amende à Pékin."
ENGLISH = "The president of the Equator has paid a penalty in Baking."
ALIGNMENT = aligned(
    FRENCH,
    ENGLISH,
    {"président": "president", "l": "the", "Équateur": "Equator", "payé": "paid", "une": "a",
     "amende": "penalty", "Pékin": "Baking"},
)  # fmt: skip


def test_the_english_begins_up_to_the_words_that_came_from_it() -> None:
    ecuador = constraint(FRENCH, "Équateur", "Ecuador")
    assert constrained_prefix(ecuador, ENGLISH, ALIGNMENT) == "The president of Ecuador"
    assert (
        said(ecuador, ENGLISH, ALIGNMENT)
        == "The president of Ecuador has paid a penalty in Baking."
    )


def test_articles_fit() -> None:
    kremlin = constraint(FRENCH, "Équateur", "Kremlin", the=True)
    assert constrained_prefix(kremlin, ENGLISH, ALIGNMENT) == "The president of the Kremlin"
    term = constraint(FRENCH, "amende", "on-the-spot fine", "term")
    assert (constrained_prefix(term, ENGLISH, ALIGNMENT) or "").endswith(
        "has paid an on-the-spot fine"
    )
    term = constraint(FRENCH, "amende", "fine", "term")
    assert (constrained_prefix(term, ENGLISH, ALIGNMENT) or "").endswith("has paid a fine")


def test_what_nothing_came_from_stands_behind_the_words_before_it() -> None:
    cut = ENGLISH.replace(" in Baking", "")
    left = [
        link
        for link in ALIGNMENT
        if link.end <= len(cut) - 1 and cut[link.start : link.end].isalpha()
    ]
    lost = constraint(FRENCH, "Pékin", "Beijing")
    assert (
        constrained_prefix(lost, cut, left)
        == "The president of the Equator has paid a penalty Beijing"
    )
    assert spliced(lost, cut, left) is None


def test_a_sentence_that_begins_with_it_begins_with_a_capital() -> None:
    french = "L'amende est lourde."
    first = constraint(french, "amende", "fine", "term")
    assert constrained_prefix(first, "Penalty is heavy.", [AlignmentLink(0, 7, 2, 8)]) == "Fine"
    quoted = [AlignmentLink(1, 8, 2, 8)]
    assert constrained_prefix(first, '"Penalty is heavy."', quoted) == '"Fine'


def test_without_alignment_nobody_knows_the_place() -> None:
    assert constrained_prefix(constraint(FRENCH, "Pékin", "Beijing"), ENGLISH, []) is None
    assert spliced(constraint(FRENCH, "Pékin", "Beijing"), ENGLISH, []) is None


def test_a_number_replaces_only_a_number_and_a_term_as_many_words_or_one_more() -> None:
    french = "Il a 500 amis."
    number = constraint(french, "500", "500", "number")
    assert spliced(number, "He who friends.", [AlignmentLink(3, 6, 5, 8)]) is None
    assert said(number, "He has 50 friends.", [AlignmentLink(7, 9, 5, 8)]) == "He has 500 friends."
    term = constraint(french, "amis", "friends", "term")
    assert said(term, "He has good mates.", [AlignmentLink(7, 17, 9, 13)]) == "He has friends."
    assert said(term, "He has very good mates.", [AlignmentLink(7, 22, 9, 13)]) is None
    assert said(term, "He has mates.", [AlignmentLink(7, 12, 9, 13)], alike=True) is None


@given(st.text(max_size=60), st.lists(st.tuples(*[st.integers(0, 60)] * 4), max_size=8))
def test_any_links_give_a_beginning_that_ends_with_the_word(
    english: str, raw: list[tuple[int, int, int, int]]
) -> None:
    alignment = [AlignmentLink(min(a, b), max(a, b), min(c, d), max(c, d)) for a, b, c, d in raw]
    wanted = Constraint(3, 9, "Pékin", "Beijing", "name")
    begun = constrained_prefix(wanted, english, alignment)
    assert begun is None or begun.endswith("Beijing")
    whole = spliced(wanted, english, alignment)
    if whole is not None:
        text, moved = whole
        assert "Beijing" in text
        assert all(0 <= link.start <= link.end for link in moved)
        new = next(
            link for link in moved if link[2:] == (3, 9) and text[: link.end].endswith("Beijing")
        )
        assert text[new.start : new.end] == "Beijing"


def test_several_words_are_written_anew_in_one_translation() -> None:
    text, alignment = ENGLISH, tuple(ALIGNMENT)
    for word, write in (("Équateur", "Ecuador"), ("Pékin", "Beijing")):
        changed = spliced(constraint(FRENCH, word, write), text, alignment)
        assert changed is not None
        text, alignment = changed
    assert text == "The president of Ecuador has paid a penalty in Beijing."
    start, end = aligned_span(
        FRENCH.index("amende"), FRENCH.index(" à Pékin"), text, alignment
    ) or (0, 0)
    assert text[start:end] == "penalty"


def test_like_for_like_is_a_name_for_a_name_and_one_number_for_another() -> None:
    ecuador = constraint(FRENCH, "Équateur", "Ecuador")
    assert said(ecuador, ENGLISH.replace("Equator", "Equatur"), ALIGNMENT, alike=True)
    assert not said(ecuador, ENGLISH.replace("Equator", "Country"), ALIGNMENT, alike=True)
    assert not said(ecuador, ENGLISH.replace("Equator", "equator"), ALIGNMENT, alike=True)
    number = constraint("Il a 500 amis.", "500", "500", "number")
    assert said(number, "He has 50 friends.", [AlignmentLink(7, 9, 5, 8)], alike=True)
    assert not said(number, "He has 50, 60 friends.", [AlignmentLink(7, 13, 5, 8)], alike=True)
    copied = constraint("Dix épisodes.", "Dix", "ten", "number")
    assert said(copied, "Dix episodes.", [AlignmentLink(0, 3, 0, 3)], alike=True) == "Ten episodes."


def test_no_terms_ask_for_nothing() -> None:
    assert unmet("Le taux monte.", "It rises.", NO_TERMS) == []
