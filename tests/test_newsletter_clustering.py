"""The same event once: measured on labelled articles, and on the pages that must and must not
meet."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from benchmarks.same_event import Figures, brief_of, load, measure
from cases import each
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.newsletter.clustering import days_fit, group
from bilingual.newsletter.profile import concept, places, profile, root, stem, terms, weight
from bilingual.newsletter.tellings import tell, worth
from bilingual.records import Article, Brief, Flag, Provenance, Translation
from bilingual.segment import segment
from bilingual.sources import read_articles

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
CALL = ["appel-xi-poutine", "moscou-pekin-investiture", "xi-poutine-visioconference"]
LABELLED = load()


def briefs_of(articles: Iterable[Article]) -> list[Brief]:
    made = Provenance(
        program="test", engine="echo", model="echo", settings_digest="", source_digest=""
    )
    found = []
    for article in articles:
        sentences = segment(article)
        echo = tuple(Translation(index=s.index, text=s.text, engine="echo") for s in sentences)
        found.append(
            Brief(article=article, sentences=sentences, translations=echo, provenance=made)
        )
    return found


def invented(id: str, title: str, text: str, published: str = "") -> Brief:
    return brief_of(
        {"id": id, "title": title, "text": text, "outlet": "Essai", "published": published}
    )


@pytest.fixture(scope="module")
def corpus() -> list[Brief]:
    return briefs_of(read_articles([str(ROOT / "corpus" / "articles")]))


def test_the_bar_on_all_labelled_articles() -> None:
    figures, _, _ = measure(LABELLED)
    assert figures.articles >= 200
    assert figures.precision >= 0.95
    assert figures.recall >= 0.9


@each(
    "part, precision, recall",
    [("calibration", 0.95, 0.93), ("held-out", 1.0, 1.0), ("later", 1.0, 0.75)],
)
def test_no_part_gets_worse(part: str, precision: float, recall: float) -> None:
    figures, _, _ = measure([each for each in LABELLED if each.part == part])
    assert (figures.precision, figures.recall) >= (precision, recall)
    assert figures.recall >= recall


def test_figures_count_pairs() -> None:
    figures = Figures(articles=4, right=3, wrong=1, missed=3)
    assert (figures.precision, figures.recall) == (0.75, 0.5)


def test_three_articles_of_the_corpus_are_one_story(corpus: list[Brief]) -> None:
    found = group(corpus)
    assert [story for story in found if len(story) > 1] == [CALL]
    assert len(found) == len(corpus) - 2


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the real pages are not beside this checkout ({SEEDS})"
)
def test_two_pages_tell_of_one_call_and_the_third_of_another(corpus: list[Brief]) -> None:
    pages = briefs_of(read_articles([str(SEEDS / "0*.txt")]))
    first, second, later = (page.article.id for page in pages)
    assert group(pages) == sorted([[first, second], [later]])
    assert [later] in group([*pages, *corpus])


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(2, 40))
def test_order_does_not_matter(shuffling: random.Random, size: int) -> None:
    some = [each.brief for each in shuffling.sample(LABELLED, size)]
    assert group(some) == group(shuffling.sample(some, size))


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(2, 40))
def test_what_was_grouped_stays_so(shuffling: random.Random, size: int) -> None:
    some = [each.brief for each in shuffling.sample(LABELLED, size)]
    found = group(some)
    assert group(some, together=found) == found
    assert group(some, together=found, automatic=False) == found
    assert group(some, automatic=False) == sorted([brief.article.id] for brief in some)


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(3, 30))
def test_pairs_kept_apart_never_meet(shuffling: random.Random, size: int) -> None:
    some = [each.brief for each in shuffling.sample(LABELLED, size)]
    pairs = {frozenset(pair) for story in group(some) if len(story) > 1 for pair in [story[:2]]}
    found = group(some, apart=pairs)
    assert not any(pair <= set(story) for pair in pairs for story in found)
    assert sorted(each for story in found for each in story) == sorted(b.article.id for b in some)


def test_others_may_join_what_is_put_together() -> None:
    event = [each.brief for each in LABELLED if each.event == "vol-musee"]
    ids = [brief.article.id for brief in event]
    assert group(event, together=[ids[:2]]) == [ids]


def test_days_apart_lower_the_score() -> None:
    near = profile(invented("a", "Un titre", "Un texte.", "2025-01-20"))
    for day, expected in (("2025-01-21", 1.0), ("2025-01-23", 0.31), ("2025-03-01", 0.1)):
        other = profile(invented("b", "Un titre", "Un texte.", day))
        assert days_fit(near, other) == pytest.approx(expected, abs=0.01)
        assert days_fit(near, other) == days_fit(other, near)


def test_the_day_of_the_event() -> None:
    monday = profile(invented("a", "Titre", "Le vote a eu lieu lundi.", "2025-01-21"))
    tuesday = profile(invented("b", "Titre", "Le vote a eu lieu mardi.", "2025-01-21"))
    dated = profile(invented("c", "Titre", "Le vote du 20 janvier a duré.", "2025-01-21T10:00"))
    undated = profile(invented("d", "Titre", "Le vote a eu lieu mardi."))
    nonsense = profile(invented("e", "Titre", "Le vote du 31 février 2025.", "2025-01-21"))
    assert monday.days == dated.days
    assert (days_fit(monday, dated), days_fit(monday, tuesday)) == (1.5, 0.5)
    assert (days_fit(monday, undated), days_fit(tuesday, undated)) == (0.25, 1.5)
    assert nonsense.days == frozenset()


def test_what_happened_after_print_is_another_event() -> None:
    printed = profile(invented("a", "Titre", "Un match a eu lieu samedi.", "2025-03-15"))
    later = profile(invented("b", "Titre", "Un match a eu lieu dimanche.", "2025-03-16"))
    assert days_fit(printed, later) == pytest.approx(0.5 * 0.3)


def test_terms_of_a_sentence() -> None:
    found = terms("À Rennes, les 1 200 éboueurs de l’UE ont cessé le travail mardi.")
    assert {"eboueur", "ue", "renne"} <= set(found.words)
    assert found.numbers == {"1200"}
    assert {"+grev", "+vingt-sept"} <= found.concepts
    assert root("rennais") in found.names
    assert weight(stem("dans")) < 0.5 < weight("eboueur")


def test_the_lexicon_knows_whole_words_beginnings_and_pairs() -> None:
    assert concept("feu") == concept("incendies") == "+incendi"
    assert concept("feuille") is None
    assert concept("banque_centrale") == concept("bce")
    assert concept("kremlin") in places()
    assert concept("incendie") not in places()


def test_the_lead_is_worth_most() -> None:
    long = invented("long", "Un titre", "Un mot encore. " * 30, "2025-01-01")
    short = invented("court", "Un titre", "Un mot encore. " * 20, "2025-01-01")
    doubt = Flag(index=1, kind="numbers", severity="serious", message="x", value=1, threshold=0)
    doubtful = long.model_copy(update={"flags": (doubt,)})
    undated = long.model_copy(
        update={"article": long.article.model_copy(update={"published": None})}
    )
    assert [telling.brief for telling in tell([short, long])] == ["long", "court"]
    assert [telling.brief for telling in tell([short, doubtful])] == ["court", "long"]
    assert [telling.brief for telling in tell([short, undated])] == ["court", "long"]
    assert [telling.brief for telling in tell([short, long], "court")] == ["court", "long"]
    linked = long.model_copy(
        update={"article": long.article.model_copy(update={"url": "https://a.example/b"})}
    )
    assert worth(linked) == worth(long) + 60


def test_only_what_the_others_do_not_say() -> None:
    one = invented(
        "a",
        "Le pont",
        "Le pont de Tourcelle a rouvert samedi matin. Les travaux ont coûté 2,3 millions d’euros.",
    )
    two = invented(
        "b",
        "Le pont",
        "Samedi matin, le pont de Tourcelle a rouvert. La fanfare de Moulins a joué.",
    )
    found = {telling.brief: telling.only for telling in tell([one, two])}
    assert found == {"a": (2,), "b": (2,)}
    assert tell([one])[0].only == ()


def test_a_number_that_nobody_else_has_is_shown() -> None:
    one = invented(
        "a", "Le séisme", "Le séisme de Luçon a fait 22 morts mardi dans la ville de Baguio."
    )
    two = invented(
        "b", "Le séisme", "Le séisme de Luçon a fait 61 morts mardi dans la ville de Baguio."
    )
    assert [telling.only for telling in tell([one, two])] == [(1,), (1,)]


def test_sentences_labelled_as_said_by_one_alone() -> None:
    rows = (ROOT / "tests/data/only_said.tsv").read_text(encoding="utf-8").splitlines()
    labels = {
        (row.split("\t")[0], int(row.split("\t")[1])): row.endswith("1")
        for row in rows
        if row[0] != "#"
    }
    events = {name.rpartition("-")[0] for name, _ in labels}
    tellings = [
        telling
        for event in events
        for telling in tell([each.brief for each in LABELLED if each.event == event])
    ]
    found = {(telling.brief, index) for telling in tellings for index in telling.only}
    alone = {key for key, is_alone in labels.items() if is_alone}
    assert len(labels) == 45
    assert len(found & alone) / len(alone) >= 0.95
    assert len(found & alone) / len(found & labels.keys()) >= 0.85
