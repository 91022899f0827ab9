"""The newsletter's folder: whole files, inside it only, left alone when nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilingual.errors import OutputError
from bilingual.folder.issues import Shelf


def test_a_file_is_written_once_and_then_left(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "letter")
    shelf.create()
    first = shelf.write("site/issue-1/index.html", b"page")
    stamp = first.path.stat().st_mtime_ns
    again = shelf.write("site/issue-1/index.html", b"page")
    assert (first.changed, again.changed, first.size) == (True, False, 4)
    assert first.path.stat().st_mtime_ns == stamp
    assert shelf.write("site/issue-1/index.html", b"other").changed
    assert first.path.read_bytes() == b"other"
    assert [path.name for path in first.path.parent.iterdir()] == ["index.html"]


@pytest.mark.parametrize("name", ["../out.html", "/etc/out.html", "site/../../out.html", ""])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="not a file of this folder"):
        Shelf(tmp_path).write(name, b"x")


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(OutputError, match=r"site: cannot be made"):
        Shelf(tmp_path).write("site/index.html", b"x")
    assert (tmp_path / "site").read_text() == "mine"


def test_a_second_run_is_kept_out(tmp_path: Path) -> None:
    with (
        Shelf(tmp_path).lock(),
        pytest.raises(OutputError, match="another run"),
        Shelf(tmp_path).lock(),
    ):
        pass


def test_only_our_own_pages_go(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name, text in {"kept": "ours", "gone": "ours", "theirs": "somebody else"}.items():
        shelf.write(f"site/issue-1/{name}.html", text.encode())
    shelf.drop_pages("issue-1", ["kept.html"], "ours")
    left = sorted(path.name for path in (tmp_path / "site/issue-1").iterdir())
    assert left == ["kept.html", "theirs.html"]


def test_a_page_that_cannot_be_removed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)
    shelf.write("site/issue-1/gone.html", b"ours")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"gone\.html: cannot be removed \(Permission denied\)"):
        shelf.drop_pages("issue-1", [], "ours")


def test_issues_are_found_in_order(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name in ("issue-2", "issue-1"):
        shelf.write(f"{name}/edition.json", b"{}")
    shelf.write("issue-3/email.html", b"")
    assert [path.parent.name for path in shelf.edition_files()] == ["issue-1", "issue-2"]
