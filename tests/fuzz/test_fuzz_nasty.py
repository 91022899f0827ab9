"""The nasty cases of tests/data/nasty, each named after what it is about, through the whole
flow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import each
from fuzz.outputs import OPEN, assert_whole_flow_is_safe

from bilingual.engines.base import EchoTranslator
from bilingual.errors import GlossaryError, InputError, SettingsError
from bilingual.glossary import load_glossary
from bilingual.newsletter import load_edition_settings
from bilingual.pipeline.many import run
from bilingual.settings import load_settings
from bilingual.sources import read_articles

NASTY = Path(__file__).parent.parent / "data" / "nasty"
# It stands in every file that is to be read: whatever else is in a file, this sentence is not lost.
KEPT = "Le conseil a voté mardi un budget de 12,5 millions d’euros pour les écoles."
LEAKED = ("root:x:", "boum" * 3)


def cases(folder: str) -> list[Path]:
    return sorted((NASTY / folder).iterdir())


def named(file: Path) -> str:
    return file.name


@each("file", cases("read"))
def test_the_article_is_read_and_nothing_else_of_it_lives(file: Path) -> None:
    articles = list(read_articles([file], OPEN))
    briefs = assert_whole_flow_is_safe(articles)
    assert [brief for brief in briefs if KEPT in brief.article.text]
    told = "".join(brief.model_dump_json() for brief in briefs)
    assert not [secret for secret in LEAKED if secret in told]


@each("file", cases("refused"))
def test_what_is_no_article_is_refused_by_name(file: Path) -> None:
    with pytest.raises(InputError) as caught:
        list(read_articles([file], OPEN))
    assert str(file) in caught.value.message
    assert caught.value.hint


@each("file", cases("glossary"))
def test_a_broken_glossary_is_refused_by_name(file: Path) -> None:
    with pytest.raises(GlossaryError) as caught:
        load_glossary(file)
    assert str(file) in caught.value.message
    assert caught.value.hint


@each("file", cases("settings"))
def test_broken_settings_are_refused_by_name(file: Path) -> None:
    for load in (load_settings, load_edition_settings):
        with pytest.raises(SettingsError) as caught:
            load(file)
        assert caught.value.hint
        assert len(caught.value.message) < 6000


def test_a_folder_of_all_of_them_ends_with_a_report(tmp_path: Path) -> None:
    """One run: what can be read has its brief, what cannot is named, nothing is a fault of the
    program."""
    files = [*cases("read"), *cases("refused")]
    report = run(files, tmp_path, OPEN, translator=EchoTranslator())
    assert {outcome.location for outcome in report.outcomes} == set(map(str, cases("read")))
    assert {failure.location for failure in report.failures} == set(map(str, cases("refused")))
    assert not [f for f in report.failures if "fault in the program" in f.message]
    for outcome in report.outcomes:
        assert json.loads((tmp_path / f"{outcome.id}.json").read_bytes())["article"]
