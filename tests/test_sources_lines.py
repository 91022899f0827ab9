"""Lines, hard wraps, dates and single lines of furniture."""

from __future__ import annotations

import textwrap

from cases import each

from bilingual.records import DropReason
from bilingual.sources.captions import credit_start
from bilingual.sources.furniture import fold, judge
from bilingual.sources.lines import sanitise, split_lines, unwrap
from bilingual.sources.page_dates import find_date
from bilingual.sources.shape import is_body, is_name

LONG = (
    "Le conseil municipal de la ville a voté lundi soir, après six heures de débat, un "
    "budget de 12,5 millions "
    "d’euros pour ses écoles primaires. L’opposition a quitté la salle avant le vote et "
    "annoncé un recours."
)


def texts(text: str) -> list[str]:
    return [line.text for line in unwrap(split_lines(text))]


def test_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = textwrap.fill(LONG, 72) + "\n\n" + textwrap.fill(LONG[::1], 72)
    assert texts(wrapped) == [LONG, LONG]


def test_a_short_line_ends_its_paragraph_even_without_a_blank_one() -> None:
    wrapped = textwrap.fill(LONG, 70) + "\n" + textwrap.fill("Un second paragraphe. " + LONG, 70)
    assert texts(wrapped) == [LONG, "Un second paragraphe. " + LONG]


def test_titles_under_each_other_are_not_joined() -> None:
    titles = (
        "Le budget des écoles voté après six heures de débat à Brest\nLe tramway de nuit arrive à "
        "Marseille pour les fêtes de mai\n"
    )
    assert texts(titles) == titles.splitlines()


def test_one_paragraph_a_line_stays_as_it_is() -> None:
    assert texts(f"{LONG}\n{LONG} Bis.") == [LONG, f"{LONG} Bis."]


@each(
    "end, start, joined",
    [
        ("le gouverne-", "ment a voté", "le gouvernement a voté"),
        ("il est peut-", "être parti", "il est peut-être parti"),
        ("une rencontre franco-", "allemande", "une rencontre franco-allemande"),
        ("le tribunal de Saint-", "Denis", "le tribunal de Saint-Denis"),
        ("le soir, dit-", "elle", "le soir, dit-elle"),
    ],
)
def test_hyphens_at_the_end_of_a_line(end: str, start: str, joined: str) -> None:
    first = ("Pendant ce temps, à la mairie et dans les rues autour de la place, " + end)[
        -72:
    ].lstrip()
    wrapped = f"{first}\n{start} " + textwrap.fill(LONG, 72)
    assert joined in " ".join(texts(wrapped))


def test_invisible_and_control_characters_go_and_no_break_spaces_stay() -> None:
    assert sanitise(" a\u00adb\u200b\x07c \t d\u00a0: \ufeff") == "abc d\u00a0:"
    assert sanitise("e\u0301te\u0301") == "été"
    assert sanitise("\ud800x") == "\ufffdx"


def test_lines_are_numbered_as_editors_do() -> None:
    assert [(line.number, line.gap) for line in split_lines("a\r\n\r\nb\rc\n")] == [
        (1, False),
        (3, True),
        (4, False),
    ]


@each(
    "text, years, expected",
    [
        ("Publié le 3 mars 2025 à 18h30", [], "2025-03-03T18:30"),
        ("Publié le : 03/03/2025 - 18:30", [], "2025-03-03T18:30"),
        ("lundi 1er décembre 2025", [], "2025-12-01"),
        ("2025-03-03T07:05:00", [], "2025-03-03T07:05"),
        ("Mis à jour le 31 février 2025", [], None),
        ("mercredi, janvier 22", [2022, 2023, 2024, 2025], "2025-01-22"),
        ("mercredi, janvier 22", [2024], "2025-01-22"),
        ("mercredi, janvier 22", [], None),
        ("mercredi, janvier 22", [2014, 2025], None),
        ("22 janvier", [2025], None),
        ("Publié le", [], None),
        ("aujourd’hui à 18h30", [2025], None),
    ],
)
def test_dates(text: str, years: list[int], expected: str | None) -> None:
    assert find_date(fold(text), years) == expected


