"""Typography changes how text is written and nothing else."""

from __future__ import annotations

import unicodedata

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.language.typography import (
    ACRONYMS,
    PLACES,
    decapitalise,
    is_capitals,
    is_verbatim,
    names_in,
    normalise_source,
    polish_english,
    recase_word,
)

SIGNS = st.sampled_from(list(" .,:;!?…«»“”\"'’()[]-–—\u00a0\u202f\u00ad\u200b\n\t%€°"))
WRITING = st.lists(st.one_of(SIGNS, st.sampled_from("aàbcéœEÉŒl 0123xyz"))).map("".join)
ANYTHING = st.one_of(WRITING, st.text())


def spoken(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@given(ANYTHING)
def test_normalising_is_done_once_and_for_all(text: str) -> None:
    once = normalise_source(text)
    assert normalise_source(once) == once
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in once)
    assert "  " not in once
    assert once == once.strip()


@given(WRITING)
def test_normalising_keeps_letters_and_digits(text: str) -> None:
    assert spoken(normalise_source(text)) == spoken(text)


@given(ANYTHING)
def test_polishing_touches_no_word_and_no_digit(text: str) -> None:
    once = polish_english(text)
    assert spoken(once) == spoken(text)
    assert polish_english(once) == once


@given(WRITING)
def test_polishing_neither_joins_nor_parts_words(text: str) -> None:
    def words(string: str) -> list[str]:
        return "".join(c if c.isalnum() else " " for c in string).split()

    assert words(polish_english(text)) == words(text)


@given(ANYTHING)
def test_lowering_capitals_changes_only_case(text: str) -> None:
    assert decapitalise(text).casefold() == text.casefold()


@each(
    "text, expected",
    [
        ("«\u00a0Non\u00a0», dit-il\u202f!", "« Non », dit-il !"),
        ("l’État d’“urgence”", "l'État d'\"urgence\""),
        ("aujourd´hui l' homme", "aujourd'hui l'homme"),
        ("pages ........ 12", "pages ... 12"),
        ("Sommaire . . . . . . 3", "Sommaire ... 3"),
        ("voir ------ ici", "voir - ici"),
        ("con\u00adsti\u200btution", "constitution"),
        ("e\u0301te\u0301", "été"),
        ("Le cœur bat…", "Le cœur bat..."),
        ("eﬃcace", "efficace"),
        ("\ufeffParis — Lyon ‑ Nice", "Paris – Lyon - Nice"),
        ("deux\nlignes\tet\x0b\x0ctrois", "deux lignes et trois"),
        ("1\u202f300 euros", "1 300 euros"),
        ("", ""),
    ],
)
def test_source_forms(text: str, expected: str) -> None:
    assert normalise_source(text) == expected


@each(
    "text, expected",
    [
        ("GRÈVE À LA SNCF : LE PDG S'EXPLIQUE", "Grève à la SNCF : le PDG s'explique"),
        ("LOUIS XIV ET LE SIÈCLE DE LA PAIX", "Louis XIV et le siècle de la paix"),
        ("L'UE RÉPOND AUX ÉTATS-UNIS", "L'UE répond aux États-Unis"),
        ("COVID-19 : DIX MORTS À SAINT-DENIS", "Covid-19 : dix morts à Saint-Denis"),
        ("LE G7 SE RÉUNIT. QUI PAIERA ?", "Le G7 se réunit. Qui paiera ?"),
        ("MME DURAND ET M. PETIT AU TRIBUNAL", "Mme Durand et M. Petit au tribunal"),
        ("« NOUS IRONS À PÉKIN »", "« Nous irons à Pékin »"),
        ("L'ETAT N'A PAS PAYE", "L'etat n'a pas paye"),
        ("LA VILLE M'A DIT CES MOTS", "La ville m'a dit ces mots"),
        ("J. D. VANCE RÉPOND", "J. D. Vance répond"),
        ("Le PS et le PCF", "Le PS et le PCF"),
        ("SNCF", "SNCF"),
        ("Une phrase ordinaire.", "Une phrase ordinaire."),
    ],
)
def test_headlines(text: str, expected: str) -> None:
    assert decapitalise(text) == expected


def test_names_are_known_from_running_text() -> None:
    names = names_in(["Pour Alix Bernard-Petit, le port attend.", "Le Port attend Alix."])
    assert decapitalise("ALIX BERNARD-PETIT AU PORT", names) == "Alix Bernard-Petit au port"


def test_lists_of_capitals_hold_together() -> None:
    assert all(recase_word(word) == word for word in ACRONYMS)
    assert all(recase_word(place.upper()) == place for place in PLACES)
    assert is_capitals("DEUX MOTS")
    assert not is_capitals("MOT")


@each(
    "text, expected",
    [
        ("1\u202f300", True),
        ("20.15 – 21.00", True),
        ("2 %", True),
        ("* * *", True),
        ("", True),
        ("https://exemple.fr/a?b=c", True),
        ("www.exemple.fr", True),
        ("redaction@exemple.fr", True),
        ("@exemple", True),
        ("12 km", False),
        ("20 h 30", False),
        ("Écrire à redaction@exemple.fr", False),
        ("Oui.", False),
    ],
)
def test_what_needs_no_translation(text: str, expected: bool) -> None:
    assert is_verbatim(text) is expected


@each(
    "text, expected",
    [
        ("He said : yes ; no !", "He said: yes; no!"),
        ("« Yes », he said.", '"Yes", he said.'),
        ("“Yes,” he said, ‘it’s fine’", "\"Yes,\" he said, 'it's fine'"),
        ('He said " yes " twice.', 'He said "yes" twice.'),
        ('5" and more', '5" and more'),
        ('5" and 6" pipes', '5" and 6" pipes'),
        ("Two  spaces .", "Two spaces."),
        ("( in brackets )", "(in brackets)"),
        ("1 300 people, 2 %", "1 300 people, 2 %"),
        ("What ?!", "What?!"),
        ("Wait ...", "Wait ..."),
        ("", ""),
    ],
)
def test_english_forms(text: str, expected: str) -> None:
    assert polish_english(text) == expected


@each("unit", ["mot", "a-", "a.", " ", "« ", "l' ", "( ", ". "])
def test_the_longest_line_takes_no_longer_than_its_length(unit: str) -> None:
    """A pattern that backtracks would need hours for these; the line is as long as settings
    allow."""
    text = unit * (200_000 // len(unit))
    assert len(normalise_source(text)) <= len(text)
    assert len(polish_english(text)) <= len(text)
    assert is_verbatim(text) is not any(character.isalpha() for character in text)
