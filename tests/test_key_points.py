"""Key points: what must hold for any article, what must hold for French ones, and the baseline."""

from __future__ import annotations

import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import SettingsError
from bilingual.key_points.dependence import dependence
from bilingual.key_points.extract import SAME, key_points
from bilingual.key_points.features import content_words
from bilingual.records import Flag, Sentence

TRAM = (
    ("title", "Valmont : la ligne 3 du tramway ouvrira en septembre"),
    ("standfirst",
     "La ville de Valmont ouvrira sa troisième ligne de tramway le 12 septembre, un an après la "
     "date prévue."),
    ("body",
     "La ligne 3 du tramway de Valmont entrera en service le 12 septembre, a annoncé lundi la "
     "maire, Claire Aubert."),
    ("body", "Elle reliera la gare au campus des Ormes en dix-sept minutes."),
    ("body",
     "Le chantier a coûté 235,3 millions d'euros, soit 18 % de plus que le budget voté en 2019."),
    ("body",
     "« Nous avons trouvé des canalisations que personne n'avait sur ses plans », a-t-elle "
     "expliqué."),
    ("heading", "Les commerçants demandent des comptes"),
    ("body", "Mais les commerçants de la rue des Tanneurs ne décolèrent pas."),
    ("body",
     "L'association des commerçants réclame 4 millions d'euros d'indemnités pour quatorze mois de "
     "travaux."),
    ("body", "Cette somme doit être examinée par le tribunal administratif."),
    ("body", "La région financera l'achat de huit rames supplémentaires d'ici à 2027."),
    ("body", "De son côté, l'État a promis 30 millions."),
    ("body",
     "Le ticket restera à 1,60 euro et le réseau sera gratuit le dimanche pendant trois mois."),
)  # fmt: skip


def article(lines: tuple[tuple[str, str], ...]) -> list[Sentence]:
    """Sentences with a paragraph each; offsets as if joined by blank lines."""
    sentences, start = [], 0
    for index, (role, text) in enumerate(lines):
        fields = {"index": index, "paragraph": index, "role": role, "start": start}
        sentences.append(
            Sentence.model_validate({**fields, "end": start + len(text), "text": text})
        )
        start += len(text) + 2
    return sentences


def serious(index: int) -> Flag:
    return Flag(
        index=index, kind="numbers", severity="serious", message="Look.", value=1, threshold=0
    )


ROLES = st.sampled_from(["title", "standfirst", "heading", "body", "body", "body"])
FRENCH = st.sampled_from([text for _, text in TRAM])
LINES = st.lists(st.tuples(ROLES, st.one_of(st.text(min_size=1, max_size=80), FRENCH)), max_size=15)


@given(
    LINES,
    st.integers(1, 12),
    st.sampled_from(["ranker", "lead"]),
    st.lists(st.integers(0, 14), max_size=3),
)
def test_invariants_of_any_article(
    lines: list[tuple[str, str]], k: int, method: str, flagged: list[int]
) -> None:
    sentences = article(tuple(lines))
    flags = [serious(index) for index in flagged]
    points = key_points(sentences, k=k, method=method, flags=flags)
    assert [point.rank for point in points] == list(range(1, len(points) + 1))
    if method == "ranker":
        assert [p.index for p in points] == sorted(p.index for p in points)
    assert len(points) <= k
    shown = [point.index for point in points]
    shown += [point.lead_in for point in points if point.lead_in is not None]
    assert len(set(shown)) == len(shown)
    assert all(sentences[index].role in ("standfirst", "body") for index in shown)
    assert all(point.lead_in in (None, point.index - 1) for point in points)
    assert all(0 <= point.weight <= 1 for point in points)
    assert points == key_points(sentences, k=k, method=method, flags=flags)
    assert bool(points) == any(role in ("standfirst", "body") for role, _ in lines)


@given(LINES, st.integers(1, 12))
def test_no_point_dangles(lines: list[tuple[str, str]], k: int) -> None:
    sentences = article(tuple(lines))
    points = key_points(sentences, k=k)
    if len(points) > 1:
        for point in points:
            lead = "" if point.lead_in is None else sentences[point.lead_in].text + " "
            assert dependence(lead + sentences[point.index].text) is None