@each(
    "text, reason",
    [
        ("Partager sur Facebook", "share"),
        ("Suivez-nous sur Instagram", "share"),
        ("La suite après cette publicité", "advertisement"),
        ("Temps de lecture : 3 min.", "navigation"),
        ("Lecture 2 min", "navigation"),
        ("Accueil › Monde › Asie", "navigation"),
        ("Abonnez-vous pour lire la suite", "subscription"),
        ("Article réservé aux abonnés", "subscription"),
        ("Il vous reste 62.5% de cet article à lire. La suite est réservée aux abonnés.",
         "subscription"),
        ("Inscrivez-vous gratuitement à notre newsletter", "subscription"),
        ("Nous utilisons des cookies pour améliorer votre expérience.", "legal"),
        ("Tous droits réservés", "legal"),
        ("© 2025 Le Petit Port", "legal"),
        ("Connectez-vous pour commenter", "comments"),
        ("Soyez le premier à commenter !", "comments"),
        ("Par Ada Martin et Luc de la Tour", "byline"),
        ("Par Ada Martin (à Rome)", "byline"),
        ("Par Ada Martin, envoyée spéciale à Kiev", "byline"),
        ("PAR ADA MARTIN", "byline"),
        ("Propos recueillis par Ada Martin", "byline"),
        ("(AFP)", "byline"),
        ("La rédaction avec AFP", "byline"),
        ("Par Ada Martin Publié le 3 mars 2025 à 18h30 Temps de lecture 3 min Partager", "byline"),
        ("Publié aujourd'hui à 18:30, mis à jour il y a 2 heures", "date"),
        ("À lire aussiLe tunnel fermera en mai", "related"),
        ("> Lire aussi - Le tunnel fermera en mai", "related"),
        ("Mots-clés : Brest, budget, écoles", "navigation"),
        ("https://example.org/article", "navigation"),
    ],
)  # fmt: skip
def test_furniture(text: str, reason: DropReason) -> None:
    verdict = judge(text)
    assert verdict is not None
    assert verdict.reason == reason
    assert verdict.strong


@each(
    "text",
    [
        "Partager les richesses, tel est son programme pour les prochaines années.",
        "Par ailleurs, le ministre a promis une réponse avant l’été.",
        "Par Toutatis !",
        "Publié en 1862, le roman reste l’un des plus lus au monde.",
        "Abonnez-vous, a lancé le président du club à ses supporteurs.",
        "Publicité mensongère : le tribunal condamne l’enseigne",
        "La suite, personne ne la connaît encore.",
        "L’AFP a pu consulter le rapport.",
        "Trois minutes de silence",
        "Dix ans plus tard",
        "Commenter n’est pas gouverner",
        "À lire les sondages, rien n’est joué.",
        "Suivez le guide, dit la pancarte du musée.",
        "Les cookies de sa grand-mère ont fait sa fortune.",
        "Recevez ici mes excuses, a écrit le ministre.",
        "Le 3 mars 2025, tout a basculé.",
        "« Lire aussi, c’est voyager »",
        "Moscou veut renforcer ses liens",
        "Menu unique à la cantine",
    ],
)  # fmt: skip
def test_sentences_and_titles_with_such_words_are_no_furniture(text: str) -> None:
    assert judge(text) is None


@each(
    "text, credit",
    [
        ("Le pont rouvert, le 3 mai 2025. LINA PETIT / AFP", "LINA PETIT / AFP"),
        ("Le pont rouvert. — L. PETIT / SIPA", "— L. PETIT / SIPA"),
        ("Le pont rouvert. © Lina Petit, AFP", "© Lina Petit, AFP"),
        ("Le pont rouvert. REUTERS/Lina Petit", "REUTERS/Lina Petit"),
        ("Le pont rouvert. AFP - LINA PETIT", "AFP - LINA PETIT"),
        ("Le pont rouvert. Crédit photo : Lina Petit", "Crédit photo : Lina Petit"),
        ("Le pont rouvert. (Photo d’illustration)", "(Photo d’illustration)"),
        ("Le pont rouvert. | ARCHIVES OUEST-FRANCE", "| ARCHIVES OUEST-FRANCE"),
        ("Le pont rouvert (Lina Petit/AFP)", "(Lina Petit/AFP)"),
        ("Tous droits réservés AP Photo/Lina Petit", "Tous droits réservés AP Photo/Lina Petit"),
        ("PHOTO LINA PETIT, LA PRESSE", "PHOTO LINA PETIT, LA PRESSE"),
    ],
)  # fmt: skip
def test_credits(text: str, credit: str) -> None:
    start = credit_start(text)
    assert start is not None
    assert text[start:].strip() == credit


@each(
    "text",
    [
        "Le ministre a démenti, selon une source citée par l’AFP.",
        "Il a parlé à Reuters",
        "La hausse atteint 3 km/h.",
        "Le match Lyon/Nantes aura lieu samedi.",
        "Un accord a été trouvé (lire page 3).",
    ],
)
def test_sentences_that_name_an_agency_have_no_credit(text: str) -> None:
    assert credit_start(text) is None


def test_shapes() -> None:
    assert is_body("Il a refusé net.")
    assert not is_body("Brest. Le phare du Petit-Minou sera repeint avant l’été")
    assert is_name("Luc de la Tour")
    assert not is_name("Espace de dialogue")
