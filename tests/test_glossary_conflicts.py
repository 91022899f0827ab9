"""Conflicts: each kind once, none where there is none, and what is found agrees with what a
TermTable does."""

from __future__ import annotations

from pathlib import Path

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.glossary import Conflict, Glossary, find_conflicts
from bilingual.glossary.terms import Term, TermTable

Row = tuple[str, str] | Term


def glossary(*rows: Row, kept: tuple[int, ...] = ()) -> Glossary:
    """The first row stands on line 1."""
    terms = tuple(row if isinstance(row, Term) else Term((row,)) for row in rows)
    count = range(len(terms))
    return Glossary(
        terms, tuple(n + 1 for n in count), tuple(n + 1 in kept for n in count), "", Path("a")
    )


def exact(french: str, english: str) -> Term:
    return Term(((french, english),), exact=True)


def told(*rows: Row, kept: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], str, str]]:
    found = find_conflicts(glossary(*rows, kept=kept))
    return [(each.lines, each.severity, each.kind) for each in found]


RATE = Term((("taux directeur", "key rate"), ("taux directeurs", "key rates")))


@each(
    "rows, found",
    [
        ([("ville", "city"), ("Ville", "town")], [((1, 2), "error", "two meanings")]),
        ([("ville", "city"), ("ville", "town"), ("ville", "city")],
         [((1, 2), "error", "two meanings"), ((1, 3), "warning", "duplicate")]),
        ([Term((("ville", "city"), ("ville", "town")))], [((1,), "error", "two meanings")]),
        ([("ville", "city"), ("ville", "city")], [((1, 2), "warning", "duplicate")]),
        ([("chef-d’œuvre", "a"), ("chef d'oeuvre", "b")], [((1, 2), "error", "two meanings")]),
        ([RATE, ("taux directeurs", "key rates")], [((1, 2), "warning", "inflection")]),
        ([("taux directeurs", "bank rates"), RATE], [((1, 2), "error", "two meanings")]),
        ([exact("Nord", "North"), exact("nord", "north")], []),
        ([exact("Nord-Est", "a"), exact("Nord Est", "b")], [((1, 2), "error", "two meanings")]),
        ([exact("Orient", "East"), ("orient", "east")], []),
        ([("orient", "east"), exact("Orient", "East")], [((1, 2), "error", "two meanings")]),
        ([("pays", "country"), ("country", "pays")], [((1, 2), "error", "cycle")]),
        ([("mx", "mb"), ("mb", "mc"), ("mc", "mx")], [((1, 2, 3), "error", "cycle")]),
        ([("douleur", "pain"), ("pain", "bread")], [((1, 2), "warning", "chain")]),
        ([("douleur", "pain"), ("pain", "bread"), ("bread", "x")],
         [((1, 2), "warning", "chain"), ((2, 3), "warning", "chain")]),
        ([("x", "mx"), ("mx", "mb"), ("mb", "mx")],
         [((1, 2), "warning", "chain"), ((2, 3), "error", "cycle")]),
        ([("revue", "journal"), ("journal", "journal")], [((2,), "warning", "same")]),
        ([("le", "the")], [((1,), "error", "common word")]),
        ([("Qu’", "x")], [((1,), "error", "common word")]),
        ([Term((("loi", "law"), ("les", "laws")))], [((1,), "error", "common word")]),
        ([("il y a", "there is")], [((1,), "warning", "common word")]),
        ([exact("ET", "ET scan"), exact("Le", "Le")],
         [((2,), "warning", "common word"), ((2,), "warning", "same")]),
        ([("mise en œuvre", "implementation"), ("la Défense", "La Défense")], []),
    ],
)  # fmt: skip
def test_each_kind(rows: list[Row], found: list[tuple[tuple[int, ...], str, str]]) -> None:
    assert told(*rows) == found


def test_what_is_kept_is_the_same_on_purpose() -> None:
    assert told(("Le Monde", "Le Monde"), kept=(1,)) == []
    assert told(("revue", "Le Monde"), ("Le Monde", "Le Monde"), kept=(2,)) == []


def test_messages_name_what_clashes() -> None:
    found = find_conflicts(
        glossary(
            ("ville", "city"), ("ville", "town"), ("mx", "mb"), ("mb", "mx"), ("douleur", "mx")
        )
    )
    assert [each.message for each in found] == [
        "'ville' is 'city' and 'town'; the first is used",
        "the English of each is the next: 'mx' → 'mb' → 'mx'",
        "the English 'mx' of 'douleur' is French for 'mb' on another line",
    ]
    assert found[0] == Conflict((1, 2), "error", "two meanings", found[0].message)


words = st.sampled_from(["mx", "mb", "mc", "Mx", "md", "me-mf", "me mf", "mb mc"])
rows = st.lists(
    st.builds(
        lambda forms, case: Term(tuple(dict.fromkeys(forms)), exact=case),
        st.lists(st.tuples(words, words), min_size=1, max_size=2),
        st.booleans(),
    ),
    max_size=7,
)


@given(rows)
def test_without_two_meanings_every_form_gets_its_own_english(terms: list[Term]) -> None:
    found = find_conflicts(glossary(*terms))
    shared = [each for each in found if each.kind in ("two meanings", "duplicate", "inflection")]
    table = TermTable(terms)
    unmet = {
        index + 1
        for index, term in enumerate(terms)
        for french, english in term.forms
        if [mention.english for mention in table.find(french)] != [english]
    }
    assert unmet <= {line for each in shared for line in each.lines}
    assert not unmet or any(each.kind == "two meanings" for each in shared)


@given(rows)
def test_lines_are_in_order_and_nothing_is_said_twice(terms: list[Term]) -> None:
    found = find_conflicts(glossary(*terms))
    assert len(set(found)) == len(found)
    firsts = [each.lines[0] for each in found]
    assert firsts == sorted(firsts)
    assert all(1 <= line <= len(terms) for each in found for line in each.lines)


def plain(french: str) -> str:
    return french.casefold().replace("-", " ")


@given(st.lists(st.tuples(words, words), max_size=7, unique_by=lambda row: plain(row[0])))
def test_a_cycle_is_there_when_following_the_english_comes_back(
    rows: list[tuple[str, str]],
) -> None:
    following = {plain(french): plain(english) for french, english in rows}
    circling = set()
    for start in following:
        at, steps = following[start], 1
        while at in following and at != start and steps <= len(following):
            at, steps = following[at], steps + 1
        if at == start and steps > 1:
            circling.add(start)
    found = find_conflicts(glossary(*rows))
    lines = {line for each in found if each.kind == "cycle" for line in each.lines}
    assert {plain(rows[line - 1][0]) for line in lines} == circling


def test_a_long_chain_is_walked_once() -> None:
    count = 20_000
    rows = [(f"mot{n}", f"mot{n + 1}") for n in range(count)]
    assert len(find_conflicts(glossary(*rows))) == count - 1
    (cycle,) = find_conflicts(glossary(*rows, (f"mot{count}", "mot0")))
    assert (cycle.kind, len(cycle.lines)) == ("cycle", count + 1)
