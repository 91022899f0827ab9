"""The newsletter's folder: left alone when nothing changed, old pages dropped, issues in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from edition_factories import demonstration_edition

from bilingual.errors import ForeignFile, OutputError
from bilingual.folder.issues import Shelf


def test_a_file_is_written_once_and_then_left(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "letter")
    with shelf.held() as folder:
        (first,) = shelf.write(folder, {"site/issue-1/index.html": b"page"})
        stamp = first.path.stat().st_mtime_ns
        (again,) = shelf.write(folder, {"site/issue-1/index.html": b"page"})
        assert (first.changed, again.changed, first.size) == (True, False, 4)
        assert first.path.stat().st_mtime_ns == stamp
        assert shelf.write(folder, {"site/issue-1/index.html": b"other"})[0].changed
    assert first.path.read_bytes() == b"other"
    assert [path.name for path in first.path.parent.iterdir()] == ["index.html"]


def test_a_second_run_is_kept_out(tmp_path: Path) -> None:
    with (
        Shelf(tmp_path).held(),
        pytest.raises(OutputError, match="another run"),
        Shelf(tmp_path).held(),
    ):
        pass


def test_only_our_own_pages_go(tmp_path: Path) -> None:
    shelf, pages = Shelf(tmp_path), tmp_path / "site/issue-1"
    with shelf.held() as folder:
        names = [f"site/issue-1/{name}.html" for name in ("kept", "gone", "edited")]
        shelf.write(folder, dict.fromkeys(names, b"ours"))
        (pages / "theirs.html").write_bytes(b"ours")
        (pages / "edited.html").write_bytes(b"by hand")
        shelf.drop_pages(folder, "issue-1", names[:1])
    left = sorted(path.name for path in pages.iterdir())
    assert left == ["edited.html", "kept.html", "theirs.html"]


def test_issues_are_found_in_order(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with shelf.held() as folder:
        names = ("issue-2/edition.json", "issue-1/edition.json", "issue-3/email.html")
        shelf.write(folder, dict.fromkeys(names, b"{}"))
    assert [path.parent.name for path in shelf.edition_files()] == ["issue-1", "issue-2"]


def test_issues_of_a_version_without_markers_are_ours_and_nothing_beside_them(
    tmp_path: Path,
) -> None:
    issue = demonstration_edition()
    old = ["site/index.html", "feed.xml", f"{issue.id}/email.html", f"site/{issue.id}/a.html"]
    others = ["site/about.html", "other/email.html", f"site/{issue.id}/sub/a.html"]
    for name in (*old, *others):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"old")
    record = issue.model_dump_json(indent=1)
    (tmp_path / issue.id / "edition.json").write_text(record, encoding="utf-8")
    shelf = Shelf(tmp_path)
    with shelf.held() as folder:
        assert all(file.changed for file in shelf.write(folder, dict.fromkeys(old, b"new")))
        with pytest.raises(
            ForeignFile, match=r"about\.html, .*other.email\.html, .*a\.html: these"
        ):
            shelf.write(folder, dict.fromkeys((*old, *others), b"newer"))
    assert {(tmp_path / name).read_bytes() for name in old} == {b"new"}
    assert {(tmp_path / name).read_bytes() for name in others} == {b"old"}
