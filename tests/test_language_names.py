"""Names of French text are found, and how English writes them is known."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.language.names import find_names_fr
from bilingual.language.transliteration import alike, fold

NO_NAMES = [
    "L'État doit agir avec le Parlement.",
    "Il vient lundi, en Janvier.",
    "Aujourd'hui. Demain. Toujours.",
    "TOUT EST EN CAPITALES DANS CE TITRE",
    "M. le Président, Mme la Ministre",
    "« Bonjour », dit-elle. — Entrez !",
    "au XIe siècle",
    "la partie XI",
    "La réunion commence à midi.",
    "Le cap est mis sur l'ouest.",
    "Eau potable : la mairie répond",
    "",
]


@each("text", NO_NAMES)
def test_words_that_name_nobody(text: str) -> None:
    assert find_names_fr(text) == []


@each(
    "french, written",
    [
        ("depuis les Etats-Unis", "the United States"),
        ("le Kremlin", "the Kremlin"),
        ("à Pékin", "Beijing"),
        ("vers la mer Noire", "the Black Sea"),
        ("chez les Américains", "Americans"),
        ("avec Sergueï Lavrov", "Sergei Lavrov"),
        ("M. Xi", "Xi"),
        ("le juge Tchernoukhine", "Chernukhin"),
        ("le juge Bouchard", ""),
        ("avec Pierre", ""),
        ("vers le Nord", ""),
        ("dans la Vienne", ""),
        ("jusqu'au Cap d'Agde", "Cap d'Agde"),
        ("selon Le Parisien", ""),
        ("vers La Réunion", "Réunion"),
        ("Le Cap est loin", "Cape Town"),
        ("un livre de Moïse", ""),
    ],
)
def test_the_english_to_write(french: str, written: str) -> None:
    assert [mention.written for mention in find_names_fr(french)] == [written]


@given(st.text())
def test_mentions_are_in_order_and_hold_their_text(text: str) -> None:
    position = 0
    for mention in find_names_fr(text):
        assert position <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        position = mention.end


@given(st.text(), st.text())
def test_likeness_is_a_share_and_has_no_direction(left: str, right: str) -> None:
    left, right = fold(left), fold(right)
    assert 0.0 <= alike(left, right) <= 1.0
    assert alike(left, left) == 1.0


@each(
    "left, right",
    [("ÉTÉ", "été"), ("été", "ete"), ("Cœur", "coeur"), ("Łódź", "lodz"), ("Ø", "o")],
)
def test_folding_forgets_case_and_accents(left: str, right: str) -> None:
    assert fold(left) == fold(right)
