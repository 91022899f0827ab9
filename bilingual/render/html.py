"""HTML pages: a brief, the index of many (newest first, and how much of each to check), and a
folder without a page of its own.

A page is one file: no script, no request to anywhere, everything from the article escaped; a name
misspelt in a template is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from bilingual.records import Brief
from bilingual.render import words
from bilingual.render.arrange import arrange
from bilingual.render.view import View

if TYPE_CHECKING:
    from jinja2 import Environment

# Nothing is loaded and nothing runs; the styles are in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# One CSS selector for each place in a paragraph joins a sentence with its twin; sentences after so
# many in one paragraph still mark themselves, and their numbers still lead to the twin.
MOST_TWINS = 60


def render_template(name: str, **values: Any) -> str:
    """The template with the values; without `policy` it allows nothing to load or run."""
    text = _environment().get_template(name).render({"policy": POLICY} | values)
    return text.rstrip("\n") + "\n"


def render_parts(name: str, **values: Any) -> Iterator[str]:
    """The same in pieces, for long pages; iterables are read once."""
    text = ""
    for piece in _environment().get_template(name).generate({"policy": POLICY} | values):
        yield text
        text = piece
    yield text.rstrip("\n") + "\n"


def template_text(name: str) -> str:
    """A file of the templates as it is, such as a style sheet or a script."""
    return (files("bilingual.render") / "templates" / name).read_text(encoding="utf-8")


def new_environment(**options: Any) -> Environment:
    """An environment that escapes everything; `options` are Jinja's own."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("bilingual.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        **options,
    )
    environment.globals.update(plural=words.plural, host=words.host)
    return environment


@cache
def _environment() -> Environment:
    return new_environment()


def render_html(brief: Brief | View, *, index_url: str = "", index_name: str = "All briefs") -> str:
    """The page of a Brief; the same Brief gives the same bytes.

    Sentence 12 of the records has the ids `s12` (English) and `fr12` (French) and what to check in
    it `note12`. With `index_url` (a relative address such as "index.html") the page leads back to
    where it is listed, under the name `index_name`.
    """
    page = arrange(brief)
    places = range(1, min(page.most_places, MOST_TWINS) + 1)
    return render_template(
        "brief.html", page=page, places=places, index_url=index_url, index_name=index_name
    )


ENTRIES_PER_PAGE: Final = 500  # a page of about a megabyte
_NEIGHBOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """What the index says of a brief, ready to be put in its place; `moment` orders it."""

    id: str
    moment: float
    entry: str
    sentences: int
    to_check: int


