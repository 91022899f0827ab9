"""Names survive translation as exonyms or as spellings that sound alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.language.likeness import alike, fold
from bilingual.language.names import find_names_fr, match_names

KEPT = [
    ("Il vit à Londres.", "He lives in London."),
    ("Le sommet se tient à Pékin.", "The summit is held in Beijing."),
    ("Selon l'Allemagne, rien ne presse.", "According to Germany, there is no hurry."),
    ("Un appel entre Poutine et Xi.", "A call between Putin and Xi."),
    ("Le ministre Sergueï Lavrov", "Minister Sergei Lavrov"),
    ("Le cosmonaute Iouri Gagarine", "Cosmonaut Yuri Gagarin"),
    ("un roman de Tchernychevski", "a novel by Chernyshevsky"),
    ("Le président Zelensky est venu.", "President Zelenskyy came."),
    ("avec l'OTAN et l'ONU", "with NATO and the United Nations"),
    ("un accord de l'UE", "an EU deal"),
    ("depuis les États-Unis", "from the U.S."),
    ("depuis les Etats-Unis", "from the United States"),
    ("la Corée du Nord menace", "North Korea threatens"),
    ("en Côte d'Ivoire", "in Ivory Coast"),
    ("un match aux Pays-Bas", "a match in the Netherlands"),
    ("la Maison Blanche dément", "the White House denies it"),
    ("le Conseil de sécurité s'est réuni", "the Security Council met"),
    ("il a vu M. Dupont-Aignel", "he saw Mr Dupont-Aignel"),
    ("chez les Américains", "among Americans"),
    ("un fidèle de Kadhafi", "a follower of Gaddafi"),
    ("le roi d'Écosse", "the king of Scotland"),
    ("à Saint-Pétersbourg", "in St. Petersburg"),
    ("le FMI et la BCE", "the IMF and the ECB"),
    ("la région du Proche-Orient", "the Middle East"),
    ("En 1944, Jean Moulinet entre dans Paris.", "In 1944, Jean Moulinet enters Paris."),
    ("un appel de Xi Jinping", "a call from Xi Jinping"),
    ("un appel de Xi Jinping", "a call from Mr Xi"),
    ("un appel de Sergueï Lavrov", "a call from Sergey Lavrov"),
    ("un appel de Sergueï Lavrov", "a call from Minister Lavrov"),
    ("un appel de Benyamin Nétanyahou", "a call from Binyamin Netanyahu"),
    ("le sommet de l'OCS", "the SCO summit"),
    ("les pays du Sud global", "countries of the Global South"),
    ("à La Haye", "in The Hague"),
    ("le président de l'Équateur", "the president of Ecuador"),
    ("un certain Tchernoukhine", "one Chernukhin"),
]

MISSING = [
    ("Il vit à Londres.", "He lives in Paris.", ["Londres"]),
    ("une rencontre avec Poutine", "a meeting with Trump", ["Poutine"]),
    ("avec Mme Kowalczyk", "with Mrs Robinson", ["Kowalczyk"]),
    ("la Corée du Nord menace", "Iran threatens", ["Corée du Nord"]),
    ("un accord de l'OTAN", "a deal", ["OTAN"]),
    ("un appel de Xi Jinping", "a call from Xi Jinit", ["Xi Jinping"]),
    ("un appel de Xi Jinping", "a call from Jinping Li", ["Xi Jinping"]),
    ("un appel de Sergueï Lavrov", "a call from Serhit Lavrov", ["Sergueï Lavrov"]),
    ("un appel de Sergueï Lavrov", "a call from Sergei Lavalov-Brin", ["Sergueï Lavrov"]),
    ("la Corée du Nord menace", "South Korea threatens", ["Corée du Nord"]),
    ("François Bayrou a vu le pape François.", "François Bayrou saw the pape.", ["pape François"]),
    ("Marine Le Pen a parlé.", "The Pen spoke.", ["Marine Le Pen"]),
    ("un voyage à Pékin", "a trip to Pekin", ["Pékin"]),
    ("un voyage à Londres", "a trip to Londres", ["Londres"]),
]

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


@pytest.mark.parametrize(("french", "english"), KEPT)
def test_kept(french: str, english: str) -> None:
    names = find_names_fr(french)
    assert names
    assert match_names(names, english).missing == ()


@pytest.mark.parametrize(("french", "english", "missing"), MISSING)
def test_missing(french: str, english: str, missing: list[str]) -> None:
    matching = match_names(find_names_fr(french), english)
    assert [mention.text for mention in matching.missing] == missing


@pytest.mark.parametrize("text", NO_NAMES)
def test_words_that_name_nobody(text: str) -> None:
    assert find_names_fr(text) == []


def test_who_does_what_is_seen_in_the_order() -> None:
    names = find_names_fr("Hier, Xi Jinping a longuement reçu Poutine.")
    turned = match_names(names, "Yesterday, Putin received Xi Jinping at length.")
    assert [(a.text, b.text) for a, b in turned.inversions] == [("Xi Jinping", "Poutine")]
    assert match_names(names, "Yesterday, Xi Jinping received Putin at length.").inversions == ()


def test_joined_names_may_turn_round() -> None:
    names = find_names_fr("un accord entre Moscou et Pékin")
    assert match_names(names, "a deal between Beijing and Moscow").inversions == ()


@pytest.mark.parametrize(
    ("french", "written"),
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


def test_a_place_inside_another_name_is_not_written() -> None:
    names = find_names_fr("Le prix Albert Londres, un vol Air Algérie et la ville de Londres.")
    assert [name.written for name in names if name.english] == ["", "", "London"]
    english = "The Albert Londres prize, an Air Algérie flight and the city of London."
    assert match_names(names, english).missing == ()


@given(
    st.sampled_from(["Xi Jinping", "Sergueï Lavrov", "Narendra Modi", "Recep Tayyip Erdogan"]),
    st.text(),
)
def test_a_person_is_kept_by_the_full_name_wherever_it_stands(name: str, text: str) -> None:
    (mention,) = find_names_fr(f"avec {name}")
    assert match_names([mention], f"{text} . {mention.written} .").missing == ()


@given(st.text())
def test_mentions_are_in_order_and_hold_their_text(text: str) -> None:
    position = 0
    for mention in find_names_fr(text):
        assert position <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        position = mention.end


@given(st.text(), st.text())
def test_every_name_is_kept_or_missing(french: str, english: str) -> None:
    names = find_names_fr(french)
    matching = match_names(names, english)
    together = [mention for mention, _ in matching.kept] + list(matching.missing)
    assert sorted(together, key=lambda mention: mention.start) == names


@given(st.text(), st.text())
def test_likeness_is_a_share_and_has_no_direction(left: str, right: str) -> None:
    left, right = fold(left), fold(right)
    assert 0.0 <= alike(left, right) <= 1.0
    assert alike(left, left) == 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [("ÉTÉ", "été"), ("été", "ete"), ("Cœur", "coeur"), ("Łódź", "lodz"), ("Ø", "o")],
)
def test_folding_forgets_case_and_accents(left: str, right: str) -> None:
    assert fold(left) == fold(right)
