"""Files appear whole or not at all, inside their folder, and damaged ones are told from good
ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.errors import InputError
from bilingual.folder.briefs import RUN_FILE, OutputFolder, brief_files, read_brief, read_briefs
from bilingual.records import Article, Block, Brief, Provenance, Sentence, Translation


def brief(article_id: str = "a") -> Brief:
    return Brief(
        article=Article(id=article_id, text="Oui.", blocks=(Block(role="body", start=0, end=4),)),
        sentences=(Sentence(index=0, paragraph=0, role="body", start=0, end=4, text="Oui."),),
        translations=(Translation(index=0, text="Yes.", engine="e"),),
        provenance=Provenance(
            program="p", engine="e", model="m", settings_digest="s", source_digest="d"
        ),
    )


def folder_with(tmp_path: Path, *ids: str) -> OutputFolder:
    for name in ids:
        text = brief(name).model_dump_json(indent=1)
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return OutputFolder(tmp_path)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "b", "a")
    (tmp_path / "run.json").write_text('{"articles": {}}', encoding="utf-8")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    assert [path.name for path in brief_files(tmp_path)] == ["a.json", "b.json"]
    assert [found.article.id for found in read_briefs(tmp_path)] == ["a", "b"]
    assert folder.stored("a") == brief("a")
    assert folder.stored("zzz") is None
    assert folder.has("a", ("json",))
    assert not folder.has("a", ("json", "md"))


def test_the_json_of_others_is_passed_over(tmp_path: Path) -> None:
    for name, text in {
        "theirs": '{"schema_version": 3}',
        "other": '{"schema_version": "1"}',
    }.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    assert brief_files(tmp_path) == []


@pytest.mark.parametrize("damage", ["", "{", '{"schema_version":"9.0"}', "\x00\x01"])
def test_damaged_briefs_are_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(damage, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json: not a brief of this version"):
        read_brief(path)
    assert OutputFolder(tmp_path).stored("a") is None


def test_a_missing_brief_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_brief(tmp_path / "a.json")


def test_a_damaged_run_record_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / RUN_FILE).write_text("[", encoding="utf-8")
    assert OutputFolder(tmp_path).run_record() == {}
