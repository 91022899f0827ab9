"""Regular plurals, as grammars give them."""

from __future__ import annotations

import doctest

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.glossary import plurals
from bilingual.glossary.plurals import english_plural, french_plural, plural_pair


@each(
    "singular, plural",
    [
        ("taux directeur", "taux directeurs"),
        ("banque centrale", "banques centrales"),
        ("canal", "canaux"),
        ("festival", "festivals"),
        ("travail", "travaux"),
        ("détail", "détails"),
        ("bureau", "bureaux"),
        ("jeu", "jeux"),
        ("pneu", "pneus"),
        ("bijou", "bijoux"),
        ("fou", "fous"),
        ("voix", "voix"),
        ("gaz naturel", "gaz naturels"),
        ("œil", "yeux"),
        ("pouvoir d'achat", "pouvoirs d'achat"),
        ("œuvre d’art", "œuvres d’art"),
        ("mise en œuvre", "mises en œuvre"),
        ("président de la république", "présidents de la république"),
        ("appel à témoins", "appels à témoins"),
        ("vice-président", "vice-présidents"),
        ("nord-coréen", "nord-coréens"),
    ],
)
def test_french(singular: str, plural: str) -> None:
    assert french_plural(singular) == plural


@each(
    "phrase",
    ["BCE", "Sud global", "chef de l'État", "le soir", "en marche", "il faut",
     "recherche et développement",
     "porte-parole", "règle 49", "l'économie", "S&P", "y", "", "taux  bas"],
)  # fmt: skip
def test_french_that_is_left_alone(phrase: str) -> None:
    assert french_plural(phrase) is None


@each(
    "singular, plural",
    [
        ("key rate", "key rates"),
        ("box", "boxes"),
        ("church", "churches"),
        ("monarch", "monarchs"),
        ("dish", "dishes"),
        ("class", "classes"),
        ("city", "cities"),
        ("day", "days"),
        ("soliloquy", "soliloquies"),
        ("man", "men"),
        ("Chairwoman", "Chairwomen"),
        ("human", "humans"),
        ("child", "children"),
        ("grandchild", "grandchildren"),
        ("person", "people"),
        ("spokesperson", "spokespersons"),
        ("knife", "knives"),
        ("proof", "proofs"),
        ("veto", "vetoes"),
        ("photo", "photos"),
        ("crisis", "crises"),
        ("bus", "buses"),
        ("talks", "talks"),
        ("aircraft", "aircraft"),
        ("politics", "politics"),
        ("Prime Minister", "Prime Ministers"),
        ("GDP", "GDPs"),
        ("head of state", "heads of state"),
        ("right to vote", "rights to vote"),
        ("secretary-general", "secretaries-general"),
        ("major general", "major generals"),
        ("president elect", "presidents elect"),
        ("editor-in-chief", "editors-in-chief"),
        ("day-to-day rate", "day-to-day rates"),
    ],
)
def test_english(singular: str, plural: str) -> None:
    assert english_plural(singular) == plural


@each("phrase", ["G7", "C++", "plan B", ""])
def test_english_that_is_left_alone(phrase: str) -> None:
    assert english_plural(phrase) is None


@each(
    "french, english, pair",
    [
        ("premier ministre", "Prime Minister", ("premiers ministres", "Prime Ministers")),
        ("canal", "canal", ("canaux", "canals")),
        ("national", "national", ("nationaux", "national")),
        ("annulé", "cancelled", ("annulés", "cancelled")),
        ("gouvernement", "government", ("gouvernements", "governments")),
        ("prix", "price", ("prix", "prices")),
        ("européen", "European", None),
        ("placer", "to place", None),
        ("groupe", "G7", None),
    ],
)
def test_both_together(french: str, english: str, pair: tuple[str, str] | None) -> None:
    assert plural_pair(french, english) == pair


phrases = st.text(st.sampled_from("abelnsuxzéœEI -'’1"), max_size=16)


@given(phrases)
def test_a_plural_has_as_many_words_and_is_its_own_plural(phrase: str) -> None:
    plural = french_plural(phrase)
    if plural is not None:
        assert len(plural.split(" ")) == len(phrase.split(" "))
        assert plural.endswith(("s", "x", "z")) or " " in plural
        assert french_plural(plural) == plural


@given(phrases)
def test_english_keeps_all_but_one_word(phrase: str) -> None:
    plural = english_plural(phrase)
    if plural is not None:
        before, after = phrase.replace("-", " ").split(" "), plural.replace("-", " ").split(" ")
        assert sum(a != b for a, b in zip(before, after, strict=True)) <= 1


def test_the_examples_of_the_module_hold() -> None:
    done = doctest.testmod(plurals)
    assert (done.attempted, done.failed) == (2, 0)
