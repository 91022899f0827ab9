"""Records are frozen, and what does not belong together is refused when it is put together."""

from __future__ import annotations

from typing import Any

import pytest
from cases import each
from edition_factories import make_edition
from factories import make_brief
from pydantic import ValidationError

from bilingual.records import Article, Block, Brief, Edition, Flag, KeyPoint, Story, Telling

TEXT = "Titre\n\nUn texte."
BLOCKS = (Block(role="title", start=0, end=5), Block(role="body", start=7, end=16))


def changed(record: Brief | Edition, **fields: Any) -> Any:
    """The record with other fields, validated anew."""
    return type(record).model_validate({**dict(record), **fields})


def test_a_record_is_frozen_and_knows_all_its_fields() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        BLOCKS[0].start = 1
    with pytest.raises(ValidationError, match="Extra inputs"):
        Block.model_validate({"role": "body", "start": 0, "end": 1, "colour": "red"})


def test_blocks_cover_the_text() -> None:
    assert Article(id="a", text=TEXT, blocks=BLOCKS).blocks == BLOCKS


@each(
    "spans, message",
    [
        ([(0, 5)], "text after offset 5"),
        ([(7, 16)], "text before offset 7"),
        ([(0, 5), (4, 16)], "overlaps"),
        ([(0, 5), (7, 17)], "leaves the text"),
        ([(0, 0), (0, 16)], "overlaps"),
    ],
)
def test_blocks_that_do_not_cover_it_are_refused(
    spans: list[tuple[int, int]], message: str
) -> None:
    blocks = tuple(Block(role="body", start=start, end=end) for start, end in spans)
    with pytest.raises(ValidationError, match=message):
        Article(id="a", text=TEXT, blocks=blocks)


@each("name", ["", "A", "a b", "-a", "a-", "é", "a" * 121])
def test_an_id_is_the_name_of_a_file(name: str) -> None:
    with pytest.raises(ValidationError, match="pattern"):
        Article(id=name, text=TEXT, blocks=BLOCKS)


def test_sentences_and_translations_are_pairs() -> None:
    brief = make_brief([("body", [("Un.", "One."), ("Deux.", "Two.")])])
    with pytest.raises(ValidationError, match="not paired"):
        changed(brief, translations=brief.translations[::-1])
    with pytest.raises(ValidationError, match="shorter"):
        changed(brief, translations=brief.translations[:-1])
    other = brief.sentences[0].model_copy(update={"text": "Autre chose."})
    with pytest.raises(ValidationError, match="not what the article says"):
        changed(brief, sentences=(other, *brief.sentences[1:]))


def test_flags_and_key_points_are_of_sentences_that_are_there() -> None:
    brief = make_brief()
    behind = len(brief.sentences)
    flag = Flag(index=behind, kind="names", message="x", value=1, threshold=0)
    point = KeyPoint(rank=1, index=0, lead_in=behind, weight=1)
    for fields in ({"flags": (flag,)}, {"key_points": (point,)}):
        with pytest.raises(ValidationError, match="does not exist"):
            changed(brief, **fields)


def test_the_headline_is_the_title_or_the_first_sentence() -> None:
    titled = make_brief([("body", [("Un.", "One.")]), ("title", [("Titre", "Title")])])
    assert titled.headline() == ("Title", "Titre")
    assert make_brief([("body", [("Un.", "One.")])]).headline() == ("One.", "Un.")


def test_every_brief_of_an_issue_is_told_once() -> None:
    edition = make_edition(make_brief(id="a"), make_brief(id="b"))
    section = edition.sections[0]

    def told(*tellings: Telling) -> Edition:
        sections = (section.model_copy(update={"stories": (Story(tellings=tellings),)}),)
        changed_: Edition = changed(edition, sections=sections)
        return changed_

    both = told(Telling(brief="a"), Telling(brief="b"))
    assert [telling.brief for telling in both.stories()[0].others] == ["b"]
    with pytest.raises(ValidationError, match="are not the same"):
        told(Telling(brief="a"))
    with pytest.raises(ValidationError, match="are not the same"):
        told(Telling(brief="a"), Telling(brief="b"), Telling(brief="b"))
    with pytest.raises(ValidationError, match="b: a sentence is named that does not exist"):
        told(Telling(brief="a"), Telling(brief="b", only=(999,)))


@each("fields, message", [({"date": "2025-02-30"}, "day"), ({"id": "site"}, "folder of the pages")])
def test_an_issue_has_a_real_date_and_a_name_of_its_own(
    fields: dict[str, str], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        changed(make_edition(make_brief()), **fields)
