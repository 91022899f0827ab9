"""The manifest is a cache in a file: what is put is found, in the order of the index, and a lost
one costs nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import OutputError
from bilingual.folder.briefs import read_brief
from bilingual.folder.held import STATE
from bilingual.folder.manifest import FILE, Manifest, Row
from bilingual.pipeline.many import run
from bilingual.settings import Settings

NAMES = st.text(st.sampled_from("abcd-09"), min_size=1, max_size=6)
ROWS = st.builds(
    Row,
    id=NAMES,
    location=st.text(max_size=8),
    entry=st.text(max_size=8),
    stamp=st.text(max_size=8),
    sentences=st.integers(0, 2_000),
    to_check=st.integers(0, 2_000),
    moment=st.sampled_from([-math.inf, -1.5, 0.0, 1.7e9, 1.7e9 + 1]),
    listing=st.text(max_size=8),
)


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    with closing(Manifest(tmp_path / FILE)) as opened:
        yield opened


@given(st.lists(ROWS, max_size=12))
def test_rows_come_back_newest_first_and_are_added_up(rows: list[Row]) -> None:
    kept = {row.id: row for row in rows}
    with closing(Manifest(None)) as manifest:
        for row in rows:
            manifest.put(row)
        assert list(manifest.rows()) == [kept[name] for name in sorted(kept)]
        ordered = sorted(kept.values(), key=lambda row: (-row.moment, row.id))
        assert list(manifest.listings(100, 0)) == [row.listing for row in ordered]
        assert list(manifest.listings(3, 2)) == [row.listing for row in ordered[2:5]]
        assert manifest.totals() == (
            len(kept),
            sum(row.sentences for row in kept.values()),
            sum(row.to_check for row in kept.values()),
        )
        for name in kept:
            assert manifest.row(name) == kept[name]
            manifest.drop(name)
        assert list(manifest.ids()) == []


def test_what_was_committed_is_there_the_next_time(manifest: Manifest, tmp_path: Path) -> None:
    manifest.put(Row("a", "a.txt", ""))
    manifest.commit()
    manifest.put(Row("b", "b.txt", ""))
    manifest.close()
    with closing(Manifest(tmp_path / FILE)) as again:
        assert list(again.ids()) == ["a"]


def test_a_name_is_claimed_once_in_a_run(manifest: Manifest, tmp_path: Path) -> None:
    assert manifest.claim("a")
    assert not manifest.claim("a")
    manifest.close()
    with closing(Manifest(tmp_path / FILE)) as again:
        assert again.claim("a")


def test_the_owners_of_an_old_run_record_are_known(tmp_path: Path) -> None:
    record = {
        "articles": {"a": {"location": "a.txt"}, "b": {"location": "f.xml", "entry": "u"}, "c": 3}
    }
    with closing(Manifest(tmp_path / FILE, lambda: record)) as manifest:
        assert [manifest.owner(name) for name in "abc"] == [("a.txt", ""), ("f.xml", "u"), None]
        manifest.put(Row("a", "elsewhere.txt", ""))
        manifest.commit()
    with closing(Manifest(tmp_path / FILE, lambda: record)) as again:
        assert again.owner("a") == ("elsewhere.txt", ""), "what is known is not overwritten"


def test_a_brief_that_no_run_made_has_no_owner(manifest: Manifest) -> None:
    manifest.put(Row("a", "", ""))
    assert manifest.owner("a") is None


def test_a_manifest_where_none_can_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot be used .unable to open database file"):
        Manifest(tmp_path / "missing" / FILE)


@pytest.mark.parametrize("damage", [b"nonsense" * 200, b"", None])
def test_owners_outlive_a_manifest_that_is_lost(tmp_path: Path, damage: bytes | None) -> None:
    """Two articles of one name: the brief of the first must not become that of the second."""
    for name, text in (("one", "Le maire a signé le budget."), ("two", "La pluie a cessé mardi.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(text, encoding="utf-8")
    echo, out = Settings(engine="echo"), tmp_path / "out"
    run([tmp_path / "one"], out, echo)
    if damage is None:
        (out / STATE / FILE).unlink()
    else:
        (out / STATE / FILE).write_bytes(damage)
    second = run([tmp_path / "two"], out, echo)
    assert [outcome.id for outcome in second.outcomes] != ["x"]
    assert read_brief(out / "x.json").article.text == "Le maire a signé le budget."


def test_what_an_old_record_tells_is_kept_at_once(tmp_path: Path) -> None:
    Manifest(tmp_path / FILE, lambda: {"articles": {"a": {"location": "a.txt"}}}).close()
    with closing(Manifest(tmp_path / FILE)) as again:
        assert again.owner("a") == ("a.txt", "")


def test_every_digest_that_a_file_has_had_stays_known(tmp_path: Path) -> None:
    """Noted before the file is there: a run that is killed in between still knows it."""
    manifest = Manifest(tmp_path / FILE)
    assert not manifest.has_files()
    manifest.announce({"a.md": b"old", "index-2.html": b"page"})
    manifest.announce({"a.md": b"new"})
    manifest.forget("b.md")
    manifest.close()
    with closing(Manifest(tmp_path / FILE)) as again:
        assert again.digests("a.md") == {b"old", b"new"}
        assert again.names("index-") == ["index-2.html"]
        again.forget("index-2.html")
        assert again.names("") == ["a.md"]
        assert again.has_files()
