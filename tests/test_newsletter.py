"""Briefs in, a whole issue out: everything is there, nothing is half there, nothing is lost in
silence."""

from __future__ import annotations

import json
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path

import pytest
from edition_factories import school, second_telling
from factories import demonstration, make_brief
from full_disk import FullFrom

import bilingual.folder.directory
import bilingual.render.arrange
from bilingual.errors import (
    InputError,
    NothingReadable,
    OutputError,
    SettingsError,
    UsageError,
)
from bilingual.newsletter import IssueOptions, make_issue, send_issue
from bilingual.records import Brief
from bilingual.settings import Settings

OF_ONE_ISSUE = {
    "edition.json",
    "email.html",
    "email.txt",
    "issue.eml",
    "fragment.html",
    "issue.md",
}


def store(folder: Path, *briefs: Brief) -> Path:
    folder.mkdir(exist_ok=True)
    for brief in briefs:
        (folder / f"{brief.article.id}.json").write_text(brief.model_dump_json(indent=1))
    return folder


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    return store(tmp_path / "outputs", demonstration(), second_telling(), school())


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("[!.]*"))
        if path.is_file() and ".bilingual" not in path.parts
    }


def edition_toml(folder: Path, text: str) -> Path:
    file = folder / "edition.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_one_call_makes_all_of_it(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    report = make_issue([outputs], out)
    assert report.folder == out / "2025-01-21"
    assert {path.name for path in report.folder.iterdir()} == OF_ONE_ISSUE
    pages = {"index.html", "port-saint-brevin.html", "grain-vote.html", "village-school.html"}
    assert {path.name for path in (out / "site/2025-01-21").iterdir()} == pages
    rest = {"feed.json", "feed.xml", "site/index.html", "site/search.html"}
    assert rest <= set(files(out))
    assert {file.path for file in report.files} == {out / name for name in files(out)}
    assert report.warnings == []


