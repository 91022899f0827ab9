"""The whole flow with an engine that needs no model: everything is paired, nothing is lost, reruns
are cheap."""

from __future__ import annotations

import json
import pkgutil
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.engines.base import Decoding, EchoTranslator, Hypothesis
from bilingual.errors import EngineError, GlossaryError, OutputError, TooLarge
from bilingual.folder.briefs import OutputFolder, Owners
from bilingual.folder.manifest import Manifest
from bilingual.memory.corrections import Correction
from bilingual.memory.store import Memory
from bilingual.pipeline import job
from bilingual.pipeline.brief import assemble, build_brief, source_digest
from bilingual.pipeline.many import Event, plan, run
from bilingual.records import Article, Block, Brief, KeyPoint, Role
from bilingual.render import html, render_html, render_markdown
from bilingual.settings import Settings
from bilingual.sources import read_source

PLAIN = Decoding()
PARAGRAPHS = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
    .flatmap(
        lambda word: st.lists(
            st.sampled_from([word, "Le", "maire.", "« Oui ! »", "3,5 %"]), min_size=1
        )
    )
    .map(" ".join),
    min_size=1,
    max_size=5,
)
TEXT = (
    "Le maire a signé le budget de 235,3 millions d'euros mardi.\n\nIl a ensuite quitté la salle.\n"
)


def article(paragraphs: list[str], name: str = "a") -> Article:
    text, blocks = "", []
    for paragraph in paragraphs:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{paragraph}" if text else paragraph
        blocks.append(Block(role="body", start=start, end=start + len(paragraph)))
    return Article(id=name, text=text, blocks=tuple(blocks))


@given(PARAGRAPHS)
@settings(deadline=None)
def test_every_word_is_in_one_sentence_and_every_sentence_is_paired(paragraphs: list[str]) -> None:
    brief = build_brief(article(paragraphs), EchoTranslator())
    joined = "".join("".join(s.text.split()) for s in brief.sentences)
    assert joined == "".join(brief.article.text.split())
    assert [t.index for t in brief.translations] == list(range(len(brief.sentences)))
    assert all(t.text for t in brief.translations)


@given(PARAGRAPHS)
@settings(deadline=None)
def test_a_brief_survives_its_json(paragraphs: list[str]) -> None:
    brief = build_brief(article(paragraphs), EchoTranslator())
    assert Brief.model_validate_json(brief.model_dump_json()) == brief
    assert build_brief(article(paragraphs), EchoTranslator()) == brief


@dataclass(frozen=True)
class Fixed(EchoTranslator):
    """It always says the same, and notes how it was asked."""

    asked: list[Decoding] = field(default_factory=list)

    def translate(
        self, texts: Sequence[str], decoding: Decoding = PLAIN, prefixes: Sequence[str] = ()
    ) -> list[Hypothesis]:
        del prefixes
        self.asked.append(decoding)
        return [Hypothesis("A rise of 41% in 2024.", -0.1)] * len(texts)


@pytest.mark.parametrize("raw", [True, False])
def test_raw_leaves_the_model_its_own_words(raw: bool) -> None:
    engine = Fixed()
    chosen = Settings(raw=raw)
    (said,) = build_brief(article(["Une hausse de 4,1 % en 2024."]), engine, chosen).translations
    assert said.text == f"A rise of {'41%' if raw else '4.1%'} in 2024."
    assert bool(said.repairs) is not raw
    assert engine.asked[0] == Decoding(
        beam=chosen.beam, hypotheses=1 if raw else chosen.beam, alignment=not raw
    )


def test_progress_adds_up_to_the_sentences() -> None:
    counts: list[int] = []
    brief = build_brief(article(["Un. Deux. 3. Un."]), EchoTranslator(), progress=counts.append)
    assert sum(counts) == len(brief.sentences)


def test_too_many_sentences_are_refused_by_name() -> None:
    with pytest.raises(TooLarge, match="the limit is 1") as caught:
        build_brief(
            article(["Un mot. Deux mots."], "long"), EchoTranslator(), Settings(max_sentences=1)
        )
    assert "long" in caught.value.message
    assert "max_sentences" in caught.value.hint


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_events_count_sources_and_sentences(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT, b=TEXT)
    events: list[Event] = []
    run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"), watch=events.append)
    assert {(event.done, event.total) for event in events} == {(0, 2), (1, 2)}
    assert any(event.sentence == event.sentences > 0 for event in events)


