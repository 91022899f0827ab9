"""Names survive translation as exonyms or as spellings that sound alike."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare.names import EnglishWords, match_names
from bilingual.language.names import find_names_fr

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


@each("french, english", KEPT)
def test_kept(french: str, english: str) -> None:
    names = find_names_fr(french)
    assert names
    assert match_names(names, EnglishWords(english)).missing == ()


@each("french, english, missing", MISSING)
def test_missing(french: str, english: str, missing: list[str]) -> None:
    matching = match_names(find_names_fr(french), EnglishWords(english))
    assert [mention.text for mention in matching.missing] == missing


def test_who_does_what_is_seen_in_the_order() -> None:
    names = find_names_fr("Hier, Xi Jinping a longuement reçu Poutine.")
    turned = match_names(names, EnglishWords("Yesterday, Putin received Xi Jinping at length."))
    assert [(a.text, b.text) for a, b in turned.inversions] == [("Xi Jinping", "Poutine")]
    assert (
        match_names(
            names, EnglishWords("Yesterday, Xi Jinping received Putin at length.")
        ).inversions
        == ()
    )


def test_joined_names_may_turn_round() -> None:
    names = find_names_fr("un accord entre Moscou et Pékin")
    assert match_names(names, EnglishWords("a deal between Beijing and Moscow")).inversions == ()


def test_a_place_inside_another_name_is_not_written() -> None:
    names = find_names_fr("Le prix Albert Londres, un vol Air Algérie et la ville de Londres.")
    assert [name.written for name in names if name.english] == ["", "", "London"]
    english = "The Albert Londres prize, an Air Algérie flight and the city of London."
    assert match_names(names, EnglishWords(english)).missing == ()


@given(
    st.sampled_from(["Xi Jinping", "Sergueï Lavrov", "Narendra Modi", "Recep Tayyip Erdogan"]),
    st.text(),
)
def test_a_person_is_kept_by_the_full_name_wherever_it_stands(name: str, text: str) -> None:
    (mention,) = find_names_fr(f"avec {name}")
    assert match_names([mention], EnglishWords(f"{text} . {mention.written} .")).missing == ()


@given(st.text(), st.text())
def test_every_name_is_kept_or_missing(french: str, english: str) -> None:
    names = find_names_fr(french)
    matching = match_names(names, EnglishWords(english))
    together = [mention for mention, _ in matching.kept] + list(matching.missing)
    assert sorted(together, key=lambda mention: mention.start) == names
