"""Finding terms: the walk through the trie gives what a search by hand gives, on any text and any
terms."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from cases import each
from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.glossary.terms import Term, TermTable, form_key, has_form

WORDS = ("taux", "Taux", "directeur", "la", "BCE", "bce", "é", "e\u0301", "C", "œuvre", "oeuvre")
SIGNS = ("&", "+", "°", "(", ",")
GAPS = (" ", "-", "’", "'", "\u00a0", "\n", ". ", ".", "\n\n", "")


def term(french: str, english: str = "X", *, exact: bool = False) -> Term:
    return Term(((french, english),), exact=exact)


def pieces(parts: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), min_size=1, max_size=most).map("".join)


texts = pieces((*WORDS, *SIGNS, *GAPS, " ", " "), 25)
forms = pieces((*WORDS, *SIGNS, " ", "-", "’", " ", "+"), 6).filter(form_key)
terms = st.builds(term, forms, st.sampled_from("XYZ"), exact=st.booleans())


def found(text: str, *given_terms: Term) -> list[str]:
    return [mention.text for mention in TermTable(given_terms).find(text)]


@given(st.lists(terms, max_size=6), texts)
def test_mentions_are_slices_in_order_and_apart(given_terms: list[Term], text: str) -> None:
    position = 0
    for mention in TermTable(given_terms).find(text):
        assert position <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert (mention.term.french, mention.english) in mention.term.forms
        assert form_key(mention.text) == form_key(mention.term.french)
        position = mention.end


def units(text: str) -> list[tuple[int, int, str]]:
    """(start, end, as written) of each word and sign, letter by letter and without a pattern."""
    plain = "".join(text)
    made: list[tuple[int, int, str]] = []
    for index, letter in enumerate(plain):
        if letter.isspace() or letter in "'’‘ʼ.-‑–":
            continue
        joined = bool(made) and made[-1][1] == index and made[-1][2][0].isalnum()
        if joined and (letter.isalnum() or unicodedata.combining(letter)):
            made[-1] = (made[-1][0], index + 1, made[-1][2] + letter)
        else:
            made.append((index, index + 1, letter))
    return [(s, e, unicodedata.normalize("NFC", w).replace("œ", "oe")) for s, e, w in made]


def apart(between: str, before: str) -> bool:
    return bool(re.search(r"\n\s*\n", between) or (len(before) > 1 and re.search(r"\.\s", between)))


def by_hand(given_terms: list[Term], text: str) -> list[tuple[int, int, str]]:
    """At each word try every term in turn and keep the longest, the first given of equal ones."""
    said = units(text)
    result: list[tuple[int, int, str]] = []
    index = 0
    while index < len(said):
        best, size = None, 0
        for candidate in given_terms:
            wanted = [unit[2] for unit in units(candidate.french)]
            here = said[index : index + len(wanted)]
            words = [unit[2] for unit in here]
            same = words == wanted or (
                not candidate.exact
                and [w.casefold() for w in words] == [w.casefold() for w in wanted]
            )
            whole = not any(apart(text[a[1] : b[0]], a[2]) for a, b in pairwise(here))
            if same and whole and len(wanted) > size:
                best, size = (here[0][0], here[-1][1], candidate.english), len(wanted)
        if best is not None:
            result.append(best)
        index += size or 1
    return result


@given(st.lists(terms, max_size=6), texts)
@example([term("C+"), term("+C")], "C+C")
@example([term("bce", "X"), term("BCE", "Y", exact=True)], "BCE")
@example([term("BCE", "Y", exact=True), term("bce", "X")], "BCE bce")
def test_the_trie_finds_what_a_naive_search_finds(given_terms: list[Term], text: str) -> None:
    mentions = TermTable(given_terms).find(text)
    assert [(m.start, m.end, m.english) for m in mentions] == by_hand(given_terms, text)


@given(forms, st.sampled_from(("", "Le ", "« ", "(")), st.sampled_from(("", " ", " »", ", dit")))
def test_a_form_is_found_in_its_surroundings(form: str, before: str, after: str) -> None:
    table = TermTable([term(form)])
    text = before + form.strip(" -’") + after
    keys = [form_key(mention.text) for mention in table.find(text)]
    assert form_key(form) in keys


@each(
    "form, text, mentions",
    [
        ("taux directeur", "Le taux\u00a0directeur ; un Taux-Directeur", 2),
        ("état", "l'e\u0301tat d’urgence", 1),
        ("cœur", "au coeur", 1),
        ("S&P 500", "le S & P 500 et le s p 500", 1),
        ("C++", "En C, en C++", 1),
        ("n°", "il n'est pas le n° 2", 1),
        ("100 %", "100\u202f% ; 100 euros", 1),
        ("M. Hulot", "M. Hulot. Hulot", 1),
        ("la banque", "Il la voit là. Banque ou la. Banque", 0),
        ("taux bas", "taux\n\nbas", 0),
        ("port", "porte, aéroport, port", 1),
        ("_", "a_b", 1),
    ],
)
def test_golden(form: str, text: str, mentions: int) -> None:
    assert len(found(text, term(form))) == mentions


def test_case_counts_only_where_the_term_says_so() -> None:
    east = term("Est-ouest", "East-West", exact=True)
    assert found("est-ouest EST OUEST Est\u00a0ouest", east) == ["Est\u00a0ouest"]
    assert found("l’Est‑ouest", east) == ["Est‑ouest"]
    assert found("EST-OUEST", term("Est-ouest")) == ["EST-OUEST"]


def test_of_two_terms_with_one_form_the_first_wins() -> None:
    table = TermTable([term("Pays", "A", exact=True), term("pays", "B"), term("PAYS", "C")])
    assert [mention.english for mention in table.find("Pays pays PAYS")] == ["A", "B", "B"]
    assert len(table) == 3


def test_the_longest_wins() -> None:
    table = TermTable([term("banque", "bank"), term("banque centrale européenne", "ECB")])
    said = [
        mention.english for mention in table.find("banque centrale ; Banque centrale européenne")
    ]
    assert said == ["bank", "ECB"]


@each(
    "english, form, exact, there",
    [
        ("The ECB's key-rate rose.", "key rate", False, True),
        ("A monkey rate.", "key rate", False, False),
        ("The us economy", "US", True, False),
        ("The U.S. economy", "u.s", False, True),
        ("Research and R&D", "R&D", False, True),
        ("vitamin C", "C++", False, False),
        ("5 %", "%", False, True),
        ("a cafe\u0301", "café", True, True),
    ],
)
def test_has_form(english: str, form: str, exact: bool, there: bool) -> None:
    assert has_form(english, form, exact=exact) is there


@given(texts, texts, forms)
def test_what_is_written_as_whole_words_is_there(before: str, after: str, form: str) -> None:
    assert has_form(f"{before} {form} {after}", form)