class Broken(EchoTranslator):
    """Fails at the article that holds the word `panne`."""

    def translate(self, texts: list[str], decoding: Decoding = Decoding()) -> list[Hypothesis]:  # type: ignore[override]  # noqa: B008
        if any("panne" in text for text in texts):
            raise EngineError("the engine stopped", hint="Try again.")
        return super().translate(texts, decoding)


def test_what_was_finished_survives_a_failing_engine(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT, b=TEXT.replace("maire", "panne"), c=TEXT)
    with pytest.raises(EngineError):
        run([tmp_path / "in"], tmp_path / "out", Settings(), translator=Broken())
    assert (tmp_path / "out" / "a.json").is_file()
    assert not (tmp_path / "out" / "b.json").exists()
    report = run([tmp_path / "in"], tmp_path / "out", Settings(), translator=EchoTranslator())
    assert [o.status for o in report.outcomes] == ["unchanged", "written", "written"]


def test_a_damaged_brief_is_made_again_and_a_lost_page_is_rendered_again(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT, b=TEXT.replace("maire", "préfet"))
    out = tmp_path / "out"
    run([tmp_path / "in"], out, Settings(engine="echo"))
    whole = (out / "a.json").read_bytes()
    page = (out / "b.html").read_bytes()
    (out / "a.json").write_bytes(whole[: len(whole) // 2])
    (out / "b.html").unlink()
    report = run([tmp_path / "in"], out, Settings(engine="echo"))
    assert [o.status for o in report.outcomes] == ["written", "unchanged"]
    assert (out / "a.json").read_bytes() == whole
    assert (out / "b.html").read_bytes() == page


def test_a_damaged_brief_of_another_source_is_reported_not_lost_sight_of(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    out = tmp_path / "out"
    run([tmp_path / "in"], out, Settings(engine="echo"))
    (out / "old.json").write_text('{"schema_version": "1.0", "article": {}}', encoding="utf-8")
    report = run([tmp_path / "in"], out, Settings(engine="echo"))
    assert report.exit_code == 1
    assert "old.json" in report.failures[0].message


def test_one_bad_entry_of_a_feed_does_not_take_the_others_along(tmp_path: Path) -> None:
    english = "The town council met on Tuesday and adopted the budget for the whole year. " * 6
    items = "".join(
        f"<item><title>{title}</title><description>{text}</description></item>"
        for title, text in (("Le budget", TEXT), ("The budget", english), ("La salle", TEXT))
    )
    feed = f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>"
    (tmp_path / "fil.xml").write_text(feed, encoding="utf-8")
    report = run([tmp_path / "fil.xml"], tmp_path / "out", Settings(engine="echo"))
    assert [o.id for o in report.outcomes] == ["le-budget", "la-salle"]
    assert [f.location for f in report.failures] == [str(tmp_path / "fil.xml")]
    planned = list(plan([tmp_path / "fil.xml"], tmp_path / "out", Settings()))
    assert len(planned) == 3


def test_a_moved_file_keeps_its_brief(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    (tmp_path / "in").rename(tmp_path / "moved")
    report = run([tmp_path / "moved"], tmp_path / "out", Settings(engine="echo"))
    assert [(o.id, o.status) for o in report.outcomes] == [("a", "unchanged")]


def test_the_index_holds_the_briefs_of_earlier_runs(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    write(tmp_path / "later", b=TEXT)
    run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    report = run([tmp_path / "later"], tmp_path / "out", Settings(engine="echo"))
    page = report.index.read_text(encoding="utf-8")
    assert "a.html" in page
    assert "b.html" in page


@pytest.mark.parametrize("name", ["index", "run"])
def test_an_article_never_takes_the_name_of_a_file_of_the_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path / "in", **{name: TEXT})
    report = run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    again = run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    assert report.outcomes[0].id.startswith(f"{name}-")
    assert [(o.id, o.status) for o in again.outcomes] == [(report.outcomes[0].id, "unchanged")]


def test_a_plan_needs_no_model(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    rows = list(plan([tmp_path / "in"], tmp_path / "out", Settings(model="no-such-model")))
    assert [(row.id, row.unchanged) for row in rows] == [("a", False)]  # type: ignore[union-attr]


def test_the_json_has_the_words_of_standfirst_and_key_points() -> None:
    text = "Le pont rouvre\n\nIl était fermé depuis mars.\n\nLe maire a signé le budget mardi."
    starts = [0, text.index("Il"), text.index("Le maire")]
    ends = [starts[1] - 2, starts[2] - 2, len(text)]
    roles: tuple[Role, ...] = ("title", "standfirst", "body")
    blocks = tuple(
        Block(role=r, start=s, end=e) for r, s, e in zip(roles, starts, ends, strict=True)
    )
    source = Article(id="a", title="Le pont rouvre", text=text, blocks=blocks)
    brief = build_brief(source, EchoTranslator())
    assert brief.article.standfirst == "Il était fermé depuis mars."
    assert source_digest(brief.article) == source_digest(source)
    (point,) = brief.key_points
    assert point.text == brief.sentences[point.index].text
    assert point.translation == brief.translations[point.index].text


def test_a_point_has_the_words_of_its_lead_in_too() -> None:
    brief = build_brief(article(["Le maire a parlé.", "Il a signé."]), EchoTranslator())
    told = assemble(
        brief.article,
        brief.sentences,
        brief.translations,
        flags=(),
        key_points=[KeyPoint(rank=1, index=1, lead_in=0, weight=1)],
        made_with=brief.provenance,
    )
    (point,) = told.key_points
    assert point.text == "Le maire a parlé. Il a signé."
    assert point.translation == "⟦Le maire a parlé.⟧ ⟦Il a signé.⟧"


# --- a folder is shared: with other articles, other files, other runs


def page(text: str) -> str:
    return f"<!doctype html><html><body><h1>Le budget voté mardi</h1><p>{text}</p></body></html>"


def test_a_run_never_overwrites_the_article_it_reads(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.html").write_text(page(TEXT), encoding="utf-8")
    (folder / "b.md").write_text(TEXT, encoding="utf-8")
    (folder / "c.json").write_text("{}", encoding="utf-8")
    (folder / "c.txt").write_text(TEXT, encoding="utf-8")
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    chosen = Settings(engine="echo")
    first = run([folder], folder, chosen)
    assert [outcome.status for outcome in first.outcomes] == ["written"] * 3
    assert {path: path.read_bytes() for path in kept} == kept
    second = run([folder], folder, chosen)
    assert [o.status for o in second.outcomes] == ["unchanged"] * 3
    assert [o.id for o in second.outcomes] == [o.id for o in first.outcomes]


def test_a_folder_of_briefs_inside_the_articles_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    for _ in range(2):
        report = run([tmp_path / "in"], tmp_path / "in" / "outputs", Settings(engine="echo"))
        assert [outcome.id for outcome in report.outcomes] == ["a"]


def test_a_strange_index_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    (tmp_path / "index.html").write_text("<h1>My site</h1>", encoding="utf-8")
    with pytest.raises(OutputError, match=r"index\.html: this file was not written by bilingual"):
        run([tmp_path / "in"], tmp_path, Settings(engine="echo"))
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<h1>My site</h1>"


def test_the_same_file_by_another_path_is_the_same_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", a=TEXT)
    monkeypatch.chdir(tmp_path)
    run(["in"], Path("out"), Settings(engine="echo"))
    report = run([tmp_path / "in"], Path("out"), Settings(engine="echo"))
    assert [(o.id, o.status) for o in report.outcomes] == [("a", "unchanged")]


def test_a_later_feed_keeps_the_entries_of_the_earlier_one(tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><title>F</title>{}</channel></rss>"
    entry = (
        "<item><title>Le point du jour</title><link>https://example.org/{0}</link>"
        "<description>{1}</description></item>"
    )
    file, out = tmp_path / "fil.xml", tmp_path / "out"
    file.write_text(feed.format(entry.format(1, TEXT) + entry.format(2, TEXT)), encoding="utf-8")
    first = run([file], out, Settings(engine="echo"))
    file.write_text(feed.format(entry.format(3, TEXT) + entry.format(1, TEXT)), encoding="utf-8")
    second = run([file], out, Settings(engine="echo"))
    assert len({o.id for o in (*first.outcomes, *second.outcomes)}) == 3
    assert [o.status for o in second.outcomes] == ["written", "unchanged"]


def test_two_addresses_with_one_name_both_keep_their_brief() -> None:
    record = {"articles": {"a": {"location": "https://one.example/a"}}}
    names = Owners(Manifest(None, lambda: record))
    assert names.name(article(["Un."]), "https://two.example/a").id != "a"
    again = Owners(Manifest(None, lambda: record))
    assert again.name(article(["Un."]), "https://one.example/a").id == "a"


@pytest.mark.parametrize("articles", [{}, {"a": 3}, {"a": {"location": 3}}])
def test_a_damaged_run_record_is_no_obstacle(tmp_path: Path, articles: object) -> None:
    write(tmp_path / "in", a=TEXT)
    record = {"articles": articles, "engine": "e", "failures": [], "model": "m"}
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text(json.dumps(record), encoding="utf-8")
    assert run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo")).exit_code == 0


def test_one_run_at_a_time(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    folder = OutputFolder(tmp_path / "out")
    with folder.held(), pytest.raises(OutputError, match="another run is writing here"):
        run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    assert run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo")).exit_code == 0


def stopped_by(error: BaseException) -> EchoTranslator:
    """As if somebody pressed Ctrl-C, or a fault showed, at the article that holds the word
    `panne`."""

    class Stopped(EchoTranslator):
        def translate(self, texts: list[str], decoding: Decoding = Decoding()) -> list[Hypothesis]:  # type: ignore[override]  # noqa: B008
            if any("panne" in text for text in texts):
                raise error
            return super().translate(texts, decoding)

    return Stopped()


def test_what_was_finished_is_in_the_index_when_a_run_is_stopped(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT, b=TEXT.replace("maire", "panne"), c=TEXT)
    with pytest.raises(KeyboardInterrupt):
        run(
            [tmp_path / "in"],
            tmp_path / "out",
            Settings(),
            translator=stopped_by(KeyboardInterrupt()),
        )
    assert "a.html" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert list(json.loads((tmp_path / "out" / "run.json").read_text())["articles"]) == ["a"]


def test_a_fault_in_one_article_does_not_cost_the_others(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT, b=TEXT.replace("maire", "panne"), c=TEXT)
    report = run(
        [tmp_path / "in"],
        tmp_path / "out",
        Settings(),
        translator=stopped_by(IndexError("list\nindex")),
    )
    assert ([o.id for o in report.outcomes], report.exit_code) == (["a", "c"], 1)
    assert "b.txt: this article shows a fault in the program (IndexError: list index)" in (
        report.failures[0].message
    )


GLOSSARY = "french,english\nbudget,spending plan\nmaire,mayor of the town\n"


def terms_file(folder: Path, text: str, name: str = "terms.csv") -> Settings:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return Settings(engine="echo", glossary=str(file))


def test_the_terms_of_the_glossary_are_counted_and_the_missed_ones_flagged(tmp_path: Path) -> None:
    settings = terms_file(tmp_path, GLOSSARY)
    brief = build_brief(article(["Le maire a signé le budget."]), EchoTranslator(), settings)
    (said,) = brief.translations
    assert [(use.french, use.outcome) for use in said.terms] == [
        ("maire", "missed"),
        ("budget", "missed"),
    ]
    (flag,) = [flag for flag in brief.flags if flag.kind == "terms"]
    assert "“spending plan” for “budget”" in flag.message
    for page in (render_html(brief), render_markdown(brief)):
        assert "2 asked for: 2 missed" in page
    assert "asked for" not in render_html(build_brief(article(["Il pleut."]), EchoTranslator()))


def test_a_brief_is_made_again_when_the_terms_change_not_when_their_file_moves(
    tmp_path: Path,
) -> None:
    write(tmp_path / "in", a=TEXT)

    def status(settings: Settings) -> str:
        report = run([tmp_path / "in"], tmp_path / "out", settings, translator=EchoTranslator())
        (planned,) = plan([tmp_path / "in"], tmp_path / "out", settings)
        assert getattr(planned, "unchanged") is True  # noqa: B009
        return report.outcomes[0].status

    assert status(terms_file(tmp_path, GLOSSARY)) == "written"
    assert status(terms_file(tmp_path, GLOSSARY)) == "unchanged"
    assert status(terms_file(tmp_path, GLOSSARY, "moved.csv")) == "unchanged"
    assert status(terms_file(tmp_path, GLOSSARY.replace("plan", "bill"))) == "written"
    assert status(Settings(engine="echo")) == "written"


def test_a_broken_glossary_stops_the_run_before_anything_is_written(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    settings = terms_file(tmp_path, "french,english\nbudget\n")
    with pytest.raises(GlossaryError, match=r"terms\.csv:2: "):
        run([tmp_path / "in"], tmp_path / "out", settings, translator=EchoTranslator())
    assert not list((tmp_path / "out").glob("*.json"))
    with pytest.raises(GlossaryError, match="nowhere"):
        build_brief(article(["Un."]), EchoTranslator(), Settings(glossary="nowhere.csv"))


def test_the_style_of_the_house_is_the_last_word_before_the_checks(tmp_path: Path) -> None:
    settings = Settings(engine="echo", percent="per cent", quotes="double")
    brief = build_brief(article(['Une hausse de 9% "nette".']), EchoTranslator(), settings)
    assert brief.translations[0].text == "⟦Une hausse de 9 per cent “nette”.⟧"
    assert not [flag for flag in brief.flags if flag.kind == "numbers"]


def test_an_archive_has_pages_and_loses_those_it_no_longer_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (job, html):
        monkeypatch.setattr(module, "ENTRIES_PER_PAGE", 2)
    out = tmp_path / "out"
    write(tmp_path / "in", **{f"a{n}": TEXT for n in range(5)})
    run([tmp_path / "in"], out, Settings(engine="echo"))
    pages = ["index.html", "index-2.html", "index-3.html"]
    listed = [
        re.findall(r'h2 lang="\w+"><a href="(a\d).html', (out / page).read_text()) for page in pages
    ]
    assert listed == [["a0", "a1"], ["a2", "a3"], ["a4"]]
    for n in (0, 1, 4):
        (out / f"a{n}.json").unlink()
        (tmp_path / "in" / f"a{n}.txt").unlink()
    run([tmp_path / "in"], out, Settings(engine="echo"))
    assert [(out / page).exists() for page in pages] == [True, False, False]


@pytest.mark.parametrize("name", ["index-2", "index-17"])
def test_an_article_never_takes_the_name_of_a_page_of_the_index(tmp_path: Path, name: str) -> None:
    write(tmp_path / "in", **{name: TEXT})
    report = run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    assert report.outcomes[0].id.startswith(f"{name}-")


@pytest.mark.parametrize(
    "broken",
    [
        "bilingual.pipeline.brief.segment",
        "bilingual.pipeline.job.listing",
        "bilingual.pipeline.flow.Maker.finish",
    ],
)
def test_a_fault_anywhere_costs_one_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    write(tmp_path / "in", a=TEXT, b=TEXT.replace("maire", "panne"), c=TEXT)
    whole = pkgutil.resolve_name(broken)

    def faulty(*args: Any) -> Any:
        if any("panne" in repr(arg) for arg in args):
            raise IndexError("list index")
        return whole(*args)

    monkeypatch.setattr(broken, faulty)
    report = run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    assert [outcome.id for outcome in report.outcomes] == ["a", "c"]
    assert ["IndexError" in failure.message for failure in report.failures] == [True]


def test_a_table_without_rows_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"\n")
    report = run([tmp_path / "empty.jsonl"], tmp_path / "out", Settings(engine="echo"))
    assert report.exit_code == 4
    assert "empty.jsonl: no rows" in report.failures[0].message


def test_a_thousand_rows_of_one_title_are_named_quickly() -> None:
    """Each new name is tried behind the last one: the number of tries grows with the rows, not with
    their square."""

    class Counted(Manifest):
        tries = 0

        def claim(self, name: str) -> bool:
            self.tries += 1
            return super().claim(name)

    book = Counted(None)
    names = Owners(book)
    ids = {names.name(article(["Un."]), "rows.jsonl").id for _ in range(1000)}
    assert len(ids) == 1000
    assert book.tries < 4000


def test_nothing_is_read_any_more_when_a_run_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", a=TEXT.replace("maire", "panne"), **{f"b{n:03}": "" for n in range(300)})
    read_so_far: list[str] = []

    def slow(source: Any, *args: Any) -> Any:
        read_so_far.append(source.location)
        time.sleep(0.01)
        return read_source(source, *args)

    monkeypatch.setattr("bilingual.pipeline.job.read_source", slow)
    with pytest.raises(EngineError):
        run(
            [tmp_path / "in"], tmp_path / "out", Settings(), translator=stopped_by(EngineError("x"))
        )
    count = len(read_so_far)
    time.sleep(0.2)
    assert len(read_so_far) == count < 300


def test_corrections_count_for_who_calls_from_python(tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.correct([Correction("Le maire a signé.", "The mayor signed.")])
        brief = build_brief(
            article(["Le maire a signé. Il pleut."]), EchoTranslator(), memory=memory
        )
    assert [(said.text, said.origin) for said in brief.translations] == [
        ("The mayor signed.", "human"),
        ("⟦Il pleut.⟧", "engine"),
    ]


def test_an_empty_page_is_rendered_again(tmp_path: Path) -> None:
    write(tmp_path / "in", a=TEXT)
    run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    page = tmp_path / "out" / "a.html"
    whole = page.read_bytes()
    page.write_bytes(b"")
    run([tmp_path / "in"], tmp_path / "out", Settings(engine="echo"))
    assert page.read_bytes() == whole
