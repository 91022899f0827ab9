"""Files, folders, patterns, standard input: what is read, in which order, and how each failure
reads."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from cases import each

from bilingual.errors import (
    EmptyArticle,
    InputError,
    NothingReadable,
    TooLarge,
    UnreadableSource,
    UsageError,
    WrongLanguage,
)
from bilingual.records import Article
from bilingual.settings import Settings
from bilingual.sources import (
    Source,
    UniqueIds,
    article_from_text,
    expand,
    read_articles,
    read_source,
    slug,
)

BODY = (
    "Le conseil municipal a voté lundi soir un budget de 12,5 millions d’euros pour les "
    "écoles de la ville.\n\n"
    "L’opposition demande un audit et votera contre le texte, a annoncé sa cheffe de file "
    "devant la presse.\n"
)
ENGLISH = (
    "The city council voted on Monday evening for a budget of 12.5 million euros for the "
    "schools of the city. "
    "The opposition asks for an audit and will vote against the text, its leader told the press.\n"
)


def write(path: Path, text: str | bytes = BODY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def only(path: Path | str, settings: Settings | None = None) -> Article:
    (article,) = read_articles([path], settings)
    return article


# --- what is read, and in which order


def test_a_folder_is_read_with_its_subfolders_in_order_of_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/a.html", ".hidden.txt", ".git/x.txt", "notes.pdf", "c.RSS"):
        write(tmp_path / name)
    names = [
        source.path.relative_to(tmp_path).as_posix() for source in expand([tmp_path]) if source.path
    ]
    assert names == ["a/a.html", "a/z.md", "b.txt", "c.RSS"]


def test_inputs_keep_their_order_and_each_file_comes_once(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.txt"), write(tmp_path / "2.txt")
    found = expand([two, tmp_path, str(tmp_path / "*.txt"), "-", "https://example.org/a"])
    assert [source.path or source.location for source in found] == [
        two, one, "standard input", "https://example.org/a",
    ]  # fmt: skip


def test_a_pattern_reaches_into_folders(tmp_path: Path) -> None:
    write(tmp_path / "x" / "y" / "1.txt")
    write(tmp_path / "2.txt")
    found = expand([str(tmp_path / "**" / "*.txt")])
    assert [source.path.name for source in found if source.path] == ["2.txt", "1.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a[1].txt")
    assert [source.path for source in expand([path])] == [path]


def test_a_folder_without_articles_says_what_is_read(tmp_path: Path) -> None:
    write(tmp_path / "picture.png")
    with pytest.raises(NothingReadable, match="no articles found") as caught:
        expand([tmp_path])
    assert str(tmp_path) in caught.value.message
    assert ".txt" in caught.value.hint
    assert ".html" in caught.value.hint


def test_no_input_at_all() -> None:
    with pytest.raises(NothingReadable):
        expand([])


@pytest.mark.parametrize(
    ("name", "hint"),
    [("nowhere.txt", "Check the name."), ("nowhere/*.txt", "No file fits this pattern.")],
)
def test_a_missing_path_stays_and_its_reading_raises(tmp_path: Path, name: str, hint: str) -> None:
    (source,) = expand([str(tmp_path / name)])
    with pytest.raises(UnreadableSource, match="No such file") as caught:
        read_source(source)
    assert name in caught.value.message
    assert caught.value.hint == hint


def test_standard_input_takes_its_id_from_the_title() -> None:
    text = "Le budget des écoles voté à Brest\n\n" + BODY
    (article,) = read_source(Source("standard input", "stdin"), stdin=io.BytesIO(text.encode()))
    assert article.id == "le-budget-des-ecoles-vote-a-brest"
    assert article.source == "standard input"


def test_standard_input_may_be_a_page() -> None:
    page = f"<!doctype html><html><body><h1>Le budget voté à Brest</h1><p>{BODY}</p></body></html>"
    (article,) = read_source(Source("standard input", "stdin"), stdin=io.BytesIO(page.encode()))
    assert "<" not in article.text


def test_a_page_saved_as_text_is_still_a_page(tmp_path: Path) -> None:
    article = only(
        write(tmp_path / "a.txt", f"<!DOCTYPE html><html><body><p>{BODY}</p></body></html>")
    )
    assert "<" not in article.text


# --- ids


@each(
    "name, expected",
    [
        ("../../x", "x"),
        ("Été à l’œil", "ete-a-l-oeil"),
        ("...", "article"),
        ("日本", "article"),
        ("CON.txt", "con-txt"),
        ("a" * 300, "a" * 80),
        ("mot " * 60, "-".join(["mot"] * 20)),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert len(slug(name)) <= 80


def test_two_articles_of_one_name_both_stay_and_names_are_stable(tmp_path: Path) -> None:
    one, two = (
        write(tmp_path / "a" / "x.txt"),
        write(tmp_path / "b" / "x.txt", BODY + "Fin de partie."),
    )
    first, second = read_articles([one, two])
    assert first.id == "x"
    assert second.id.startswith("x-")
    assert len(second.id) == 8
    assert [a.id for a in read_articles([one, two])] == [first.id, second.id]


def test_even_the_same_text_twice_gives_two_ids() -> None:
    article = article_from_text(BODY, location="x")
    ids = UniqueIds()
    assert len({ids.settle(article).id for _ in range(4)}) == 4


# --- what the record says


def test_front_matter_wins_over_the_page(tmp_path: Path) -> None:
    text = (
        '---\ntitle: "Le budget voté"\nauthor: Ada Martin\ndate: 2025-03-03\nsource: Le Petit '
        "Port\n"
        "url: https://example.org/a\nlicence: CC BY 4.0\n---\n\nPar Zoé Roy\n\n" + BODY
    )
    article = only(write(tmp_path / "a.md", text))
    assert article.title == "Le budget voté"
    assert (article.author, article.published) == ("Ada Martin", "2025-03-03")
    assert (article.source, article.url) == ("Le Petit Port", "https://example.org/a")
    assert article.licence == "CC BY 4.0"
    assert [line.line for line in article.dropped] == [10]


def test_a_heading_does_not_take_the_place_of_a_given_title(tmp_path: Path) -> None:
    text = "---\ntitle: Le budget voté à Brest\nlayout: post\n---\nUne facture contestée\n\n" + BODY
    article = only(write(tmp_path / "a.md", text))
    assert [b.role for b in article.blocks] == ["title", "heading", "body", "body"]
    assert article.title == "Le budget voté à Brest"
    assert [(d.line, d.text, d.reason) for d in article.dropped] == [(3, "layout: post", "markup")]


def test_a_script_address_in_front_matter_is_no_address(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.md", "---\nurl: javascript:alert(1)\n---\n" + BODY))
    assert article.url is None
    assert [(d.line, d.text) for d in article.dropped] == [(2, "url: javascript:alert(1)")]


def test_a_given_title_that_the_page_shows_in_other_words_is_listed() -> None:
    page = "Le budget de la ville voté\n\n" + BODY
    given = "Le budget de la ville est voté"
    article = article_from_text(f"---\ntitle: {given}\n---\n{page}", location="x")
    assert article.title == "Le budget de la ville voté"
    assert [(d.line, d.text, d.reason) for d in article.dropped] == [(2, given, "repeated")]
    article = article_from_text(
        f"---\ntitle: LE BUDGET DE LA VILLE VOTÉ\n---\n{page}", location="x"
    )
    assert article.dropped == ()


def test_a_second_value_of_a_field_is_listed() -> None:
    text = f"---\ntitle:\ntitre: Le budget\nauthor: Ada Martin\nauteur: Zoé Roy\n---\n{BODY}"
    article = article_from_text(text, location="x")
    assert (article.title, article.author) == ("Le budget", "Ada Martin")
    assert [(d.line, d.text) for d in article.dropped] == [(5, "auteur: Zoé Roy")]


def test_an_address_that_cannot_be_written_is_no_address() -> None:
    text = f"---\nurl: https://\ud800fil.example/pont\n---\n{BODY}"
    article = article_from_text(text, location="x")
    assert article.url is None
    assert article.model_dump_json()


def test_dashes_that_are_no_front_matter_stay_text() -> None:
    article = article_from_text(f"---\nVoici le texte sans clé\n---\n{BODY}", location="x")
    assert "Voici le texte sans clé" in article.text


def test_markdown_marks_are_not_text(tmp_path: Path) -> None:
    text = (
        "# Le **budget** voté\n\nLe [maire](https://example.org) a dit *oui* lundi soir aux "
        "écoles de la ville.\n\n"
        "![Le maire](a.jpg)\n\n## Une facture contestée\n\n> " + BODY
    )
    article = only(write(tmp_path / "a.md", text))
    assert article.title == "Le budget voté"
    assert "Le maire a dit oui lundi soir" in article.text
    assert [b.role for b in article.blocks] == ["title", "body", "heading", "body", "body"]
    assert [line.reason for line in article.dropped] == ["caption"]


def test_no_outlet_means_the_name_of_the_file_without_its_folders(tmp_path: Path) -> None:
    assert only(write(tmp_path / "deep" / "a.txt")).source == "a.txt"


# --- bad input


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyArticle, match=r"a\.txt: the file is empty"):
        only(write(tmp_path / "a.txt", " \n\n"))


def test_only_furniture_points_at_keep_all(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Partager\nPublicité\nSuivez-nous\n")
    with pytest.raises(EmptyArticle, match="only page furniture") as caught:
        only(path)
    assert "--keep-all" in caught.value.hint
    assert only(path, Settings(keep_all=True)).text == "Partager\n\nPublicité\n\nSuivez-nous"


def test_an_english_article_is_named_as_such(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", ENGLISH)
    with pytest.raises(WrongLanguage, match=r"a\.txt: the text is in English") as caught:
        only(path)
    assert "check_language" in caught.value.hint
    assert only(path, Settings(check_language=False)).text


@pytest.mark.parametrize(("text", "asked"), [(BODY, False), (BODY + ENGLISH * 2, True)])
def test_the_identifier_is_asked_only_in_doubt(
    text: str, asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Identifier:
        def classify(self, _: str) -> tuple[str, float]:
            return ("en", 1.0)

    monkeypatch.setattr("bilingual.sources.assemble._identifier", Identifier)
    path = write(tmp_path / "a.txt", text)
    if asked:
        with pytest.raises(WrongLanguage):
            only(path)
    else:
        assert only(path).text.startswith("Le conseil")


def test_a_short_text_gets_the_benefit_of_the_doubt(tmp_path: Path) -> None:
    assert only(write(tmp_path / "a.txt", "Weekend à Manchester.")).text == "Weekend à Manchester."


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="larger than 50 bytes") as caught:
        only(write(tmp_path / "a.txt"), Settings(max_bytes=50))
    assert "max_bytes" in caught.value.hint


def test_a_line_over_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "mot " * 60_000)
    with pytest.raises(TooLarge, match="a line of 240,000 characters") as caught:
        only(path)
    assert "max_line" in caught.value.hint


def test_a_folder_that_is_read_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="this is a folder"):
        read_source(Source(str(tmp_path), "text", file=str(tmp_path)))


def test_a_name_with_a_null_byte() -> None:
    with pytest.raises(UnreadableSource, match="not a file name"):
        read_source(Source("a\0b", "text", file="a\0b"))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, os.strerror(13))

    path = write(tmp_path / "a.txt")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableSource, match="Permission denied"):
        only(path)


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "1.txt")
    write(tmp_path / "2.txt", "")
    write(tmp_path / "3.txt", b"\x00\x01\x02")
    write(tmp_path / "4.txt")
    failures: list[InputError] = []
    articles = list(read_articles([tmp_path], on_error=failures.append))
    assert [article.id for article in articles] == ["1", "4"]
    assert [type(error) for error in failures] == [EmptyArticle, UnreadableSource]


def test_without_a_handler_the_first_failure_is_raised(tmp_path: Path) -> None:
    write(tmp_path / "1.txt", "")
    with pytest.raises(EmptyArticle):
        list(read_articles([tmp_path]))


# --- paths that are not what they seem


def test_a_loop_of_links_is_named_and_harms_nobody(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "again").symlink_to(".")
    failures: list[InputError] = []
    articles = list(read_articles([tmp_path], on_error=failures.append))
    assert [article.id for article in articles] == ["a"]
    assert [str(tmp_path / "loop.txt") in error.message for error in failures] == [True]


def test_a_linked_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "archive").symlink_to("../elsewhere")
    assert [article.id for article in read_articles([tmp_path / "in"])] == ["a"]


def test_a_pipe_in_a_folder_does_not_hold_up(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [article.id for article in read_articles([tmp_path])] == ["a"]


def test_a_folder_that_may_not_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "closed" / "b.txt")
    scan, iterate = os.scandir, Path.iterdir

    def refuse(path: object) -> None:
        if str(path).endswith("closed"):
            raise PermissionError(13, os.strerror(13), str(path))

    monkeypatch.setattr(os, "scandir", lambda path: refuse(path) or scan(path))
    monkeypatch.setattr(Path, "iterdir", lambda self: refuse(self) or iterate(self))
    failures: list[InputError] = []
    assert [a.id for a in read_articles([tmp_path], on_error=failures.append)] == ["a"]
    assert "closed: cannot be read (Permission denied)" in failures[0].message


@each("name", ["a\0.txt", "a\0.jsonl", "a\0.parquet", "\ud800.md"])
def test_what_no_file_can_be_called_is_a_source_that_fails(name: str) -> None:
    told: list[InputError] = []
    assert not list(read_articles([name], on_error=told.append))
    assert [type(error) for error in told] == [UnreadableSource]
    assert told[0].hint


@each("name", ["a" * 300 + ".txt", "Le texte collé.\n\n" + BODY * 5])
def test_a_text_given_as_a_name_is_sent_to_standard_input(name: str) -> None:
    with pytest.raises(UnreadableSource, match="name too long") as caught:
        list(read_articles([name]))
    assert "\n" not in caught.value.message
    assert "standard input" in caught.value.hint


@each("name", ["", "  "])
def test_an_empty_name_is_not_the_current_folder(name: str) -> None:
    with pytest.raises(UsageError, match="empty name"):
        expand([name])


@pytest.mark.parametrize(
    "name", [b"a\nb.txt", b"\x1b[31mrouge.txt", b"m\xe9t\xe9o.txt", "\u202etxt.exe.txt".encode()]
)
def test_a_name_of_any_bytes_is_read_and_shown_on_one_line(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
    write(path)
    (source,) = expand([tmp_path])
    assert source.location.isprintable()
    (article,) = read_articles([tmp_path])
    assert Article.model_validate_json(article.model_dump_json()) == article


def test_what_was_written_into_the_folder_is_no_article_of_it(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    for name, text in {
        "a.json": '{\n "schema_version": "1.0",\n "article": {}}', "a.md": BODY, "a.html": BODY,
        "run.json": '{\n "articles": {}}', "index.html": BODY,
        "b.json": "{}", "b.md": BODY,
    }.items():  # fmt: skip
        write(tmp_path / "outputs" / name, text)
    assert [source.path.name for source in expand([tmp_path]) if source.path] == ["a.txt", "b.md"]


def test_an_address_of_another_kind_says_which_are_read() -> None:
    with pytest.raises(UnreadableSource) as caught:
        list(read_articles(["ftp://example.org/a"]))
    assert "http" in caught.value.hint


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(UnreadableSource, match="standard input: it is closed"):
        read_source(Source("standard input", "stdin"))


def test_two_pastes_without_a_title_are_two_articles() -> None:
    texts = (BODY, "Le phare rouvre mardi au public, après deux ans de travaux. " + BODY)
    ids = {
        read_source(Source("standard input", "stdin"), stdin=io.BytesIO(text.encode()))[0].id
        for text in texts
    }
    assert len(ids) == 2