def test_every_brief_is_arranged_once(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arranged = []
    really = bilingual.render.arrange._pairs
    monkeypatch.setattr(
        bilingual.render.arrange,
        "_pairs",
        lambda brief: arranged.append(brief.article.id) or really(brief),
    )
    make_issue([outputs], tmp_path / "letter")
    assert sorted(arranged) == ["grain-vote", "port-saint-brevin", "village-school"]


def test_full_and_key_points_only_exclude_each_other(outputs: Path, tmp_path: Path) -> None:
    both = IssueOptions(full=True, key_points_only=True)
    with pytest.raises(UsageError, match="cannot have the full text and the key points only"):
        make_issue([outputs], tmp_path / "letter", options=both)
    assert not list(tmp_path.glob("letter/*/edition.json"))


def test_a_second_run_touches_nothing(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out)
    before = files(out)
    again = make_issue([outputs], out, today="2030-01-01")
    assert not any(file.changed for file in again.files)
    assert files(out) == before


def test_a_frozen_issue_is_rendered_again_without_its_briefs(outputs: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    frozen = make_issue([outputs], first).folder / "edition.json"
    make_issue([frozen], second)
    assert files(second) == files(first)


def test_only_what_is_asked_for(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out, options=IssueOptions(formats=("fragment",)))
    assert set(files(out)) == {"2025-01-21/edition.json", "2025-01-21/fragment.html"}


def test_issues_gather_in_the_archive_and_the_feeds(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    for number, brief in enumerate(("village-school", "port-saint-brevin"), 1):
        wish = edition_toml(tmp_path, f'title = "Letter"\nnumber = {number}\nbriefs = ["{brief}"]')
        make_issue([outputs], out, edition_file=wish)
    archive = (out / "site/index.html").read_text()
    assert "issue-1/index.html" in archive
    assert "issue-2/index.html" in archive
    assert len(json.loads((out / "feed.json").read_text())["items"]) == 2


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text[: len(text) // 2], "not a brief of this version"),
        (lambda _: "", "not a brief of this version"),
        (lambda text: text.replace('"1.0"', '"9.0"', 1), "schema_version"),
        (lambda text: text.replace('"1.0"', '"0.1"', 1), "schema_version"),
    ],
    ids=["cut", "empty", "newer", "older"],
)
def test_a_damaged_brief_stops_the_issue_before_anything_is_written(
    outputs: Path, tmp_path: Path, damage: object, said: str
) -> None:
    assert callable(damage)
    broken = outputs / "village-school.json"
    broken.write_text(damage(broken.read_text()))
    ids = ("port-saint-brevin", "grain-vote", "village-school")
    (outputs / "run.json").write_text(json.dumps({"articles": {name: {} for name in ids}}))
    with pytest.raises(InputError, match=said) as caught:
        make_issue([outputs], tmp_path / "letter")
    assert "village-school.json" in caught.value.message
    assert not (tmp_path / "letter").exists()


def test_a_damaged_brief_that_is_not_wanted_is_in_nobodys_way(
    outputs: Path, tmp_path: Path
) -> None:
    (outputs / "village-school.json").write_text('{"schema_version": "1.0"')
    wish = edition_toml(tmp_path, 'briefs = ["port-*"]')
    report = make_issue([outputs], tmp_path / "letter", edition_file=wish)
    assert [brief.article.id for brief in report.edition.briefs] == ["port-saint-brevin"]


def test_a_brief_that_is_asked_for_and_missing_is_named(outputs: Path, tmp_path: Path) -> None:
    wish = edition_toml(tmp_path, 'briefs = ["vilage-school", "port-*"]')
    with pytest.raises(SettingsError, match="vilage-school") as caught:
        make_issue([outputs], tmp_path / "letter", edition_file=wish)
    assert "village-school" in caught.value.hint
    assert not (tmp_path / "letter").exists()


def test_nothing_to_tell(tmp_path: Path) -> None:
    with pytest.raises(NothingReadable):
        make_issue([store(tmp_path / "outputs")], tmp_path / "letter")
    with pytest.raises(UsageError, match="no such folder"):
        make_issue([tmp_path / "nowhere"], tmp_path / "letter")


def test_one_id_of_two_briefs_is_refused(outputs: Path, tmp_path: Path) -> None:
    other = store(tmp_path / "other", make_brief(id="village-school"))
    with pytest.raises(InputError, match="another brief has the id village-school"):
        make_issue([outputs, other], tmp_path / "letter")
    same = make_issue([outputs, outputs], tmp_path / "letter")
    assert len(same.edition.briefs) == 3


def test_articles_that_failed_are_remembered(outputs: Path, tmp_path: Path) -> None:
    (outputs / "run.json").write_text(json.dumps({"articles": {}, "failures": [{}, {}]}))
    report = make_issue([outputs], tmp_path / "letter")
    assert len(report.warnings) == 1
    assert "2 articles have no brief" in report.warnings[0]


def test_two_issues_with_one_number(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    first = edition_toml(tmp_path, 'title = "Letter"\nnumber = 3\ndate = 2025-01-21')
    make_issue([outputs], out, edition_file=first)
    before = files(out)
    second = edition_toml(tmp_path, 'title = "Letter"\nnumber = 3\ndate = 2025-01-28')
    with pytest.raises(UsageError, match="issue number 3 already") as caught:
        make_issue([outputs], out, edition_file=second)
    assert "--replace" in caught.value.hint
    assert files(out) == before
    make_issue([outputs], out, edition_file=second, options=IssueOptions(replace=True))
    assert "2025-01-28" in (out / "issue-3/edition.json").read_text()


def test_two_issues_of_one_day_that_share_nothing(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out)
    before = files(out)
    other = store(tmp_path / "o2", make_brief(id="b", article={"published": "2025-01-21"}))
    with pytest.raises(UsageError, match="an issue 2025-01-21 already"):
        make_issue([other], out)
    assert files(out) == before
    replaced = make_issue([other], out, options=IssueOptions(replace=True))
    assert [brief.article.id for brief in replaced.edition.briefs] == ["b"]


def test_a_brief_that_would_take_the_place_of_the_page_of_the_issue(tmp_path: Path) -> None:
    outputs = store(tmp_path / "outputs", make_brief(id="index"))
    with pytest.raises(UsageError, match="a brief called 'index'"):
        make_issue([outputs], tmp_path / "letter")


def test_an_issue_that_is_worked_on_loses_the_pages_it_no_longer_has(
    outputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out)
    mine = out / "site/2025-01-21/about.html"
    mine.write_text("<p>by hand</p>")
    wish = edition_toml(tmp_path, 'briefs = ["port-*", "grain-*"]')
    make_issue([outputs], out, edition_file=wish)
    assert not (out / "site/2025-01-21/village-school.html").exists()
    assert mine.exists()


def test_a_damaged_issue_beside_it_is_named(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    (out / "issue-1").mkdir(parents=True)
    (out / "issue-1/edition.json").write_text("{")
    with pytest.raises(InputError, match=r"issue-1.edition\.json: not an issue") as caught:
        make_issue([outputs], out)
    assert "--replace" in caught.value.hint
    assert set(files(out)) == {"issue-1/edition.json"}


def test_a_damaged_issue_is_made_again_by_replacing_it(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    made = make_issue([outputs], out)
    whole = files(out)
    (made.folder / "edition.json").write_text("{")
    with pytest.raises(InputError, match="not an issue"):
        make_issue([outputs], out)
    make_issue([outputs], out, options=IssueOptions(replace=True))
    assert files(out) == whole


def test_a_disk_that_is_full_at_any_write_leaves_no_issue_or_the_old_one(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, wish = tmp_path / "letter", edition_toml(tmp_path, 'introduction = "New."')
    disk = FullFrom(bilingual.folder.directory.fill)
    monkeypatch.setattr(bilingual.folder.directory, "fill", disk)
    for step in ({}, {"edition_file": wish}):
        make_issue([outputs], tmp_path / f"whole-{len(step)}", **step)
        whole, before, at = files(tmp_path / f"whole-{len(step)}"), files(out), 1
        while files(out) != whole:
            disk.full_at(at)
            with suppress(OutputError):
                make_issue([outputs], out, **step)
            assert files(out) in (before, whole), f"full at write {at}"
            at += 1
        assert at > 8
        disk.full_at(10**9)


def test_line_ends_of_the_settings_decide_nothing(outputs: Path, tmp_path: Path) -> None:
    text = 'title = "T"\nintroduction = """A\n\nb"""\n[sender]\nname = "N"\nnotices = ["x"]\n'
    for name, end in {"unix": "\n", "windows": "\r\n"}.items():
        (tmp_path / "edition.toml").write_bytes(text.replace("\n", end).encode())
        make_issue([outputs], tmp_path / name, edition_file=tmp_path / "edition.toml")
    assert files(tmp_path / "windows") == files(tmp_path / "unix")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028"])
def test_a_frozen_issue_puts_no_header_into_the_e_mail(
    outputs: Path, tmp_path: Path, end: str
) -> None:
    """edition.json may have come from anywhere; edition.toml refuses such a line."""
    frozen = make_issue([outputs], tmp_path / "letter").folder / "edition.json"
    told = json.loads(frozen.read_text(encoding="utf-8"))
    told |= dict.fromkeys(("title", "preheader", "program"), f"A{end}Bcc: a@example.org")
    told["sender"] |= {"name": f"A{end}Bcc: a@example.org", "unsubscribe": f"A{end}Bcc: b"}
    frozen.write_text(json.dumps(told), encoding="utf-8")
    message = (make_issue([frozen], tmp_path / "again").folder / "issue.eml").read_bytes()
    assert b"bcc" not in {key.lower().encode() for key in message_from_bytes(message)}
    assert b"\nbcc" not in message.replace(b"\r", b"\n").lower().split(b"\n\n")[0]


def test_hostile_links_and_introductions_reach_no_output(tmp_path: Path) -> None:
    brief = make_brief(
        (("title", [("Un titre", "A title")]), ("body", [("Il pleut.", "It is raining.")])),
        id="hostile",
        article={"url": "javascript:alert(1)", "source": "data:text/html,x"},
    )
    wish = edition_toml(
        tmp_path,
        'introduction = """<script>alert(2)</script><img src=x onerror=alert(3)>\n'
        "[a](javascript:alert(4)) [b](data:text/html,x) <form action=x><input></form>"
        '"""\n[sender]\nunsubscribe = "javascript:alert(5)"',
    )
    out = tmp_path / "letter"
    make_issue([store(tmp_path / "outputs", brief)], out, edition_file=wish)
    for name, data in files(out).items():
        if name.endswith(".json") and "feed" not in name:
            continue
        text = data.decode().casefold()
        assert 'href="javascript' not in text, name
        assert "](javascript" not in text, name
        assert 'href="data' not in text, name
        for bad in ("<script>alert", "<img", "onerror", "<form action"):
            assert bad not in text, (name, bad)


def test_a_test_e_mail_needs_an_e_mail(outputs: Path, tmp_path: Path) -> None:
    report = make_issue([outputs], tmp_path / "letter", options=IssueOptions(formats=("site",)))
    with pytest.raises(UsageError, match="without an e-mail"):
        send_issue(report, "editor@example.org", Settings())


def test_a_large_e_mail_is_warned_about(tmp_path: Path) -> None:
    long = [
        (f"Phrase numéro {n}.", f"This is sentence number {n}, long enough.") for n in range(400)
    ]
    brief = make_brief(
        [("body", [pair]) for pair in long], id="long", article={"source": "La Gazette"}
    )
    outputs = store(tmp_path / "outputs", brief)
    report = make_issue([outputs], tmp_path / "letter", options=IssueOptions(full=True))
    assert any("KB" in warning for warning in report.warnings)
    assert make_issue([outputs], tmp_path / "letter").warnings == []


def test_another_issue_of_one_day_is_not_overwritten(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    make_issue([outputs / "village-school.json"], out, today="2025-01-21")
    later = make_brief(id="later", article={"published": "2025-01-20"})
    with pytest.raises(UsageError, match="already"):
        make_issue([store(tmp_path / "more", later)], out, today="2025-01-21")


def test_a_draft_under_another_name_is_pointed_out(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out)
    numbered = edition_toml(tmp_path, "number = 1")
    warnings = make_issue([outputs], out, edition_file=numbered).warnings
    assert any("3 of the 3 articles stand in the issue 2025-01-21 too" in told for told in warnings)


@pytest.mark.parametrize("name", ["site/index.html", "feed.xml", "2025-01-21/email.html"])
def test_files_of_somebody_else_are_left(outputs: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "letter"
    mine = out / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(OutputError, match="not written by bilingual"):
        make_issue([outputs], out)
    assert files(out) == {name: b"mine"}


def test_an_issue_in_a_folder_of_another_name_is_refused(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out)
    (out / "2025-01-21").rename(out / "issue-9")
    with pytest.raises(InputError, match="this is the issue 2025-01-21, in a folder of another"):
        make_issue([outputs], out)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('introduction = "![](a.png) <script>x</script> [y](javascript:z)"', "1 picture and 1 scr"),
        ('introduction = "See [our page](about.html)."', "1 link that is unsafe or leads nowhere"),
        ('[sender]\nunsubscribe = "javascript:alert(1)"', "neither an address nor a placeholder"),
    ],
)
def test_what_readers_would_stumble_over_is_said(
    outputs: Path, tmp_path: Path, lines: str, said: str
) -> None:
    report = make_issue([outputs], tmp_path / "letter", edition_file=edition_toml(tmp_path, lines))
    assert len(report.warnings) == 1
    assert said in report.warnings[0]


def test_the_name_of_a_file_is_no_source(tmp_path: Path) -> None:
    brief = make_brief(id="bare", article={"source": "notes-2.txt"})
    report = make_issue([store(tmp_path / "outputs", brief)], tmp_path / "letter")
    assert "1 article names no source" in report.warnings[0]
    for name, data in files(tmp_path / "letter").items():
        if "edition.json" not in name and "bare.html" not in name:
            assert b"notes-2.txt" not in data, name


def test_files_of_an_earlier_run_are_named_once_they_are_wrong(
    outputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "letter"
    make_issue([outputs], out)
    fragment_only = IssueOptions(formats=("fragment",))
    assert make_issue([outputs], out, options=fragment_only).warnings == []
    other = edition_toml(tmp_path, 'introduction = "New."')
    report = make_issue([outputs], out, edition_file=other, options=fragment_only)
    told = "left from an earlier run, and not of this issue: email.html, email.txt, issue.eml, iss"
    assert told in report.warnings[0]


def test_a_day_to_come_does_not_date_the_issue(tmp_path: Path) -> None:
    briefs = [
        make_brief(id=name, article={"published": day})
        for name, day in {"slip": "9999-12-31", "right": "2025-01-20"}.items()
    ]
    report = make_issue(
        [store(tmp_path / "outputs", *briefs)], tmp_path / "letter", today="2025-01-22"
    )
    assert report.edition.date == "2025-01-20"


def test_briefs_that_went_and_the_record_of_the_run_do_not_stop_an_issue(
    outputs: Path, tmp_path: Path
) -> None:
    (outputs / "run.json").write_text(json.dumps({"articles": {"gone": {}}, "failures": []}))
    report = make_issue(sorted(outputs.glob("*.json")), tmp_path / "one")
    assert len(report.edition.briefs) == 3
    report = make_issue([outputs], tmp_path / "two")
    assert "1 brief is no longer there, and not in the issue: gone" in report.warnings[0]
