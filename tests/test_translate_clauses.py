"""Cutting loses nothing, and joining puts English punctuation back."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.translate.clauses import LONG, Pieces, clauses, cut, join, without_invented_stop

PROSE = st.lists(
    st.sampled_from([*'aéM1 ;:,–.«»"()[]', ", et ", " : ", " ; ", " mais ", "mot ", "« ", " »"])
).map("".join)
TEXTS = st.one_of(PROSE, st.text())


def rebuilt(pieces: Pieces) -> str:
    text = pieces.between[0]
    for part, after in zip(pieces.parts, pieces.between[1:], strict=True):
        text += part + after
    return text


def straight(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')


@given(TEXTS)
def test_a_cut_loses_nothing_and_makes_progress(text: str) -> None:
    pieces = cut(text)
    assert straight(rebuilt(pieces)) == straight(text)
    assert len(text) < 2 or all(len(part) < len(text) for part in pieces.parts)


@given(TEXTS)
def test_clauses_lose_nothing(text: str) -> None:
    assert straight(rebuilt(clauses(text))) == straight(text)


@given(TEXTS)
def test_expanding_loses_nothing(text: str) -> None:
    outer = clauses(text)
    assert straight(rebuilt(outer.expand([cut(part) for part in outer.parts]))) == straight(text)


@given(TEXTS)
def test_joining_keeps_every_word_in_order(text: str) -> None:
    pieces = clauses(text)
    kept = join(pieces.parts, pieces).casefold()
    assert [c for c in kept if c.isalnum()] == [c for c in text.casefold() if c.isalnum()]


@each(
    "text, parts",
    [
        ("Le prix monte ; la ville paie.", ("Le prix monte", "la ville paie.")),
        ("Le prix monte, mais la ville, elle, paie.",
         ("Le prix monte", "mais la ville, elle, paie.")),
        ("Il dit : « Le prix monte ; la ville paie »",
         ("Il dit", "« Le prix monte ; la ville paie »")),
        ("« Le prix monte ; la ville paie »", ("Le prix monte ; la ville paie",)),
        ('"Le prix monte ; la ville paie"', ("Le prix monte ; la ville paie",)),
        ("(Le prix monte)", ("Le prix monte",)),
        ("« Le prix monte » :", ("Le prix monte",)),
        ("Le prix (il monte ; il baisse), dit-on, lasse.",
         ("Le prix (il monte ; il baisse)", "dit-on, lasse.")),
        ("« Le prix monte ; la ville paie », a dit le maire.",
         ("« Le prix monte ; la ville paie »", "a dit le maire.")),
        ("un deux trois quatre", ("un deux", "trois quatre")),
        ("abcdef", ("abc", "def")),
    ],
)  # fmt: skip
def test_where_to_cut(text: str, parts: tuple[str, ...]) -> None:
    assert cut(text).parts == parts


def test_clauses_stay_out_of_quotations() -> None:
    text = "Il pleut, mais « tout va bien ; on attend », dit-il ; et nous restons."
    assert clauses(text).parts == (
        "Il pleut",
        "mais « tout va bien ; on attend », dit-il",
        "et nous restons.",
    )


def test_a_long_clause_is_cut_at_a_comma_and_nowhere_else() -> None:
    half = " ".join(["mot"] * LONG)
    assert clauses(f"{half}, {half}").parts == (half, half)
    assert clauses(f"{half} {half}").parts == (f"{half} {half}",)
    quoted = f"« {half}, {half}. »"
    assert clauses(quoted).parts == (half, f"{half}.")
    assert clauses(f"un mot, {half[8:]}").parts == (f"un mot, {half[8:]}",)


@each(
    "english, parts, between, expected",
    [
        (["He said", "We go"], ("Il dit", "Nous allons"), ("", " : « ", " »"), "He said: “We go”"),
        (["It rains.", "We stay."], ("Il pleut", "nous restons."), ("", " ; ", ""),
         "It rains; we stay."),
        (["It rains", "Paris waits."], ("Il pleut", "paris attend."), ("", " – ", ""),
         "It rains – Paris waits."),
        (["It rains", "Paul waits"], ("Il pleut", "Paul attend"), ("", ", ", ""),
         "It rains, Paul waits"),
        (["in town"], ("en ville",), ("( ", " )"), "(in town)"),
        (["Yes.", "He said."], ("« Oui »", "dit-il."), ("", " , ", ""), "Yes, he said."),
        (["ab", "cd"], ("ab", "cd"), ("", "", ""), "abcd"),
        (["", "It rains."], ("Euh", "il pleut."), ("", ", ", ""), ", it rains."),
    ],
)  # fmt: skip
def test_joining(
    english: list[str], parts: tuple[str, ...], between: tuple[str, ...], expected: str
) -> None:
    assert join(english, Pieces(parts, between)) == expected


@each(
    "text, source, expected",
    [
        ("A truce.", "Une trêve", "A truce"),
        ("A truce.", "Une trêve.", "A truce."),
        ("A truce.", "Une trêve ?", "A truce."),
        ('"A truce."', "« Une trêve »", '"A truce"'),
        ("A truce.", "« Une trêve. »", "A truce."),
        ("In the U.S.", "Aux États-Unis", "In the U.S."),
        ("Wait...", "Attendez", "Wait..."),
        ("", "Rien", ""),
        (".", "Rien", ""),
    ],
)
def test_no_stop_is_invented(text: str, source: str, expected: str) -> None:
    assert without_invented_stop(text, source) == expected
