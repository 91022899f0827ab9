"""Names in French spelling get their English one by rule, and what is French or unsure stays as it
is."""

from __future__ import annotations

import re

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare.names import EnglishWords, match_names
from bilingual.language.names import find_names_fr
from bilingual.language.transliteration import MAX_LETTERS, english_spelling

SPELT = """
    Ouchakov > Ushakov | Patrouchev > Patrushev | Pouchkine > Pushkin | Bakounine > Bakunin |
    Michoustine > Mishustin | Prigojine > Prigozhin | Narychkine > Naryshkin | Joukov > Zhukov |
    Tchernychev > Chernyshev | Tchernychevski > Chernyshevsky | Tchaïkovski > Chaikovsky |
    Maïakovski > Mayakovsky | Gorbatchev > Gorbachev | Khrouchtchev > Khrushchev | Iouchtchenko >
    Yushchenko | Porochenko > Poroshenko | Timochenko > Timoshenko | Kravtchenko > Kravchenko |
    Chevtchenko > Shevchenko | Tkatchenko > Tkachenko | Savtchenko > Savchenko | Kravtchouk >
    Kravchuk | Pintchouk > Pinchuk | Ianoukovitch > Yanukovich | Abramovitch > Abramovich |
    Malevitch > Malevich | Chostakovitch > Shostakovich | Petrovitch > Petrovich | Nikolaïevna >
    Nikolayevna | Nikolaïevitch > Nikolayevich | Nazarbaïev > Nazarbayev | Tokaïev > Tokayev |
    Berdiaïev > Berdyayev | Boulgakov > Bulgakov | Chouvalov > Shuvalov | Choukhov > Shukhov |
    Zoubkov > Zubkov | Sourkov > Surkov | Glouchkov > Glushkov | Kojevnikov > Kozhevnikov |
    Doujenkov > Duzhenkov | Riabouchkine > Ryabushkin | Loukianov > Lukyanov | Loukachenko >
    Lukashenko | Iakovlev > Yakovlev | Iavlinski > Yavlinsky | Iaroslavski > Yaroslavsky | Iermolov
    > Yermolov | Ioudine > Yudin | Iouri > Yuri | Ioulia > Yulia | Iouriev > Yuriev | Iouchkevitch >
    Yushkevich | Sergueï > Sergei | Andreï > Andrei | Alexeï > Alexei | Nikolaï > Nikolai | Mikhaïl
    > Mikhail | Mikhaïlov > Mikhailov | Mikhaïlovitch > Mikhailovich | Evgueni > Evgeni | Guennadi >
    Gennadi | Gueorgui > Georgi | Gueorguiev > Georgiev | Dostoïevski > Dostoyevsky | Jirinovski >
    Zhirinovsky | Navalnaïa > Navalnaya | Politkovskaïa > Politkovskaya | Tikhanovskaïa >
    Tikhanovskaya | Kovalevskaïa > Kovalevskaya | Krasnoïarsk > Krasnoyarsk | Tcheliabinsk >
    Chelyabinsk | Saakachvili > Saakashvili | Ivanichvili > Ivanishvili | Margvelachvili >
    Margvelashvili | Chevardnadzé > Shevardnadze | Daniliouk > Danilyuk | Ponomariov > Ponomaryov |
    Koutouzov > Kutuzov | Souvorov > Suvorov | Toukhatchevski > Tukhachevsky | Roumiantsev >
    Rumyantsev | Belooussov > Belousov | Kouznetsov > Kuznetsov | Oustinov > Ustinov | Ousmanov >
    Usmanov | Ouvarov > Uvarov | Ouspenski > Uspensky | Oulianov > Ulyanov | Chouïski > Shuisky |
    Tchoubaïev > Chubayev | Tchkalov > Chkalov | Tcherenkov > Cherenkov | Tchijov > Chizhov |
    Tchapaïev > Chapayev | Pougatchev > Pugachev | Pougatcheva > Pugacheva | Goriatcheva >
    Goryacheva | Sytchev > Sychev | Denissov > Denisov | Borissov > Borisov | Borissova > Borisova |
    Vassiliev > Vasiliev | Dmitrievitch > Dmitrievich | Joltovski > Zholtovsky | Goloubev > Golubev
    | Jouravlev > Zhuravlev | Moltchanov > Molchanov | Ovtchinnikov > Ovchinnikov | Koulikov >
    Kulikov | Doudaïev > Dudayev | Bassaïev > Basayev | Zakaïev > Zakayev | Raspoutine > Rasputin |
    Poutine > Putin | Loujkov > Luzhkov | Jdanov > Zhdanov | Jivkov > Zhivkov | Chichkine > Shishkin
    | al-Charif > al-Sharif | al-Bachir > al-Bashir | al-Joulani > al-Julani | al-Nousra > al-Nusra
    | al-Charaa > al-Sharaa | al-Bourhane > al-Burhan | al-Chaabi > al-Shaabi | al-Douri > al-Duri |
    al-Soudani > al-Sudani | al-Khoï > al-Khoi | al-Chami > al-Shami | al-Moussaoui > al-Musawi |
    Djalal > Jalal | Djaafar > Jaafar | Djamal > Jamal | Nadjib > Najib | Nadjaf > Najaf | Moustafa
    > Mustafa | Souleimani > Suleimani | Viatcheslav > Vyacheslav | Abou Ghraib > Abu Ghraib | Abou
    Bakr al-Baghdadi > Abu Bakr al-Baghdadi | Iouri Gagarine > Yuri Gagarine | Akaïev > Akayev |
    Sarsenbaïev > Sarsenbayev | Kassatonov > Kasatonov | Fetissov > Fetisov | Aouchev > Aushev |
    Dachkevitch > Dashkevich | Kovatchev > Kovachev | Kazatchkine > Kazachkin | Iekhanourov >
    Yekhanurov | Koroliov > Korolyov | Soloviov > Solovyov
"""
# French, African and other names that only look alike, names with two usual spellings, and English
# spellings.
LEFT = """
    Abdoul Achard Ajaccio Aline Anaïs Angelina Angoulême Anjou Anjouan Antoine Archimbaud Argentina
    Argentine Asimov Augustine Bardella Belkacem Benchaâ Bencheikh Benzema Bertrand Bettina Bijou
    Blanchard Bolloré Bonnet Bordeaux Boris Boualem Bouazizi Bouchard Boudjellal Boulanger Boulez
    Boulogne Boumediene Bounine Bourdieu Bourdin Bourgeois Bourges Bourgogne Bourguiba Bouteflika
    Boutique Bouygues Bové Capucine Catherine Caïn Ceausescu Chabrol Champagne Charpentier Chartier
    Chateaubriand Chaumont Chekhov Cherbourg Chernov Chevalier Chinon Chirac Choiseul Cholet Chopin
    Chouan Chouinard Choupette Christina Christine Clémentine Colombine Coulibaly Cousteau Coustine
    Coutine Coutures Couturier Céline David Delphine Dijon Diouf Django Djibouti Djibril Djokovic
    Doucouré Dubcek Dujardin Dupont Durand Dutch Dzerjinski Edimbourg Etchebest Etcheverry Faustine
    Fletcher Florentine Fontaine Fontanet Fournier Gainsbourg Garcia Gauchet Gbagbo Genève Germaine
    Girard Gorbachev Goutchkov-Rey Gueguen Guerlain Guesde Guigou Guillaume Guitry Guénolé Guérande
    Guérin Havel Haïfa Haïti Hitchcock Hugo Hugues Huguet Héloïse Hélène Iago Iannis Iberia Iliescu
    Ion Ionesco Irina Iris Ismaël Israël Ivanov Ivanovna Iéna Jackson Jacquet Jamaïque Jarre Jaurès
    Jean Jeanne Jeff Jerusalem Joan Joffre Johnson Jones Jonquières Jordan Jospin Joséphine Joubert
    Jourdain Jouve Jouvet Jouy Julien Juppé Jura Justine Kaczynski Kadar Kalachnikov Karina Kasparov
    Kiev Kitsch Kojak Kondratiouk Kouchner Koulibaly Koutchma Kravchenko Kundera Lamartine Lambert
    Laurent Lavrouchine Lefebvre Lejeune Lemoine Leroy Lev Lewandowski Lorraine Lou Loubet Louis
    Louise Loukine Loustau Louvre Loïc Lukashenko Luxembourg Lyon Madeleine Mahmoud Majorelle
    Mandchourie Mandelieu Marchand Marchenko Marilou Marina Marine Marjorie Maroilles Marseille
    Martine Match Maël Maïté Medina Medvedev Messina Michel Michelet Michelin Milosevic Mitchell
    Mladic Modeste Molotov Moreau Moulin Moulinet Moïse Nabokov Nantes Navarre Naïm Nice Nina Novak
    Oleg Olga Orban Ouagadougou Ouattara Ouellet Ouest Oullins Palestine Panchenko Paris Patch
    Pauline Pavlov Petrov Philippine Pichon Pilsudski Poitou Polanski Poliakov Popescu Poulain
    Poulidor Pritchard Prokofiev Rachid Racine Ravine Reine Rennes Richard Richelieu Rojava Romanov
    Rostov Rotine Roubaix Rouen Rousseau Roussel Rousset Routine Roux Sabine Sabrina Sarkozy
    Savchenko Scotch Seine Senghor Shevchenko Simon Smirnov Soukhoï Soumaré Strasbourg Sychev Taïwan
    Tchad Tchatche Tchernomyrdine Tchin Tchitcherine Tchèque Tchétchénie Tebboune Tel-Aviv
    Terechkova Thatcher Timofeï Tito Tontine Toulon Toulouse Toulouse-Lautrec Touraine Tourcoing
    Touré Trajan Traoré Tudjman Ukraine Valentina Valentine Vertinski Vincent Vitrine Vladimir
    Voloujski Vorontsov Watch Wojtyla Youssef Yushchenko Zaïre Zhukov Zidane al-Adnani al-Houthi
    al-Maliki
"""
PAIRS = [tuple(pair.split(" > ")) for pair in " ".join(SPELT.split()).split(" | ")]
PARTS = [
    "tch",
    "ou",
    "ï",
    "ch",
    "kh",
    "a",
    "o",
    "ie",
    "ia",
    "gu",
    "j",
    "dj",
    "ss",
    "v",
    "r",
    "n",
    "ine",
    "ov",
    "ski",
    "enko",
]
NAMES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map(
    lambda parts: "".join(parts).capitalize()
)