@given(LINES)
def test_no_two_points_say_the_same(lines: list[tuple[str, str]]) -> None:
    sentences = article(tuple(lines))
    bags = [content_words(sentences[p.index].text) for p in key_points(sentences, k=12)]
    for number, bag in enumerate(bags):
        for other in bags[:number]:
            assert len(bag & other) < SAME * max(4, min(len(bag), len(other)))


def test_a_news_article() -> None:
    sentences = article(TRAM)
    points = key_points(sentences)
    assert 3 <= len(points) <= 4
    shown = [p.index for p in points]
    assert shown == sorted(shown), "as the article tells it"
    assert shown[0] in (1, 2), "the news first"
    assert shown[1] > 2, "and only once"
    alone = {4, 8, 10, 12}
    assert all(p.index in alone or p.lead_in is not None for p in points[1:])


def test_lead_is_the_first_sentences_of_the_text() -> None:
    points = key_points(article(TRAM), k=3, method="lead")
    assert [(p.rank, p.index, p.method) for p in points] == [
        (1, 1, "lead"),
        (2, 2, "lead"),
        (3, 3, "lead"),
    ]


def test_a_leaning_sentence_brings_its_lead_in() -> None:
    lines = (
        ("title", "Sorrac : un séisme détruit 240 maisons"),
        ("body", "Vingt ans."),
        ("body", "Paul Marin étudie Sorrac."),
        ("body",
         "Il a recensé 240 maisons détruites par le séisme de mardi à Sorrac et 3 000 habitants "
         "sans abri."),
        ("body", "Et puis rien."),
    )  # fmt: skip
    assert [(p.index, p.lead_in) for p in key_points(article(lines), k=1)] == [(3, 2)]


def test_a_lead_in_does_not_reach_across_a_heading() -> None:
    lines = (
        ("body", "Paul Marin étudie le volcan de Sorrac depuis vingt ans."),
        ("heading", "Des milliers de sans-abri"),
        ("body", "Il a recensé 240 maisons détruites par le séisme et 3 000 habitants sans abri."),
    )
    assert [p.index for p in key_points(article(lines), k=3)] == [0]


def test_two_halves_of_a_quotation_are_shown_together() -> None:
    lines = (
        ("body", "La directrice du port, Anne Lefort, a parlé « d'une année perdue."),
        ("body",
         "Le trafic des conteneurs a baissé de 40 % au port de Brest », a précisé Anne Lefort."),
    )  # fmt: skip
    assert [(p.index, p.lead_in) for p in key_points(article(lines), k=1)] == [(1, 0)]


def test_a_point_that_only_repeats_the_headline_is_passed_over() -> None:
    lines = (
        ("title", "Le parc zoologique de Brive rouvre après deux ans de travaux"),
        ("body", "Le parc zoologique de Brive rouvre après deux ans de travaux."),
        ("body",
         "Les visiteurs découvriront samedi une volière de 3 000 mètres carrés et quatre ours."),
        ("body", "Le prix du billet passe de 14 à 19 euros."),
    )  # fmt: skip
    assert 1 not in {p.index for p in key_points(article(lines))}


def test_a_serious_flag_gives_way_to_a_near_alternative() -> None:
    sentences = article(TRAM)
    plain = key_points(sentences, k=1)[0].index
    flagged = key_points(sentences, k=1, flags=[serious(plain)])[0].index
    assert {plain, flagged} == {1, 2}


def test_a_flag_to_check_changes_nothing() -> None:
    sentences = article(TRAM)
    plain = key_points(sentences)
    flags = [serious(p.index).model_copy(update={"severity": "check"}) for p in plain]
    assert key_points(sentences, flags=flags) == plain


@each("lines", [(), (("title", "Rien"),), (("heading", "Rien de neuf"),)])
def test_nothing_to_choose_from(lines: tuple[tuple[str, str], ...]) -> None:
    assert key_points(article(lines)) == ()


def test_an_article_of_one_leaning_sentence_still_has_a_point() -> None:
    assert key_points(article((("body", "Il a plu."),)))[0].index == 0


def test_a_short_article_has_fewer_points() -> None:
    assert len(key_points(article(TRAM[:4]))) <= 2


def test_another_method_is_refused() -> None:
    with pytest.raises(SettingsError, match="cannot be chosen by 'dice'") as caught:
        key_points(article(TRAM), method="dice")
    assert caught.value.hint == "Use ranker or lead."
