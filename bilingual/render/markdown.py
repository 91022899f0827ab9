"""A brief as Markdown: key points, sentences side by side in tables, and what to check below.

Written for GitHub's Markdown and Python-Markdown with its tables extension. Text of the article is
escaped so that it stays text in both, in renderers that pass raw HTML through, and in site builders
that look for {{ }} and {% %} first. The only HTML in it is the empty anchors that the links lead
to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from bilingual.records import Brief
from bilingual.render import words
from bilingual.render.arrange import arrange
from bilingual.render.view import Pair, Paragraph, Point, View

# A backslash before these is understood by every renderer; the others of ASCII need a character
# reference, because Python-Markdown knows no backslash before them (or, for the pipe and the
# backtick, cuts table cells there). Braces too: site builders look for {% before any Markdown is
# read, and \\{% would still hold it.
_BACKSLASH = re.compile(r"([\\*_\[\]#])")
# Two dollar signs are mathematics to kramdown, and a line that is only a caret ends a block.
_REFERENCE = re.compile(r"[&<>|`~{}]|\$(?=\$)")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+])|^([:=%^])")
_EDGE_SPACE = re.compile(r"^\s+|\s+$")
_IN_URL = re.compile(r"[^!#$%&+,\-./0-9:;=?@A-Za-z_~\u0080-\U0010ffff]")
_TABLE_HEAD = ("| # | Français | English |", "| ---: | :--- | :--- |")
NOT_TRANSLATED = "⚠ not translated:"
BY_PERSON = "*(translated by a person)*"


def render_markdown(brief: Brief | View) -> str:
    """The Markdown of a Brief; the same Brief gives the same bytes. Ends with a line feed."""
    page = arrange(brief)
    blocks = [
        *_opening(page),
        *_key_points(page.points),
        *_side_by_side(page),
        *_left_out(page),
        *_scores(page),
        *_about(page),
    ]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """The text so that Markdown shows exactly these characters, within a line.

    >>> escape("a | b * <b> {{ 7 }}")
    'a &#124; b \\\\* &lt;b&gt; &#123;&#123; 7 &#125;&#125;'
    """
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    # Backslashes first: the references hold a "#" that must not get one.
    text = _BACKSLASH.sub(r"\\\1", text)
    text = _REFERENCE.sub(lambda m: named.get(m[0]) or f"&#{ord(m[0])};", text)
    return _EDGE_SPACE.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), text)


def escape_start(text: str) -> str:
    """As `escape`, for text that begins a line: no list, heading, rule or definition there."""
    return shield_start(escape(text))


def shield_start(line: str) -> str:
    """A line of finished Markdown so that its first characters begin nothing else than text."""

    def harmless(match: re.Match[str]) -> str:
        number, point, bullet, other = match.groups()
        if number:
            return f"{number}\\{point}"
        return f"\\{bullet}" if bullet else f"&#{ord(other)};"

    return _LINE_START.sub(harmless, line)


def _opening(page: View) -> Iterable[str]:
    if page.title:
        yield f"# {' '.join(_anchor(pair) + _english(pair) for pair in page.title.pairs)}"
    else:
        warning = f"{NOT_TRANSLATED} " if page.english_headline_lang == "fr" else ""
        yield f"# {warning}{escape_start(page.english_headline)}"
    yield f"*{escape(page.french_headline)}*"
    known = [page.source, page.date, page.author, f"{page.minutes} min read"]
    yield escape_start(" · ".join(item for item in known if item))
    if page.url:
        host = escape(words.host(page.url))
        yield f"[Read the French original at {host}]({destination(page.url)})"
    elif page.url_text:
        yield f"Original: {escape(page.url_text)}"
    tally = words.listing([text for text, _ in page.tally])
    yield f"Machine translation by {escape(page.model)}; {tally}."
    if page.title and page.title.noted:
        yield _notes(page.title.noted, "Headline")


def _key_points(points: Sequence[Point]) -> Iterable[str]:
    if not points:
        return
    yield "## Key points"
    yield "\n".join(f"{number}. {_point(point)}" for number, point in enumerate(points, start=1))


def _point(point: Point) -> str:
    pair = point.pair
    link = f"[sentence {pair.index}](#s{pair.index})"
    text = " ".join(_english(shown) for shown in point.shown)
    flagged = [f"; ⚠ {shown.labels_within}" for shown in point.shown if shown.notes]
    return f"{text} ({link}{''.join(dict.fromkeys(flagged))})"


def _side_by_side(page: View) -> Iterable[str]:
    yield "## The text in both languages"
    for heading, group in groupby(
        page.body, key=lambda paragraph: paragraph.role in ("heading", "title")
    ):
        paragraphs = list(group)
        if heading:
            for paragraph in paragraphs:
                yield from _heading(paragraph)
        else:
            pairs = [pair for paragraph in paragraphs for pair in paragraph.pairs]
            yield "\n".join([*_TABLE_HEAD, *map(_row, pairs)])
            noted = [pair for pair in pairs if pair.notes]
            if noted:
                yield _notes(noted)


def _heading(paragraph: Paragraph) -> Iterable[str]:
    yield f"### {' '.join(_anchor(pair) + _english(pair) for pair in paragraph.pairs)}"
    yield f"*{escape(' '.join(pair.french for pair in paragraph.pairs))}*"
    if paragraph.noted:
        yield _notes(paragraph.noted)


def _row(pair: Pair) -> str:
    number = f"{_anchor(pair)}{pair.index}{' ⚠' if pair.notes else ''}"
    return f"| {number} | {escape(pair.french)} | {_english(pair)} |"


def _english(pair: Pair) -> str:
    if pair.untranslated:
        return f"{NOT_TRANSLATED} {escape(pair.english)}"
    return escape_start(pair.english) + (f" {BY_PERSON}" if pair.by_person else "")


def _notes(pairs: Sequence[Pair], name: str = "") -> str:
    return "\n".join(
        f"- ⚠ [{name or pair.index}](#s{pair.index}) **{note.label}.** {escape(note.message)}"
        + (
            f" — {', '.join(f'“{escape(quote.text)}”' for quote in note.evidence)}"
            if note.evidence
            else ""
        )
        for pair in pairs
        for note in pair.notes
    )


def _left_out(page: View) -> Iterable[str]:
    if page.dropped:
        yield "## Left out"
        yield "\n".join(
            f"- Line {item.line}, {escape(item.reason)}: {escape(item.text)}"
            for item in page.dropped
        )


def _scores(page: View) -> Iterable[str]:
    if not page.scores:
        return
    yield "## Scores"
    yield "\n".join(
        [
            "| Metric | Score | 95% interval | Baseline (the French copied)"
            " | Snippets | Signature |",
            "| :--- | ---: | ---: | ---: | ---: | :--- |",
            *(
                f"| {escape(s.metric)} ({s.better}) | {s.value} | {s.interval} | {s.baseline}"
                f" | {s.n} | {escape(s.signature)} |"
                for s in page.scores
            ),
        ]
    )


def _about(page: View) -> Iterable[str]:
    yield "## About this brief"
    facts = [
        ("Translation", page.model),
        ("Sentences", page.made_of),
        ("Glossary terms", page.terms),
    ]
    if page.licence:
        facts.append(("License of the article", page.licence))
    yield "\n".join(f"- {name}: {escape(value)}" for name, value in [*facts, *page.facts] if value)


def _anchor(pair: Pair) -> str:
    return f'<a id="s{pair.index}"></a>'


def destination(url: str) -> str:
    """The URL as a Markdown link takes it: what could end the link is percent-encoded."""
    return percent_encoded(url).replace("&", "&amp;")


def percent_encoded(url: str) -> str:
    """The URL with all percent-encoded that an IRI may not hold, or that ends one in text."""
    return _IN_URL.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)
