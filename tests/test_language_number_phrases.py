"""Numbers that mean what they mean by the words around them, in both languages: a table of pairs
that are the same, and one of pairs that are not."""

from __future__ import annotations

from fractions import Fraction

from cases import each

from bilingual.compare.numbers import match_numbers
from bilingual.finish.numbers import repair_numbers
from bilingual.language.numbers import find_numbers_en, find_numbers_fr

# French | English | further English that says the same
SAME = """
Il y a 1.450 morts.|There are 1,450 dead.|There are 1450 dead.
La firme a 3.076 employés.|The firm has 3,076 employees.
Le cours est de 1,312 euro.|The price is 1.312 euros.
À 72,615 dollars le baril.|At 72.615 dollars a barrel.
Le taux est de 0,375 %.|The rate is 0.375%.
La somme de 2 345,67 euros.|The sum of 2,345.67 euros.
La somme de 1.234.567 euros.|The sum of 1,234,567 euros.
Il y eut 57,000 personnes.|There were 57,000 people.
Près de 3½ millions de voix.|Nearly 3.5 million votes.|Three and a half million votes.
Près de 3½ millions de voix.|Nearly 3½ million votes.
Près de 1 ½ million de voix.|Nearly 1.5 million votes.|One and a half million votes.
Un fossé de ¼ de point.|A gap of ¼ of a point.|A quarter of a point.
Soit 10⁹ bits.|That is one billion bits.|That is 10^9 bits.|That is 1,000,000,000 bits.
Soit 3,2×10⁶ bits.|That is 3.2 million bits.|That is 3.2 × 10^6 bits.
Né en mil huit cent quarante-huit.|Born in 1848.|Born in eighteen forty-eight.
Mort en mille neuf cent trente-six.|Died in 1936.|Died in nineteen thirty-six.
En 1984.|In nineteen eighty-four.
À six heures moins le quart.|At 5:45.|At a quarter to six.|At 5.45 p.m.|At 5:45 a.m.
À 9 heures moins le quart.|At 8:45.|At a quarter to nine.
À onze heures moins vingt.|At 10:40.|At twenty to eleven.
À 8 h moins cinq.|At 7:55.|At five to eight.
À midi et demi.|At 12:30.|At half past twelve.|At half past noon.
À minuit et quart.|At 0:15.|At a quarter past midnight.
À minuit moins dix.|At 23:50.|At ten to midnight.|At 11:50 p.m.
À sept heures et demie du soir.|At 7:30 p.m.|At 19:30.|At half past seven.
À sept heures et quart.|At 7:15.|At a quarter past seven.
À quatre heures vingt.|At 4:20.|At twenty past four.
À cinq heures.|At 5 p.m.|At 5 o'clock.|At five.
À dix heures du soir.|At 10 p.m.|At 22:00.
À 7 h le soir.|At 7 p.m.|At 7 in the evening.
À 7 h hier soir.|At 7 p.m. yesterday.
Samedi à 2 h de l'après-midi.|Saturday at 2 p.m.
À 19 h 45.|At 7:45 p.m.|At 19:45.|At 19h45.
Après 1h30.|After an hour and a half.|After 1h30.|After 90 minutes.|After 1 hour 30 minutes.
Après 2 h 15.|After two hours and fifteen minutes.
Une demi-heure plus tard.|Half an hour later.|30 minutes later.
Après dix-huit mois.|After a year and a half.|After 18 months.
Après 2 ans et demi.|After two and a half years.|After two years and a half.
Le 4 sept à Lyon.|On 4 September in Lyon.|On 4 Sept in Lyon.|On Sept. 4 in Lyon.
Le 12 sept 2020.|On 12 September 2020.|On Sept 12, 2020.|On 12 Sept. 2020.
Le 3 févr 2021.|On 3 February 2021.|On Feb. 3, 2021.
Le 14 juill.|On 14 July.|On Jul 14.
De novembre à février.|From November to February.|Nov-Feb.
Une dette divisée par deux.|A debt that was halved.|Half the debt.|A debt divided by two.
Une dette divisée par trois.|A third of the debt.|A debt divided by three.
Deux fois moins cher.|Half the price.|Twice as cheap.
Un prix multiplié par trois.|A price that tripled.|A threefold price.|A price three times as high.
Le prix a quadruplé.|The price rose fourfold.|The price is four times as high.
Le prix a doublé.|The price doubled.|The price is two times as high.
Le VIe sommet.|The VI summit.|The sixth summit.|The 6th summit.
Sous Louis XVI.|Under Louis the Sixteenth.|Under Louis XVI.
Entre 1 et 0,5 milliard.|Between 0.5 and 1 billion.
Sur la BBC.|On BBC Two.
"""

