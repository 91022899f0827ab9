"""A newsletter issue as Markdown, for a static-site generator or anything else.

Article text is escaped so that it stays text in every renderer and in the template languages that
some generators run over a page first. Plain Markdown and Hugo's hold no raw HTML, which Hugo drops
unless told otherwise; for the others a span, the only HTML there is, says the language of a text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from bilingual.records import Edition
from bilingual.render import words
from bilingual.render.edition_view import (
    ONLY_HERE,
    ArticleView,
    EditionView,
    StoryParts,
    StoryView,
    arrange_edition,
    headline_pairs,
    only_in,
    story_parts,
)
from bilingual.render.front_matter import Site, front_matter, issue_file_name
from bilingual.render.introduction import BREAK, introduction_markdown
from bilingual.render.markdown import NOT_TRANSLATED, destination, escape, shield_start
from bilingual.render.view import Note, Pair, Point

__all__ = ["Site", "issue_file_name", "render_issue_markdown"]

SPANS: frozenset[Site] = frozenset({"jekyll", "eleventy", "pelican"})
# Addresses in an article stay text: a renderer's link would stop at the first escape.
_ADDRESS = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

Both = tuple[str, str]  # finished Markdown in the first and in the second language of the issue


def render_issue_markdown(edition: Edition | EditionView, *, site: Site = "plain") -> str:
    """The Markdown of an issue with the front matter of `site`, the same for the same Edition.

    Plain Markdown has no front matter and begins with the title; elsewhere the theme shows it.
    """
    page = arrange_edition(edition)
    writer = _Writer(site, page)
    blocks = [*writer.opening(), *writer.sections(), *writer.closing()]
    top = front_matter(page, site)
    return (f"{top}\n" if top else "") + "\n\n".join(blocks) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    site: Site
    page: EditionView

    def opening(self) -> Iterator[str]:
        if self.site == "plain":
            yield f"# {_inline(self.page.title)}"
            yield _text(self.page.line)
        yield f"Machine translation: {words.listing(self.page.tally)}."
        introduction = introduction_markdown(self.page.introduction, self.marked)
        if introduction:
            yield introduction

    def sections(self) -> Iterator[str]:
        for section in self.page.sections:
            if section.title:
                yield f"## {_inline(section.title)}"
            for story in section.stories:
                yield from self.story(story, "###" if section.title else "##")

    def closing(self) -> Iterator[str]:
        models = words.listing([_inline(model) for model in self.page.models])
        yield "* * *"
        yield (
            f"Machine translation from French{f' by {models}' if models else ''}: "
            f"look at the original before you quote it. Made with {_inline(self.page.program)}."
        )

    def story(self, story: StoryView, level: str) -> Iterator[str]:
        lead = story.lead
        parts = story_parts(story)
        yield from self.heading(lead, level)
        yield self.sources(lead)
        yield from self.excerpt(parts)
        if parts.points:
            yield "**More key points**" if parts.more else "**Key points**"
            points = [_item(self.point(point, parts.only)) for point in parts.points]
            yield "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))
        if parts.rest:
            yield f"**Only in {_inline(lead.source) or 'this article'}**"
            yield "\n".join(f"- {_item(self.pair(pair))}" for pair in parts.rest)
        if story.others:
            yield "**Also in**"
            yield "\n".join(self.other(other) for other in story.others)
        if to_check := [note for each in story.articles for note in self.notes(each, each is lead)]:
            yield "**To check**"
            yield "\n".join(to_check)

    def heading(self, article: ArticleView, level: str) -> Iterator[str]:
        first, second = self.headlines(article)
        french = self.page.first == "fr" or article.view.english_headline_lang == "fr"
        # Hugo reads attributes after headings, and after nothing else unless a site asks for it.
        yield f"{level} {first or article.view.id}" + (
            ' {lang="fr"}' if french and self.site == "hugo" else ""
        )
        if second:
            yield f"*{second}*"

    def headlines(self, article: ArticleView) -> Both:
        return _joined(self.pair(pair) for pair in headline_pairs(article))

    def sources(self, article: ArticleView) -> str:
        view = article.view
        known = [article.source, view.author, view.date, view.licence]
        shown = [_text(" · ".join(item for item in known if item))]
        if view.url_text:
            shown.append(f"Original: {_text(view.url_text)}")
        return (
            " · ".join(item for item in [*shown, *self.links(article)] if item)
            or "Source not known"
        )

    def links(self, article: ArticleView) -> Iterator[str]:
        if article.view.url:
            yield f"[Read the French original]({destination(article.view.url)})"
        if page := self.page.page_url(article):
            yield f"[French and English side by side]({destination(page)})"

    def excerpt(self, parts: StoryParts) -> Iterator[str]:
        first, second = _joined(self.pair(pair, parts.only) for pair in parts.excerpt)
        if first:
            yield first
        if second:
            yield f"> {second}"

    def point(self, point: Point, only: Container[int]) -> Both:
        return _joined(self.pair(pair, only) for pair in point.shown)

    def other(self, article: ArticleView) -> str:
        first, second = self.headlines(article)
        lines = [f"- {_item((f'{first} · {self.sources(article)}', second))}"]
        for pair in only_in(article):
            lines.append(f"    - Only here: {_item(self.pair(pair), indent=8)}")
        return "\n".join(lines)

    def pair(self, pair: Pair, only: Container[int] = ()) -> Both:
        # What is not translated says so already, in the place of the translation.
        labels = f"⚠ {pair.labels_within}" if pair.notes and not pair.untranslated else ""
        first, second = self.ordered(pair.english, pair.french, pair.untranslated, labels)
        return f"{first} ({ONLY_HERE})" if pair.index in only else first, second

    def ordered(self, english: str, french: str, untranslated: bool, labels: str = "") -> Both:
        """The two languages in the order of the issue; remarks stay with the English."""
        source = self.marked(_text(french), "fr")
        if untranslated:
            if self.page.first == "en":
                return f"{NOT_TRANSLATED} {source}", ""
            return source, NOT_TRANSLATED.rstrip(":")
        target = self.marked(_text(english), "en") + (f" ({labels})" if labels else "")
        return (target, source) if self.page.first == "en" else (source, target)

    def marked(self, text: str, lang: str) -> str:
        """With its language, where the site can say it; English only after French."""
        needed = lang != "en" or self.page.first == "fr"
        if self.site in SPANS and needed and text and _LANGUAGE.fullmatch(lang):
            return f'<span lang="{lang}">{text}</span>'
        return text

    def notes(self, article: ArticleView, leads: bool) -> Iterator[str]:
        """What to check in the sentences shown, and how much more there is."""
        source = "" if leads else f"{_inline(article.source) or article.view.id}: "
        shown = {pair.index: pair for pair in _shown(article, leads) if pair.notes}
        for pair in shown.values():
            for note in pair.notes:
                yield f"- ⚠ {source}{self.note(note)}"
        if more := article.view.to_check - len(shown):
            page = self.page.page_url(article)
            rest = "the rest of the article"
            where = f"[{rest}]({destination(page)})" if page else rest
            yield f"- ⚠ {source}{words.plural(more, 'more sentence')} in {where}"

    def note(self, note: Note) -> str:
        quotes = [f"“{self.marked(_text(quote.text), quote.lang)}”" for quote in note.unsaid]
        return f"**{note.label}.** {_text(note.message)}" + (
            f" — {', '.join(quotes)}" if quotes else ""
        )


def _shown(article: ArticleView, leads: bool) -> Iterator[Pair]:
    yield from headline_pairs(article)
    if leads:
        yield from article.excerpt
        for point in article.points:
            yield from point.shown
    yield from article.only


def _joined(texts: Iterable[Both]) -> Both:
    firsts, seconds = zip(*texts, strict=True) if (texts := list(texts)) else ((), ())
    return " ".join(filter(None, firsts)), " ".join(filter(None, seconds))


def _item(both: Both, indent: int = 4) -> str:
    """A list item in two lines, the second language under the first."""
    first, second = both
    return f"{first}{BREAK}{' ' * indent}*{second}*" if second else first


def _text(text: str) -> str:
    return shield_start(_inline(text))


def _inline(text: str) -> str:
    return _ADDRESS.sub(lambda match: f"&#{ord(match[0])};", escape(text))
