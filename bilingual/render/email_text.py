"""The e-mail as plain text, with every address that the HTML links to."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from bilingual.records import Edition
from bilingual.render.edition_view import ArticleView, EditionView, arrange_edition
from bilingual.render.email_html import mail_url
from bilingual.render.email_parts import (
    Depth,
    OtherParts,
    Passage,
    Slot,
    StoryPassages,
    arrange_parts,
    placeholders_held,
    unsubscribe_slot,
)
from bilingual.render.view import Lang, Note, Pair, within
from bilingual.render.words import clean, plural

WIDTH: Final = 72
INDENT: Final = "   "  # of what is the other language, or belongs to the line above
_HELD: Final = "\ufdd0"  # a non-character, which no text can hold
# A space parts two characters that mailing services read as the limits of code.
_CODE = re.compile(r"(?<=[{<\[])(?=[{%\[])|(?<=[}%\]|])(?=[}*\]])|(?<=\*)(?=\|)|(?<=%)(?=[%\w])")


def render_email_text(edition: Edition | EditionView, *, depth: Depth = "excerpt") -> str:
    """The text/plain part; lines of at most 72 characters unless one word (an address) is longer.

    Flags stand under their passage as "[check: ...]". No line ends in a space.
    """
    page = arrange_edition(edition)
    blocks = list(_opening(page))
    for section in arrange_parts(page, depth):
        if section.title:
            blocks.append(_underlined(section.title.upper(), "="))
        for story in section.stories:
            blocks += _story(story, page)
    blocks += _footer(page, unsubscribe_slot(page.unsubscribe))
    return "\n\n".join(block for block in blocks if block) + "\n"


def neutral_text(text: str) -> str:
    """Article text in which no mailing service sees template code; only spaces are added.

    >>> neutral_text("{{ x }} and 3 % of *|Y|*")
    '{ { x } } and 3 % of * |Y| *'
    """
    return _CODE.sub(" ", text)


def _opening(page: EditionView) -> Iterable[str]:
    yield _underlined(page.title, "=")
    lines = [page.line, _wrapped(f"Machine translation: {', '.join(page.tally)}.")]
    yield "\n".join([*lines, *([f"On the web: {mail_url(page.url)}"] if page.url else [])])
    yield "\n".join(_wrapped(clean(line)) for line in page.introduction_text.split("\n"))


def _story(story: StoryPassages, page: EditionView) -> Iterable[str]:
    yield _headlines(story.headline, page, "-", story.article.view.id)
    yield _meta(story.article, page)
    yield _reasons(story.headline)
    for passage in story.excerpt:
        yield _both(passage, page)
    if story.points:
        yield "More key points:" if story.more else "Key points:"
    for number, passage in enumerate(story.points, 1):
        yield _both(passage, page, f"{number}. ")
    if story.text:
        yield "The text in both languages:"
    for passage in story.text:
        if passage.role in ("heading", "title"):
            yield _headlines(passage, page, "-")
            yield _reasons(passage)
        else:
            yield _both(passage, page)
    if story.only:
        yield _wrapped(f"Only in {neutral_text(story.article.source) or 'this article'}:")
        yield from _only(story.only, story.unsaid, page)
    for other in story.others:
        yield from _other(other, page)


def _other(other: OtherParts, page: EditionView) -> Iterable[str]:
    source = neutral_text(other.article.source)
    yield _wrapped(f"Also in {source}:" if source else "Also:")
    yield _headlines(other.headline, page, "", other.article.view.id)
    yield _meta(other.article, page)
    yield _reasons(other.headline)
    if other.only:
        yield "Only here:"
        yield from _only(other.only, other.unsaid, page)


def _only(passages: Iterable[Passage], unsaid: int, page: EditionView) -> Iterable[str]:
    yield from (_both(passage, page) for passage in passages)
    if unsaid:
        yield f"… and {plural(unsaid, 'more sentence')} that only it has."


def _headlines(passage: Passage, page: EditionView, rule: str, name: str = "") -> str:
    """The headlines. A headline of invisible characters is replaced by the name of the brief."""
    first, *rest = (text or name for text in _translations(passage, page))
    lines = [*_wrapped(first).split("\n"), *(_wrapped(text, INDENT) for text in rest)]
    return _underlined("\n".join(lines), rule) if rule else "\n".join(lines)


def _meta(article: ArticleView, page: EditionView) -> str:
    view = article.view
    lines = [
        _wrapped(neutral_text(" · ".join(filter(None, [article.source, view.date, view.author]))))
    ]
    if view.url:
        lines.append(f"French original: {mail_url(view.url)}")
    elif view.url_text:
        lines.append(_wrapped(f"Original: {neutral_text(view.url_text)}"))
    if (address := page.page_url(article)) is not None:
        lines.append(f"Both languages: {mail_url(address)}")
    if view.licence:
        lines.append(_wrapped(f"License of the article: {neutral_text(view.licence)}"))
    return "\n".join(filter(None, lines))


def _both(passage: Passage, page: EditionView, bullet: str = "") -> str:
    lines: list[str] = []
    for text in _translations(passage, page):
        indent = INDENT if lines or bullet else ""
        lines.append(_wrapped(text, indent, "" if lines else bullet))
    return "\n".join(filter(None, [*lines, _reasons(passage, INDENT)]))


def _translations(passage: Passage, page: EditionView) -> Iterable[str]:
    """The passage in each language that is shown; the marks stand beside the English."""
    languages = passage.languages(page.first, page.second)
    for lang in languages:
        marks = lang == "en" or len(languages) == 1
        yield " ".join(_sentence(pair, lang, passage, marks) for pair in passage.pairs)


def _sentence(pair: Pair, lang: Lang, passage: Passage, marks: bool) -> str:
    text = neutral_text(pair.french if lang == "fr" else pair.english)
    if not marks:
        return text
    if pair.untranslated:
        text = f"[not translated] {text}"
    elif pair.notes:
        text = f"{text} [check]"
    alone = pair.index in passage.only and passage.role != "title"
    return f"{text} [only here]" if alone else text


def _reasons(passage: Passage, indent: str = "") -> str:
    return "\n".join(
        _wrapped(neutral_text(_reason(words, note)), indent)
        for words, pair in passage.reasons
        for note in pair.notes
    )


def _reason(words: str, note: Note) -> str:
    quotes = ", ".join(f"“{quote.text}”" for quote in note.unsaid)
    message = " ".join(filter(None, [note.message, quotes]))
    label = within(note.label.removeprefix("Check "))
    return f"[check: {f'“{words}” ' if words else ''}{label}. {message}]"


def _footer(page: EditionView, slot: Slot) -> Iterable[str]:
    yield "-" * WIDTH
    yield _wrapped(
        f"Machine translation by {neutral_text(', '.join(page.models))}: {', '.join(page.tally)}. "
        "The checks find wrong numbers, lost names and cut sentences, but not every mistake: "
        "compare with the French before you quote."
    )
    yield from (_wrapped(notice) for notice in page.notices)
    if slot.kind in ("address", "placeholder"):
        yield f"Unsubscribe: {slot.value}"
    else:
        yield _wrapped(slot.value)


def _underlined(text: str, rule: str) -> str:
    lines = _wrapped(text).split("\n") if "\n" not in text else text.split("\n")
    return "\n".join([*lines, rule * min(WIDTH, max(len(line) for line in lines))])


def _wrapped(text: str, indent: str = "", bullet: str = "") -> str:
    """Lines broken at spaces only: no address, placeholder or no-break space is cut."""
    lines: Sequence[str] = textwrap.wrap(
        placeholders_held(text, _HELD),
        WIDTH,
        initial_indent=bullet.ljust(len(indent)) if bullet else indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace(_HELD, " ")