# French | English | further English that says something else
OTHER = """
Il y a 1.450 morts.|There are 1.450 dead.|There are 1.45 dead.
Le cours est de 1,312 euro.|The price is 1,312 euros.
À 72,615 dollars le baril.|At 72,615 dollars a barrel.
Près de 3½ millions de voix.|Nearly 3 million votes.|Nearly 31 million votes.
Soit 10⁹ bits.|That is 109 bits.|That is 10 bits.
Né en mil huit cent quarante-huit.|Born in 1840.|Born in a thousand.
À six heures moins le quart.|At 6:15.|At six.|At a quarter past six.
À onze heures moins vingt.|At 11:20.|At twenty past eleven.
À midi et demi.|At noon.|At 12:15.
À sept heures et demie du soir.|At 7:30 a.m.|At 6:30 p.m.
À dix heures du soir.|At 10 a.m.|At 11 p.m.
À 9 heures.|At 9 p.m.
À 7 h le soir.|At 7 a.m.
À 11h10.|At 11 a.m.
À 21 h 30.|At 21:30 p.m.|At 9:30 a.m.
Après 1h30.|After an hour.|After 80 minutes.
Le 4 sept à Lyon.|On 4 October in Lyon.|On 4 in Lyon.
Le 12 sept 2020.|On 12 August 2020.
Un prix multiplié par trois.|A price that doubled.|A fourfold price.
Le VIe sommet.|The VII summit.|The seventh summit.
Pendant deux ans.|For years.
Un recul de 20 %.|A decline.
"""


def rows(table: str) -> list[tuple[str, str]]:
    lines = [line.split("|") for line in table.strip().splitlines()]
    return [(french, english) for french, *translations in lines for english in translations]


def differ(french: str, english: str) -> bool:
    matching = match_numbers(find_numbers_fr(french), find_numbers_en(english))
    return bool(matching.missing or matching.extra)


@each("french, english", rows(SAME))
def test_the_same_number(french: str, english: str) -> None:
    assert not differ(french, english)


@each("french, english", rows(OTHER))
def test_another_number(french: str, english: str) -> None:
    assert differ(french, english)


@each(
    "text, value",
    [("2½ millions", 2_500_000), ("10⁶ becquerels", 10**6), ("mil neuf cent quatorze", 1914),
     ("5.10⁶ Bq", 5 * 10**6), ("10^12 octets", 10**12), ("trois quarts", Fraction(3, 4)),
     ("minuit moins le quart", Fraction(95, 4)), ("12 ¾", Fraction(51, 4))],
)  # fmt: skip
def test_values(text: str, value: Fraction) -> None:
    assert [mention.value for mention in find_numbers_fr(text)] == [value]


@each(
    "text",
    ["de trois et quatre ans", "dix moins deux", "deux ou trois heures", "les sept personnes",
     "sept heures de route et deux nuits", "trois heures, vingt personnes"],
)  # fmt: skip
def test_numbers_that_only_stand_together_stay_two(text: str) -> None:
    assert len(find_numbers_fr(text)) == 1 + (text.count("sept") != 1 or "deux" in text)


@each(
    "text", ["from ten to nine people", "five after two years", "sixteen fifty-pound notes"]
)  # fmt: skip
def test_english_numbers_that_only_stand_together_stay_two(text: str) -> None:
    assert len(find_numbers_en(text)) == 2


@each(
    "french, english, repaired",
    [
        ("Près de 2½ millions de voix.", "Nearly 2 million votes.", "Nearly 2.5 million votes."),
        ("Près de 1 ½ million.", "Nearly 1 million.", "Nearly 1.5 million."),
        ("En mil neuf cent quatorze.", "In 1940.", "In 1914."),
        ("En mille neuf cent cinquante-huit.", "In 1985.", "In 1958."),
        ("Ils étaient mille neuf cents.", "They were 1,800.", "They were 1,900."),
        ("Soit 10⁶ becquerels.", "That is 106 becquerels.", "That is 106 becquerels."),
        ("Soit 110⁶ becquerels.", "That is 11 becquerels.", "That is 11 becquerels."),
        ("À six heures moins le quart.", "At 6:15.", "At 6:15."),
    ],
)
def test_a_repair_writes_the_value_or_nothing(french: str, english: str, repaired: str) -> None:
    assert repair_numbers(french, english)[0] == repaired