@dataclass(frozen=True, slots=True)
class Totals:
    briefs: int = 0
    sentences: int = 0
    to_check: int = 0

    @property
    def pages(self) -> int:
        """At least one page, even without entries."""
        return max(1, -(-self.briefs // ENTRIES_PER_PAGE))


def page_name(number: int) -> str:
    """The file of a page of the index, counted from 1."""
    return "index.html" if number == 1 else f"index-{number}.html"


def render_index(briefs: Sequence[Brief | View], failures: Sequence[tuple[str, str]] = ()) -> str:
    """The index of briefs that lie beside it as `<id>.html`, all on one page.

    Newest first by date of publication, then by id; without a date at the end. `failures` are
    (file, what went wrong) of the articles that gave no brief: they are listed, so that nobody
    takes the page for everything.
    """
    listings = sorted(map(listing, briefs), key=lambda listed: (-listed.moment, listed.id))
    totals = Totals(
        len(listings),
        sum(listed.sentences for listed in listings),
        sum(listed.to_check for listed in listings),
    )
    return "".join(_page((listed.entry for listed in listings), totals, failures, 1, 1))


def listing(brief: Brief | View) -> Listing:
    view = arrange(brief)
    entry = render_template("index_entry.html", page=view).rstrip("\n")
    return Listing(view.id, view.moment, entry, view.sentences, view.to_check)


def render_index_page(
    number: int, entries: Iterable[str], totals: Totals, failures: Sequence[tuple[str, str]] = ()
) -> Iterator[str]:
    """Page `number` (from 1) in pieces; `entries` are those of its listings, in order.

    Failures are on the first page. Nothing is held but the entry at hand.
    """
    return _page(entries, totals, failures if number == 1 else (), number, totals.pages)


def _page(
    entries: Iterable[str],
    totals: Totals,
    failures: Sequence[tuple[str, str]],
    number: int,
    pages: int,
) -> Iterator[str]:
    return render_parts(
        "index.html",
        listings=entries,
        failures=[_failure(file, reason) for file, reason in failures],
        totals=_in_words(totals),
        page=number,
        numbers=_linked(number, pages),
        page_name=page_name,
    )


def _linked(number: int, pages: int) -> list[int]:
    """The pages that a page leads to: its neighbours, the first and the last."""
    near = range(max(1, number - _NEIGHBOURS), min(pages, number + _NEIGHBOURS) + 1)
    return sorted({1, pages, *near})


def _failure(file: str, reason: str) -> tuple[str, str]:
    # Messages of errors often begin with the file, which stands above them here.
    return words.clean(file), words.clean(reason.removeprefix(f"{file}: "))


def _in_words(totals: Totals) -> str:
    return words.listing(
        [
            words.plural(totals.briefs, "brief"),
            words.plural(totals.sentences, "sentence"),
            f"{totals.to_check:,} to check" if totals.to_check else "none flagged",
        ]
    )


SITE: Final = "site"
# What the files of a newsletter are, in the order in which an editor wants to see them.
PURPOSES: Final = {
    SITE: "the pages of all issues, with search",
    "email.html": "the e-mail as a mail program shows it",
    "email.txt": "the e-mail as plain text",
    "issue.eml": "the whole message, for a mail program",
    "fragment.html": "the body alone, for a newsletter builder",
    "issue.md": "Markdown, for a static site",
    "feed.json": "JSON Feed of all issues",
    "feed.xml": "Atom feed of all issues",
    "edition.json": "the issue itself, from which all the rest is rendered",
}
MOST_INSIDE: Final = 12
_UNITS = ("bytes", "KB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class Row:
    """`name` as it is shown, `address` relative to the page, `inside` what a folder holds."""

    name: str
    address: str
    note: str
    inside: tuple[Row, ...] = ()
    more: int = 0


def render_listing(folder: Path, *, top: bool = False) -> str:
    """The page for a folder: known files first, then by name, newest issue first; none hidden.

    At the `top` of what is served there is no way up.
    """
    rows = [_listed_row(entry) for entry in _listed_entries(folder)]
    return render_template("site_listing.html", title=words.clean(folder.name), rows=rows, top=top)


def render_nothing() -> str:
    """The page that says that there is no such file."""
    return render_template("site_nothing.html")


def size_text(count: int) -> str:
    """
    >>> size_text(1), size_text(840), size_text(20_480), size_text(3_500_000)
    ('1 byte', '840 bytes', '20 KB', '3.5 MB')
    """
    if count < 1000:
        return words.plural(count, "byte")
    power = min(len(_UNITS) - 1, (len(str(count)) - 1) // 3)
    value = count / 1000**power
    return f"{value:.0f} {_UNITS[power]}" if value >= 10 else f"{value:.1f} {_UNITS[power]}"


def _listed_entries(folder: Path) -> list[Path]:
    found = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    # Twice, as the sort is stable: dates and numbers newest first, others by the alphabet.
    found.sort(key=lambda entry: entry.name)
    issues = [entry for entry in found if entry.is_dir() and re.search(r"\d", entry.name)]
    issues.sort(key=_by_number, reverse=True)
    known = [folder / name for name in PURPOSES if folder / name in found]
    site = [entry for entry in known if entry.name == SITE]
    return list(dict.fromkeys([*site, *issues, *known, *found]))


def _by_number(entry: Path) -> list[tuple[str, int]]:
    return [(text, int(number)) for text, number in re.findall(r"(?<!\D)(\D*)(\d+)", entry.name)]


def _listed_row(entry: Path, *, under: str = "", open_folder: bool = True) -> Row:
    folder = entry.is_dir()
    address = under + quote(entry.name) + ("/" if folder else "")
    known = PURPOSES.get(entry.name, "")
    if not folder:
        size = size_text(entry.stat().st_size) if entry.is_file() else "missing"
        return Row(words.clean(entry.name), address, ", ".join(filter(None, [known, size])))
    inside = _listed_entries(entry) if open_folder and not (entry / "index.html").is_file() else []
    rows = [_listed_row(e, under=address, open_folder=False) for e in inside[:MOST_INSIDE]]
    more = max(0, len(inside) - MOST_INSIDE)
    return Row(words.clean(entry.name) + "/", address, known, tuple(rows), more)