def test_there_are_enough_of_both() -> None:
    assert len({french for french, _ in PAIRS}) > 120
    assert len(set(LEFT.split())) > 300


@each("french, english", PAIRS)
def test_the_english_spelling(french: str, english: str) -> None:
    assert english_spelling(french) == english


def test_what_is_no_such_name_is_left() -> None:
    assert {
        name: spelt for name in LEFT.split() if (spelt := english_spelling(name)) is not None
    } == {}


@given(NAMES | st.text(max_size=60))
def test_a_spelling_is_another_one_and_nothing_of_the_french_is_left_in_it(name: str) -> None:
    spelt = english_spelling(name)
    if spelt is not None:
        assert spelt != name
        assert len(name) <= MAX_LETTERS
        assert len(spelt.split(" ")) == len(name.split(" "))
        changed = [
            new for new, old in zip(spelt.split(" "), name.split(" "), strict=True) if new != old
        ]
        assert not any(re.search(r"ï|tch|gu[ei]", word) for word in changed)


@given(NAMES)
def test_words_are_judged_one_by_one(name: str) -> None:
    spelt = english_spelling(name)
    both = english_spelling(f"Boris {name}")
    assert both == (None if spelt is None else f"Boris {spelt}")
    assert english_spelling(name.lower()) is None


@each("name", ["", " ", "-", "TCHERNYCHEV", "tchernychev", "Tchernychev" * 9, "Ou" * 5000])
def test_what_is_no_name_is_left(name: str) -> None:
    assert english_spelling(name) is None


@given(st.sampled_from([pair for pair in PAIRS if " " not in pair[0]]))
def test_the_spelling_counts_as_kept_and_can_be_written(pair: tuple[str, str]) -> None:
    french, english = pair
    mentions = find_names_fr(f"Hier, un certain {french} a parlé.")
    assert match_names(mentions, EnglishWords(f"Yesterday one {english} spoke.")).missing == ()
    assert [mention.written for mention in mentions if not mention.english] in ([english], [])
