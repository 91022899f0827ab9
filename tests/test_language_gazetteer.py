"""The gazetteer says what is written, with its case and its article, and never writes what may be
another word."""

from __future__ import annotations

import re
from collections import Counter

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare.names import EnglishWords, match_names
from bilingual.language.gazetteer import Entry, entries
from bilingual.language.names import find_names_fr


def written(french: str) -> list[str]:
    """The English, with its article, of every name of which it is known."""
    return [mention.written for mention in find_names_fr(french) if mention.written]


def is_kept(french: str, english: str) -> bool:
    (mention,) = find_names_fr(french)
    return not match_names([mention], EnglishWords(english)).missing


@each(
    "french, article, english",
    [
        ("aux États-Unis", "the", "United States"),
        ("aux Etats-Unis", "the", "United States"),
        ("l'OTAN", "", "NATO"),
        ("l’ONU", "the", "UN"),
        ("l'UE", "the", "EU"),
        ("l'OCS", "the", "SCO"),
        ("l'Organisation de coopération de Shanghai", "the", "Shanghai Cooperation Organisation"),
        ("l'AIEA", "the", "IAEA"),
        ("la Maison-Blanche", "the", "White House"),
        ("le Kremlin", "the", "Kremlin"),
        ("le Sud global", "the", "Global South"),
        ("les BRICS", "", "BRICS"),
        ("l'accord de Paris", "the", "Paris Agreement"),
        ("aux Pays-Bas", "the", "Netherlands"),
        ("aux Philippines", "the", "Philippines"),
        ("à Pékin", "", "Beijing"),
        ("à Kiev", "", "Kyiv"),
        ("à Saint-Pétersbourg", "", "St Petersburg"),
        ("à La Haye", "", "The Hague"),
        ("en Extrême-Orient", "the", "Far East"),
        ("en Israël", "", "Israel"),
        ("à Jérusalem", "", "Jerusalem"),
        ("de Singapour", "", "Singapore"),
        ("en Équateur", "", "Ecuador"),
        ("au Pérou", "", "Peru"),
        ("au Mexique", "", "Mexico"),
        ("à Mexico", "", "Mexico City"),
        ("en Indonésie", "", "Indonesia"),
        ("en Cisjordanie", "the", "West Bank"),
        ("la mer Noire", "the", "Black Sea"),
        ("La Mer Noire", "the", "Black Sea"),
        ("un Américain", "", "American"),
        ("les Américaines", "", "Americans"),
        ("les Brésiliens", "", "Brazilians"),
        ("les Chinois", "", "Chinese"),
        ("une Hongroise", "", "Hungarian"),
        ("Vladimir Poutine", "", "Vladimir Putin"),
        ("M. Poutine", "", "Putin"),
        ("Sergueï Lavrov", "", "Sergei Lavrov"),
        ("Iouri Ouchakov", "", "Yuri Ushakov"),
        ("Xi Jinping", "", "Xi Jinping"),
        ("le pape François", "", "Pope Francis"),
        ("Jean-Paul II", "", "John Paul II"),
        ("Oussama ben Laden", "", "Osama bin Laden"),
        ("le président al-Assad", "", "al-Assad"),
        ("la Seconde Guerre mondiale", "", "World War II"),
        ("le Conseil de Sécurité", "the", "Security Council"),
    ],
)
def test_what_is_written(french: str, article: str, english: str) -> None:
    assert written(french) == [f"{article} {english}".strip()]


@each(
    "french",
    [
        "Pierre", "Large", "Nord", "Constitution", "Paul", "CD", "Mondial", "Tours", "Nice",
        "Grenade", "Valence", "Marine", "Manche", "Hollande", "Dieu", "Terre", "équateur", "pékin",
        "un hongrois", "Les Hongrois", "les Anglais", "François", "Premier ministre", "Est", "Mars",
        "Cap", "Maurice", "Bourse", "On", "Société",
    ],
)  # fmt: skip
def test_what_may_be_another_word_is_not_written(french: str) -> None:
    assert written(french) == written(f"On parle de {french}") == []


@each(
    "french, english",
    [
        ("l'OMS", "The WHO warned."),
        ("l'OMS", "The World Health Organization warned."),
        ("aux États-Unis", "in the U.S. today"),
        ("Kiev", "in Kiev"),
        ("Sergueï Lavrov", "Sergey Lavrov said"),
        ("aux États-Unis", "They told us of the US."),
        ("les Américains", "in America"),
        ("l'Élysée", "The Elysee said"),
        ("la Seconde Guerre mondiale", "the Second World War"),
    ],
)
def test_other_good_forms_are_kept(french: str, english: str) -> None:
    assert is_kept(french, english)


@each(
    "french, english",
    [
        ("l'OMS", "Who warned us?"),
        ("aux États-Unis", "They told us so."),
        ("l'EI", "It is so."),
        ("Xi Jinping", "Xi Jinit said"),
        ("Pékin", "in Pékin"),
        ("la Corée du Nord", "South Korea"),
    ],
)
def test_what_only_looks_like_it_is_not_kept(french: str, english: str) -> None:
    assert not is_kept(french, english)


_BEGINS = re.compile(
    r"[A-Z0-9ÉÎÖÅ]|al-|el-|bin |von |(?:sub-Saharan Africa|southern Lebanon|eurozone"
    r"|occupied Palestine|barrel organ|minimum wage)$"
)


def writable() -> list[Entry]:
    return [entry for entry in entries() if entry.written and entry.kind not in ("given", "none")]


def test_every_name_is_written_with_its_case_and_without_its_article() -> None:
    for entry in writable():
        for _, english in entry.forms:
            assert _BEGINS.match(english), english
            assert not english.startswith("the "), english


def test_every_name_with_a_capital_is_found_and_written() -> None:
    for entry in writable():
        for french, english in entry.forms:
            # In capitals and digits ("G20") it is a number, and points divide ("J. D. Vance").
            if not french[0].isupper() or "." in french or french[-1].isdigit():
                continue
            wanted = f"the {english}" if entry.article else english
            assert wanted in written(f"On parle de {french} ici."), french


def test_no_form_is_written_in_two_ways() -> None:
    said: dict[str, set[str]] = {}
    for entry in writable():
        for french, english in entry.forms:
            said.setdefault(french, set()).add(english)
    assert {french: ways for french, ways in said.items() if len(ways) > 1} == {}


def test_the_rows_are_well_formed() -> None:
    kinds = Counter(entry.kind for entry in entries())
    assert set(kinds) == {"place", "people", "body", "other", "person", "family", "given", "none"}
    assert kinds["place"] > 800
    assert kinds["people"] > 300
    assert kinds["person"] > 300
    for entry in entries():
        assert all(english for _, english in entry.forms) or entry.kind == "none"
        signs = "".join(part for form in entry.forms for part in form) + "".join(entry.accepted)
        assert not set("+~|;\t") & set(signs), entry


def test_the_check_takes_what_the_table_writes() -> None:
    for entry in entries():
        for french, english in entry.forms if entry.kind != "none" else ():
            mentions = find_names_fr(f"On parle de {french} ici.")
            assert (
                match_names(mentions, EnglishWords(f"There is talk of {english} here.")).missing
                == ()
            ), french


@given(
    st.lists(
        st.sampled_from(
            ["Xi", "Jinping", "de", "l'", "États-Unis", "mer", "Noire", "x", "\n\n", "."]
        )
    ).map(" ".join)
)
def test_names_stand_where_they_say(text: str) -> None:
    end = 0
    for mention in find_names_fr(text):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
