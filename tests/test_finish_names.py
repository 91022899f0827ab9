"""Names that were copied are written the English way, and mangled ones are put right; no others."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.finish.names import english_names, repair_names


@each(
    "french, english, expected",
    [
        ("Vladimir Poutine a quitté Pékin.", "Vladimir Poutine left Pékin.",
         "Vladimir Putin left Beijing."),
        ("Iouri Ouchakov est parti.", "Iouri Ouchakov is gone.", "Yuri Ushakov is gone."),
        ("Les Pays-Bas ont voté.", "The Pays-Bas voted.", "The Netherlands voted."),
        ("Il va aux Pays-Bas.", "He goes to Pays-Bas.", "He goes to the Netherlands."),
        ("M. Poutine et Mme Merkel.", "M. Putin and Mme Merkel.", "Mr Putin and Ms Merkel."),
        ("Il vit à Londres.", "He lives in London.", "He lives in London."),
        ("Jean-Luc Mélenchon a parlé.", "Jean-Luc Mélenchon spoke.", "Jean-Luc Mélenchon spoke."),
        ("Il écrit dans Le Monde.", "He writes in Le Monde.", "He writes in Le Monde."),
        ("La Russie est prête.", "The Russia is ready.", "Russia is ready."),
        ("« La Chine et la Russie », dit-il", '"The China and the Russia," he says',
         '"China and Russia," he says'),
        ("Le nord du Chili.", "The north of the Chile's coast", "The north of Chile's coast"),
        ("L'équipe de Russie.", "The Russia team.", "The Russia team."),
        ("La Chine et la Russie doivent agir.", "The China and Russia must act.",
         "China and Russia must act."),
        ("Les attentats de Paris et Bruxelles.", "The Paris and Brussels attacks are over.",
         "The Paris and Brussels attacks are over."),
        ("La France que nous aimons.", "The France that we love.", "The France that we love."),
        ("Le Niger est en crue.", "The Niger is in flood.", "The Niger is in flood."),
        ("Les Pays-Bas ont gagné.", "The Netherlands have won.", "The Netherlands have won."),
        ("Un film de M. Night.", "A film by M. Knight.", "A film by Mr Knight."),
        ("Un film d'Amour.", "A film by M. Night.", "A film by M. Night."),
        ("L'article M. 12.", "Article M. 12.", "Article M. 12."),
    ],
)  # fmt: skip
def test_copied_names(french: str, english: str, expected: str) -> None:
    assert english_names(english, french) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_once_is_enough(french: str, english: str) -> None:
    once = english_names(english, french)
    assert english_names(once, french) == once


WORDS = [
    "Wentzler", "Wentler", "Pékin", "Xi", "Jinping", "Jininping", "Colorado", "Colora", "Bárta",
    "Brta's", "Singapouriens", "Singaforians", "Pays-Bas", "le", "The", "maire", ",", ".",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=30)


@given(SENTENCES, SENTENCES)
def test_names_are_put_right_once(french: str, english: str) -> None:
    text, repairs = repair_names(french, english)
    assert (text == english) == (not repairs)
    assert repair_names(french, text) == (text, ())


@each(
    "french, english, expected",
    [
        ("Le maire Wentzler est parti.", "Mayor Wentler has left.", "Mayor Wentzler has left."),
        ("Le maire Vasseur est parti.", "Mayor Vaseur has left.", "Mayor Vasseur has left."),
        ("Le maire Roussel est parti.", "Mayor Rousel has left.", "Mayor Roussel has left."),
        ("Voici Pierre Bellanger.", "Here is Pierre Belanger.", "Here is Pierre Bellanger."),
        ("Hier, Barnabé Kislov a parlé.", "Barnabé Kislovslove spoke.", "Barnabé Kislov spoke."),
        ("Elle vit au Colorado.", "She lives in Colora.", "She lives in Colorado."),
        ("Chez Bárta, on rit.", "At Brta's, they laugh.", "At Bárta's, they laugh."),
        ("Selon Spijkenisse, oui.", "Yes, says Spijketnisse.", "Yes, says Spijkenisse."),
    ],
)
def test_mangled_names(french: str, english: str, expected: str) -> None:
    assert repair_names(french, english)[0] == expected


@each(
    "french, english",
    [
        ("Il vit à Londres.", "He lives in London."),  # an English form of its own
        ("Il aime l'Anatolie.", "He loves Anatolia."),  # the stem is kept
        ("C'est un Maya.", "He is a Mayan."),
        ("Le Comité est parti.", "The Committee has left."),  # an English word
        (
            "Boïko Borissov vote.",
            "Boyko Borisov votes.",
        ),  # how French writes the s of other languages
        ("Les frères Lehmann.", "The Lehman brothers."),
        ("Hilary Clinton vote.", "Hillary Clinton votes."),  # the French may be wrong
        ("La France et l'Allemagne.", "Franco-German relations."),
        ("Un rhinocéros de Sumatra.", "A Sumatran rhino."),
        ("L'Inde a voté.", "Indira Gandhi voted."),
        ("L'Iran menace.", "Irna reports a threat."),
        (
            "Voici Iouri Nikolaïev.",
            "Here is Yuri Nikolayev.",
        ),  # French ways to write foreign sounds
        (
            "La Cisjordanie vote.",
            "Cisjordania votes.",
        ),  # the West Bank: read alike, it would be another word
        ("L'Irak et l'Iran votent.", "Iraq and Iraq vote."),  # a name in its own right
        ("Singapour vote.", "Singafor and Singapo vote."),  # either may be meant
        ("La France joue.", "The French play."),
        ("Müller et Miller jouent.", "Miller and Miler play."),
    ],
)
def test_other_spellings_are_left(french: str, english: str) -> None:
    assert repair_names(french, english) == (english, ())


@each(
    "french, english, expected",
    [
        ("Les Singapouriens votent.", "Singaforians vote.", "Singaporeans vote."),
        ("Les relations Chine-Russie.", "The China-Rusia relations.",
         "The China-Russia relations."),
        ("Il vit à Saint-Pétersbourg.", "He lives in Saint Peterburg.",
         "He lives in Saint Petersburg."),
        ("Il vit aux Pays-Bas.", "He lives in the Netherands.", "He lives in the Netherlands."),
        ("Le Pérou et la Bolivie votent.", "Péu and Bolivya vote.", "Peru and Bolivia vote."),
    ],
)  # fmt: skip
def test_places_and_peoples_known_by_name_are_spelt_right(
    french: str, english: str, expected: str
) -> None:
    assert repair_names(french, english)[0] == expected
    assert repair_names(french, expected) == (expected, ())


@each(
    "french, english, expected",
    [
        ("Xi Jinping a parlé.", "Xi Jininping spoke.", "Xi Jinping spoke."),
        ("Sergueï Lavrov a parlé.", "Sergei Lavorv spoke.", "Sergei Lavrov spoke."),
        ("Vladimir Poutine a parlé.", "Vladimir Putin spoke.", "Vladimir Putin spoke."),
        ("Xi Jinping a vu Jin Ping.", "Xi Jinping saw Jin Ping.", "Xi Jinping saw Jin Ping."),
        ("Emmanuel Macron et Macroni.", "Emmanuel Macron and Macroni.",
         "Emmanuel Macron and Macroni."),
        ("Sergueï Lavrov est parti.", "Sergey Lavrov left.", "Sergey Lavrov left."),
    ],
)  # fmt: skip
def test_people_known_by_name_are_called_by_it(french: str, english: str, expected: str) -> None:
    assert repair_names(french, english)[0] == expected
    assert repair_names(french, expected)[0] == expected


@each(
    "english, repaired",
    [
        ("The leader Xi Jinping () has left.", "The leader Xi Jinping (习近平) has left."),
        ("The leader Xi Jinping (?) has left.", "The leader Xi Jinping (习近平) has left."),
        ("The leader Xi Jinping (习近平) has left.", "The leader Xi Jinping (习近平) has left."),
        ("The leader Xi Jinping has left.", "The leader Xi Jinping has left."),
        ("The leader () Xi Jinping () has left.", "The leader () Xi Jinping () has left."),
    ],
)
def test_empty_brackets_get_the_name_that_they_lost(english: str, repaired: str) -> None:
    french = "Le dirigeant Xi Jinping (习近平) est parti."
    assert repair_names(french, english)[0] == repaired
    assert repair_names(french, repaired)[1] == ()
