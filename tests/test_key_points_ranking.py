"""Which sentences stand alone, what the ranker's numbers are, and that selection covers rather than
repeats."""

from __future__ import annotations

import doctest
import json
from collections import Counter
from importlib import resources

import numpy as np
import pytest
from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import ModelDamaged
from bilingual.key_points import dependence as standing
from bilingual.key_points import features
from bilingual.key_points import ranker as model
from bilingual.key_points.dependence import dependence, is_whole, quoted_share
from bilingual.key_points.features import ArticleWords, word_features
from bilingual.key_points.ranker import Ranking, Unit, choose

DANGLING = (
    ("Il a reçu vendredi les délégués du personnel.", "pronoun"),
    ("Elle reliera la gare au campus en dix-sept minutes.", "pronoun"),
    ("Ils étaient trois mille devant la préfecture.", "pronoun"),
    ("Elles seront jugées au printemps à Nantes.", "pronoun"),
    ("« Il n'a rien vu venir », raconte Paul Marin.", "pronoun"),
    ("Il s'agit du premier accord de ce genre.", "pronoun"),
    ("Selon lui, le barrage tiendra encore dix ans.", "pronoun"),
    ("Mardi, il a présenté sa démission au conseil.", "pronoun"),
    ("Interrogée à Brest, elle a refusé de répondre.", "pronoun"),
    ("Ce sera la dernière traversée du ferry.", "demonstrative"),
    ("C’est une première depuis dix ans.", "demonstrative"),
    ("Cela représente 12 % du budget de la ville.", "demonstrative"),
    ("Celui-ci a porté plainte dès le lendemain.", "demonstrative"),
    ("Celle-ci compte 40 000 adhérents dans le pays.", "demonstrative"),
    ("Cette mesure coûtera 3 millions d'euros.", "demonstrative"),
    ("Ces chiffres sont inférieurs aux prévisions.", "demonstrative"),
    ("Ce jour-là, la digue a cédé à l'aube.", "demonstrative"),
    ("Son avocat a fait appel de la décision.", "possessive"),
    ("Leurs familles attendent depuis lundi matin.", "possessive"),
    ("Cependant, le tunnel restera fermé.", "connective"),
    ("Mais la mairie a refusé le projet.", "connective"),
    ("En revanche, le prix du blé recule.", "connective"),
    ("La ville, en revanche, gardera son marché.", "connective"),
    ("De son côté, l'État a promis 30 millions.", "connective"),
    ("D'ailleurs, le port de Brest est vide.", "connective"),
    ("D’ailleurs, le port de Brest est vide.", "connective"),
    ("Par ailleurs, la gare fermera dimanche.", "connective"),
    ("Pourtant, les ventes de livres progressent.", "connective"),
    ("A l'inverse, les loyers montent à Lille.", "connective"),
    ("À l'époque, le village comptait mille habitants.", "connective"),
    ("Ainsi, trois écoles fermeront en juin.", "connective"),
    ("Là, les secours ont trouvé deux randonneurs.", "connective"),
    ("Et la pluie ne cessera pas avant jeudi.", "connective"),
    ("« Le pont est solide et le restera », a-t-il ajouté.", "speaker"),
    ("Le pont est solide, explique-t-elle en souriant.", "speaker"),
    ("« Le pont est solide et le restera. »", "speaker"),
    ("La visite a lieu demain et j'irai voir.", "speaker"),
    ("La directrice parle « d'une année perdue.", "fragment"),
    ("Le trafic a baissé », a précisé Anne Lefort.", "fragment"),
    ('Le maire dit : "personne ne partira.', "fragment"),
    ("Les villes retenues par le ministère :", "fragment"),
    ("Trois jours plus", "fragment"),
)
STANDING = (
    "La mairie a refusé le projet de parking.",
    "Le parc ouvrira samedi.",
    "Les deux villes sont jumelées depuis 1974.",
    "Il y a deux ans, la halle de Brive brûlait.",
    "Il faudra dix ans pour reconstruire le pont.",
    "Il est interdit de fumer sur les plages de Nice.",
    "Ce mardi, les écoles de Lille sont fermées.",
    "Ce mardi 3 mars, les écoles de Lille sont fermées.",
    "Cette semaine, le Sénat examine le budget.",
    "Ces derniers mois, les loyers ont baissé à Lyon.",
    "Alors que la grève continue, la gare de Nice rouvre.",
    "Même si la pluie menace, le festival aura lieu.",
    "Tous les musées de Rennes seront gratuits dimanche.",
    "Alors que Paul Marin rentre de Rome, il doit témoigner.",
    "« Le pont est solide », a déclaré la maire de Brest.",
    "Paul Marin a gagné, explique-t-il à la radio.",
    "Selon la police, la route est coupée.",
    "Lundi, la mairie a fermé le pont.",
    "Sonia Marin a gagné la course de Lyon.",
    "Cesaria Evora sera honorée à Mindelo.",
)


@each("text, reason", DANGLING)
def test_sentences_that_lean_on_another(text: str, reason: str) -> None:
    assert dependence(text) == reason


