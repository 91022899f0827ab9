"""Changed numbers put right: never where there is a doubt, never twice, and always on record."""

from __future__ import annotations

from cases import each
from factories import make_brief
from hypothesis import given
from hypothesis import strategies as st

from bilingual.checks import check
from bilingual.compare.numbers import match_numbers
from bilingual.finish import finish
from bilingual.finish.changed_numbers import repair_numbers
from bilingual.finish.mangled_names import repair_names
from bilingual.language.numbers import find_numbers_en, find_numbers_fr
from bilingual.settings import Settings

WORDS = [
    "12", "1", "300", "4,1", "%", "41%", "1,300", "milliards", "million", "dollars", "$5", "euros",
    "mars", "May", "vendredi", "69e", "6th", "1998", "18", "h", "30", "6:30", "vingt-deux",
    "twelve", "une", "dizaine", "dozen", "XXIe", "siècle", ",", ".", "de", "and", "l'", "2,5bn",
    "10-12", "−3", "007", "½", "٣",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=30)


def unpaired(french: str, english: str) -> int:
    matching = match_numbers(find_numbers_fr(french), find_numbers_en(english))
    return len(matching.missing) + len(matching.extra)


@given(SENTENCES, SENTENCES)
def test_it_only_ever_makes_things_better(french: str, english: str) -> None:
    text, repairs = repair_numbers(french, english)
    assert unpaired(french, text) == unpaired(french, english) - 2 * len(repairs)
    assert (text == english) == (not repairs)
    assert repair_numbers(french, text) == (text, ())


@given(st.integers(2, 99_999), st.integers(2, 99_999))
def test_what_was_right_is_left(right: int, other: int) -> None:
    french = f"Ils étaient {right} hier et {other} aujourd'hui."
    english = f"They were {right:,} yesterday and {other:,} today."
    assert repair_numbers(french, english) == (english, ())


@each(
    "french, english, expected",
    [
        ("une hausse de 4,1 % en 2024", "a rise of 41% in 2024", "a rise of 4.1% in 2024"),
        ("les bonds de 29,3 % et de 26,3 %", "jumps of 4.3% and 26.3%", "jumps of 29.3% and 26.3%"),
        ("115,5 milliards de dollars", "115.5 million dollars", "115.5 billion dollars"),
        ("5 millions de dollars", "$50 million", "$5 million"),
        ("un budget de 4,5 M€", "a budget of 4.5 euros", "a budget of 4.5 million euros"),
        (
            "de 4,5 M€ et 3 Md€",
            "of €4.5 and 3 billion euros",
            "of €4.5 million and 3 billion euros",
        ),
        ("un prêt de 300 k€", "a loan of 300 euros", "a loan of 300,000 euros"),
        ("1 300 personnes", "13,000 people", "1,300 people"),
        ("vingt-deux pays", "twelve countries", "22 countries"),
        ("trois pays", "thirteen countries", "three countries"),
        ("la 69e place", "the 6th place", "the 69th place"),
        ("la 22e place", "the 12th place", "the 22nd place"),
        ("le 3 mars", "3 May", "3 March"),
        ("un vendredi", "a Thursday", "a Friday"),
        ("en 1998", "in 1988", "in 1998"),
        ("12 %, puis 15 %", "13%, then 16 percent", "12%, then 15 percent"),
        ("de 30 ans", "of 3%", "of 30"),
    ],
)
def test_changed_numbers(french: str, english: str, expected: str) -> None:
    assert repair_numbers(french, english)[0] == expected


@each(
    "french, english",
    [
        ("10, 20 et 30", "40 and 50"),  # which became which?
        ("5 millions d'euros", "$50 million"),  # another currency is another fault
        ("vingt-quatre heures", "many hours"),  # nothing to put it in the place of
        ("16 milles roubles", "16 thousand roubles"),  # miles or thousands, nobody knows
        ("à 18 h 30", "at 6:40 p.m."),  # a time has many forms
        ("en mars", "in 3 parts"),
    ],
)
def test_doubtful_ones_are_left(french: str, english: str) -> None:
    assert repair_numbers(french, english) == (english, ())


def test_the_record_and_the_flag_say_what_was_done() -> None:
    brief = make_brief(
        [("body", [("Une hausse de 4,1 %.", "A rise of 41%."), ("Il pleut.", "It rains.")])],
        id="rise",
    )
    first, second = finish(brief.sentences, brief.translations, Settings())
    assert first.text == "A rise of 4.1%."
    assert [vars(item) for item in first.repairs] == [
        {"french": "4,1 %", "before": "41%", "after": "4.1%"}
    ]
    assert second == brief.translations[1]
    flags = [flag for flag in check(brief.sentences, (first, second)) if flag.kind == "repaired"]
    assert [flag.index for flag in flags] == [0]
    assert "The model wrote 41%; the French says 4,1 %." in flags[0].message


@each("origin", ["human", "memory", "glossary", "verbatim", "untranslated"])
def test_only_what_an_engine_said_is_touched(origin: str) -> None:
    brief = make_brief(
        [("body", [("Une hausse de 4,1 %.", "A rise of 41%.")])],
        id="rise",
        translations={0: {"origin": origin}},
    )
    assert finish(brief.sentences, brief.translations, Settings()) == brief.translations


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
