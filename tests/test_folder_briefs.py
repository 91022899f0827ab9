"""Files appear whole or not at all, inside their folder, and damaged ones are told from good
ones."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import InputError, OutputError
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
    folder = OutputFolder(tmp_path)
    for name in ids:
        folder.write(f"{name}.json", brief(name).model_dump_json(indent=1))
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "b", "a")
    folder.write("run.json", '{"articles": {}}')
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    assert [path.name for path in brief_files(tmp_path)] == ["a.json", "b.json"]
    assert [found.article.id for found in read_briefs(tmp_path)] == ["a", "b"]
    assert folder.stored("a") == brief("a")
    assert folder.stored("zzz") is None
    assert folder.has("a", ("json",))
    assert not folder.has("a", ("json", "md"))


@given(st.text(max_size=30))
def test_names_never_leave_the_folder(name: str) -> None:
    if Path(name).name == name and name not in {"", ".", ".."}:
        return
    with pytest.raises(OutputError, match="plain file name"):
        OutputFolder(Path("nowhere")).write(name, "x")


@pytest.mark.parametrize("name", ["../x", "/x", "a/b", "", ".", ".."])
def test_paths_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        OutputFolder(tmp_path).write(name, "x")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, "a")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        OutputError, match=r"a\.json: cannot be written \(No space left on device\)"
    ):
        folder.write("a.json", "half")
    assert folder.stored("a") == brief("a")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write here") as caught:
        OutputFolder(tmp_path / "file" / "inside").create()
    assert "-o" in caught.value.hint


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


def test_written_files_can_be_read_by_others(tmp_path: Path) -> None:
    path = OutputFolder(tmp_path).write("a.html", "x")
    assert path.stat().st_mode & 0o044 == 0o044 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_damaged_run_record_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / RUN_FILE).write_text("[", encoding="utf-8")
    assert OutputFolder(tmp_path).run_record() == {}