@each("text", STANDING)
def test_sentences_that_stand_alone(text: str) -> None:
    assert dependence(text) is None


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert dependence(text) in {None, *standing.Dependence.__args__}
    assert 0 <= quoted_share(text) <= 1
    if not is_whole(text):
        assert dependence(text) == "fragment"


@each("module", [standing, features])
def test_examples_in_docstrings(module: object) -> None:
    done = doctest.testmod(module)  # type: ignore[arg-type]
    assert done.attempted > 0
    assert done.failed == 0


TEXTS = st.lists(st.text(min_size=1, max_size=60), max_size=10)


@given(TEXTS, st.text(max_size=40))
def test_ranking_is_finite_and_has_a_place_for_every_sentence(texts: list[str], title: str) -> None:
    ranking = model.built_in().rank(texts, title)
    scores = ranking.scores()
    assert len(scores) == len(ranking.factors) == len(texts)
    assert all(0 <= score <= 1 for score in scores)
    assert all(0 <= weight <= 1 for weight in ranking.weights.values())
    assert set(ranking.weights) == {word for text in texts for word in features.tokens(text)}


def test_word_features_by_hand() -> None:
    article = ArticleWords.of(["Le pont ferme", "Ici Brest : le pont"], "Brest")
    names, features = word_features(article, {"le": 0.99})
    assert names == ["le", "pont", "ferme", "ici", "brest"]
    brest, pont = features[4], features[1]
    assert pont[0] == pytest.approx(np.log(2))
    assert pont[1] == pytest.approx(100 * 2 / 7)
    assert (brest[6], brest[7]) == (1, 0.25), "second word of four"
    assert (brest[13], pont[13]) == (1, 0), "in the title"
    assert (brest[18], pont[18]) == (1, 0), "written with a capital"
    assert features[0][21] == 0.99


def plain(*sentences: str, weights: dict[str, float]) -> Ranking:
    counts = [Counter(sentence.split()) for sentence in sentences]
    return Ranking(weights, counts, [1.0] * len(counts), 5.0)


def test_expected_hits_count_a_repeated_word_for_less() -> None:
    ranking = plain("pont pont", weights={"pont": 0.5})
    assert ranking.hits(0, Counter()) == pytest.approx(0.5 + 0.5 * 0.2)
    assert ranking.hits(0, Counter(pont=1)) == pytest.approx(0.5 * 0.2 + 0.5 * 0.04)
    assert ranking.scores()[0] == pytest.approx(2 * 0.6 / (2 + 5))


def test_selection_covers_instead_of_repeating() -> None:
    weights = {"pont": 0.9, "brest": 0.9, "ferme": 0.8, "grève": 0.6, "gare": 0.6}
    ranking = plain("pont brest ferme", "brest pont ferme", "grève gare", weights=weights)
    chosen = choose(ranking, [Unit((i,)) for i in range(3)], 2)
    assert [unit.positions for unit in chosen] == [(0,), (2,)]


def test_selection_goes_on_from_a_start() -> None:
    weights = {"pont": 0.9, "brest": 0.9, "ferme": 0.8, "grève": 0.6, "gare": 0.6}
    ranking = plain("grève gare", "pont brest ferme", "gare grève", weights=weights)
    chosen = choose(ranking, [Unit((1,)), Unit((2,))], 2, start=[Unit((0,))])
    assert [unit.positions for unit in chosen] == [(0,), (1,)]


def test_a_lead_in_counts_for_its_words_too() -> None:
    ranking = plain("pont", "mot mot mot mot", weights={"pont": 0.9, "mot": 0.0})
    assert choose(ranking, [Unit((1, 0)), Unit((0,))], 1) == [Unit((0,))]


@given(TEXTS, st.integers(0, 5))
def test_selection_takes_what_it_is_asked_for(texts: list[str], wanted: int) -> None:
    ranking = model.built_in().rank(texts)
    units = [Unit((position,)) for position in range(len(texts))]
    chosen = choose(ranking, units, wanted)
    assert len(chosen) == len(set(chosen)) == min(wanted, len(texts))


def stored() -> str:
    return (resources.files("bilingual") / "data" / model.BUILT_IN).read_text(encoding="utf-8")


def test_the_shipped_weights_say_where_they_come_from() -> None:
    text = stored()
    about = json.loads(text)
    assert len(text.encode()) < 200_000
    assert about["licence"] == "CC-BY-SA-4.0"
    assert "OrangeSum" in about["source"]
    assert about["command"].startswith("python -m bilingual.train.ranker train ")
    assert about["digest"] == model.digest(about["parameters"])
    assert model.built_in().parameters() == about["parameters"], "they survive a round trip"


@each(
    "damage, message",
    [
        (lambda text: text.replace('"de": 0.9', '"de": 0.8', 1), "do not match its digest"),
        (lambda text: text[:500], "not a ranker file"),
        (lambda _: "[]", "not a ranker file"),
        (lambda _: "{}", "not a ranker file"),
    ],
)
def test_damaged_weights_are_refused(damage, message) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelDamaged, match=message) as caught:
        model.parse(damage(stored()), "ranker.json")
    assert caught.value.message.startswith("ranker.json:")
    assert "train" in caught.value.hint
