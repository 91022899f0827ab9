"""The model that ships with the package: whole, within its size, honest about itself, and the same
in both engines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import each

from bilingual import Settings, load_translator
from bilingual.models import find_model, installed_models, read_manifest, verify
from bilingual.pipeline.many import run
from bilingual.translate import translate_texts

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "fr-en-starter"
CARD = (FOLDER / "README.md").read_text(encoding="utf-8")
SENTENCES = [
    "Le gouvernement a présenté son projet de loi mardi.",
    "Les prix ont augmenté de 2 % en un an.",
    "La Commission européenne doit se prononcer avant la fin du mois.",
    "Nous devons travailler ensemble pour la paix.",
    "Le président a reçu les ministres des Affaires étrangères.",
    "Cette décision est importante pour les citoyens.",
    "Il a ajouté que les négociations allaient continuer.",
    "Le rapport sera publié en 2025.",
]


@pytest.fixture(autouse=True)
def no_pulled_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BILINGUAL_HOME", str(tmp_path))


def test_it_is_what_auto_means_on_a_fresh_machine() -> None:
    assert [model.name for model in installed_models()] == ["fr-en-starter"]
    assert find_model("auto").origin == "built-in"


def test_every_file_is_the_one_of_the_manifest_and_both_engines_answer() -> None:
    assert verify(find_model("fr-en-starter")) == []


def test_it_stays_within_its_size() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*")) < 100_000_000


def test_the_manifest_says_what_it_is_made_of_and_what_it_reaches() -> None:
    manifest = read_manifest(FOLDER)
    assert manifest is not None
    assert manifest.data
    assert manifest.licence
    for name, n in (("newstest2013", 3000), ("flores200-dev-sib", 533)):
        scores = {score.metric: score for score in manifest.scores[name]}
        assert set(scores) == {"BLEU", "chrF"}
        assert all(score.n == n and score.signature for score in scores.values())


def test_the_card_and_the_leaderboard_give_the_scores_of_the_manifest() -> None:
    manifest = read_manifest(FOLDER)
    assert manifest is not None
    leaderboard = (ROOT / "models" / "README.md").read_text(encoding="utf-8")
    row = next(line for line in leaderboard.splitlines() if line.startswith("| **fr-en-starter"))
    values = [f"{score.value:.1f}" for scores in manifest.scores.values() for score in scores]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == values
    assert all(re.search(rf"\| {value} \|", CARD) for value in values)


@each("engine", ["ctranslate2", "transformers"])
def test_it_translates_plain_sentences(engine: str) -> None:
    settings = Settings(model="fr-en-starter", engine=engine)  # type: ignore[arg-type]
    found = translate_texts(SENTENCES, load_translator(settings))
    assert all(rendering.origin == "engine" for rendering in found)
    assert "government" in found[0].text
    assert "2%" in found[1].text.replace(" ", "")


def test_both_engines_agree_when_neither_rounds() -> None:
    float32 = Settings(model="fr-en-starter", engine="ctranslate2", compute_type="float32")
    reference = Settings(model="fr-en-starter", engine="transformers")
    ours, theirs = (
        [found.text for found in translate_texts(SENTENCES, load_translator(settings))]
        for settings in (float32, reference)
    )
    same = sum(a == b for a, b in zip(ours, theirs, strict=True))
    assert same >= len(SENTENCES) - 2, list(zip(ours, theirs, strict=True))


def test_a_brief_is_the_same_with_any_number_of_workers(tmp_path: Path) -> None:
    """With 8-bit weights a batch's company may decide about the last digits of a score, once in a
    while about a word."""
    articles = sorted((ROOT / "corpus" / "articles").glob("*.*"))[:3]
    made = []
    for workers in (1, 3):
        out = tmp_path / str(workers)
        assert run(articles, out, Settings(threads=workers, memory="off")).exit_code == 0
        made.append({path.name: path.read_bytes() for path in out.glob("[!.]*")})
    assert made[0] == made[1]
    alone = tmp_path / "alone"
    run(articles[1:2], alone, Settings(memory="off"))
    assert all(
        path.read_bytes() == made[0][path.name]
        for path in alone.glob("[!.]*")
        if path.name not in {"index.html", "run.json"}
    )
