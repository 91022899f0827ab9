"""What an e-mail shows: the passages of each story, and the place to unsubscribe.

The HTML, the plain text and the fragment are written from these parts, so that they say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final, Literal

from bilingual.records import Role, Severity
from bilingual.render import words
from bilingual.render.edition_view import ArticleView, EditionView, Shown, StoryView, headline_pairs
from bilingual.render.view import Lang, Pair

# Of each story: the excerpt and the key points, the whole text as well, or the key points alone.
Depth = Literal["excerpt", "full", "points"]
# What only one paper says, at most so many sentences of each; two long articles can share little.
MOST_ONLY: Final = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that stand together in both languages.

    `explained` are those whose flags have their reasons here; a sentence that is shown twice has
    them once. `only` are the indexes of the sentences that no other paper has. Without `gloss` it
    is shown in the first language alone.
    """

    pairs: tuple[Pair, ...]
    role: Role = "body"
    explained: tuple[Pair, ...] = ()
    only: frozenset[int] = frozenset()
    gloss: bool = True

    def languages(self, first: Lang, second: Lang) -> tuple[Lang, ...]:
        """The languages to show, in order; French alone where nothing is translated."""
        if self.pairs and all(pair.untranslated for pair in self.pairs):
            return ("fr",)
        return (first, second) if self.gloss else (first,)

    @property
    def reasons(self) -> tuple[tuple[str, Pair], ...]:
        """(first words, sentence) of each that is explained; "" where it stands alone."""
        alone = len(self.pairs) == 1
        return tuple(("" if alone else beginning(p.english), p) for p in self.explained)

    @property
    def severity(self) -> Severity:
        """The worst of what is explained here."""
        return "serious" if any(p.severity == "serious" for p in self.explained) else "check"


@dataclass(frozen=True, slots=True)
class OtherParts:
    """What another paper adds: its headline and what only it says; `unsaid` more are left out."""

    article: ArticleView
    headline: Passage
    only: tuple[Passage, ...]
    unsaid: int


@dataclass(frozen=True, slots=True)
class StoryPassages:
    """A story as an e-mail shows it; `more` says that the excerpt has some of the points."""

    article: ArticleView
    headline: Passage
    excerpt: tuple[Passage, ...]
    points: tuple[Passage, ...]
    more: bool
    text: tuple[Passage, ...]
    only: tuple[Passage, ...]
    unsaid: int
    others: tuple[OtherParts, ...]


@dataclass(frozen=True, slots=True)
class SectionParts:
    title: str
    stories: tuple[StoryPassages, ...]


def arrange_parts(page: EditionView, depth: Depth) -> tuple[SectionParts, ...]:
    """The parts of all stories of the issue, in its order."""
    return tuple(
        SectionParts(section.title, tuple(_story(story, depth) for story in section.stories))
        for section in page.sections
    )


def beginning(text: str, count: int = 5) -> str:
    """
    >>> beginning("The council said yes on Tuesday evening."), beginning("It rains.")
    ('The council said yes on …', 'It rains.')
    """
    found = text.split(" ")
    return text if len(found) <= count else " ".join(found[:count]) + " …"


@dataclass(slots=True)
class _Teller:
    """Makes the passages of one article, and remembers what was shown and explained."""

    article: ArticleView
    compared: bool
    depth: Depth
    shown: Shown = field(default_factory=Shown)
    explained: set[int] = field(default_factory=set)

    def passage(self, pairs: Iterable[Pair], role: Role = "body") -> Passage:
        found = tuple(pairs)
        fresh = tuple(p for p in found if p.notes and p.index not in self.explained)
        self.explained.update(pair.index for pair in fresh)
        self.shown.add(found)
        only = frozenset(pair.index for pair in self.article.only) if self.compared else frozenset()
        gloss = self.depth != "points" or role == "title"
        return Passage(found, role, fresh, only, gloss)

    def headline(self) -> Passage:
        return self.passage(headline_pairs(self.article), "title")

    def excerpt(self) -> Iterable[Passage]:
        if new := self.shown.new(self.article.excerpt):
            yield self.passage(new, new[0].role)

    def points(self) -> Iterable[Passage]:
        """Each key point that was not shown yet, whole."""
        for point in self.shown.new_points(self.article.points):
            yield self.passage(point.shown)

    def text(self) -> Iterable[Passage]:
        for paragraph in self.article.view.body:
            yield self.passage(paragraph.pairs, paragraph.role)

    def only(self) -> tuple[tuple[Passage, ...], int]:
        """The first sentences that only this article has, and how many more there are."""
        left = self.shown.new(self.article.only) if self.compared else ()
        most = len(left) if self.depth == "full" else MOST_ONLY
        found = tuple(replace(self.passage((pair,)), only=frozenset()) for pair in left[:most])
        return found, len(left[most:])


def _story(story: StoryView, depth: Depth) -> StoryPassages:
    teller = _Teller(story.lead, bool(story.others), depth)
    headline = teller.headline()
    excerpt = tuple(teller.excerpt()) if depth == "excerpt" else ()
    points = tuple(teller.points())
    if depth == "points" and not points:
        excerpt = tuple(teller.excerpt())
    text = tuple(teller.text()) if depth == "full" else ()
    only, unsaid = teller.only()
    return StoryPassages(
        article=story.lead,
        headline=headline,
        excerpt=excerpt,
        points=points,
        more=len(points) < len(story.lead.points) and bool(excerpt),
        text=text,
        only=only,
        unsaid=unsaid,
        others=tuple(_other(article, depth) for article in story.others),
    )


def _other(article: ArticleView, depth: Depth) -> OtherParts:
    teller = _Teller(article, True, depth)
    headline = teller.headline()
    only, unsaid = teller.only()
    return OtherParts(article, headline, only, unsaid)


Kind = Literal["none", "address", "placeholder", "text"]

# What listmonk, Buttondown, Mailchimp, Brevo, Mailjet, Mailgun, Campaign Monitor and others
# replace. In an attribute a quotation mark, angle bracket or ampersand would be read otherwise.
_INSIDE = r"[\w .:,$@!#/()=+*|-]"
_PLACEHOLDER = re.compile(
    rf"\{{\{{\{{?{_INSIDE}+\}}?\}}\}}|\{{%{_INSIDE}+%\}}|\*\|[\w:.,-]+\|\*|%%[\w.-]+%%|%[A-Za-z_][A-Za-z_.-]{{2,}}%|\[\[[\w:.-]+\]\]"
    r"|\[[A-Za-z][\w-]*\]|\$\{[\w.]+\}|\$\[[\w:.|]+\]\$?|\{\$?[A-Za-z_][\w.]*\}"
)
_MAILBOX = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_MAILTO = re.compile(
    rf"(?:mailto:)?({_MAILBOX})(\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Slot:
    """`value` is as the sender wrote it, with "mailto:" before a bare e-mail address."""

    kind: Kind
    value: str

    @property
    def attribute(self) -> str:
        """The value for href="..."; nothing for what is no link."""
        if self.kind not in ("address", "placeholder"):
            return ""
        position, parts = 0, []
        for match in _PLACEHOLDER.finditer(self.value) if self.kind == "placeholder" else ():
            parts += [escape(self.value[position : match.start()]), match[0]]
            position = match.end()
        return "".join([*parts, escape(self.value[position:])])


def unsubscribe_slot(text: str) -> Slot:
    """What the sender wrote, as a link, a placeholder of a mailing service, or plain text.

    >>> slots = ("", "https://a.example/u", "*|UNSUB|*", "javascript:alert(1)")
    >>> [unsubscribe_slot(text).kind for text in slots]
    ['none', 'address', 'placeholder', 'text']
    """
    text = text.strip()
    if not text:
        return Slot("none", "")
    if words.safe_url(text) and not _PLACEHOLDER.search(text):
        return Slot("address", text)
    if (mail := _MAILTO.fullmatch(text)) is not None and ".." not in mail[1]:
        return Slot("address", f"mailto:{mail[1]}{mail[2] or ''}")
    if _fills_an_address(text):
        return Slot("placeholder", text)
    return Slot("text", words.clean(text))


def placeholders_held(text: str, space: str) -> str:
    """The text with `space` for spaces in placeholders, which a line end could break."""
    return _PLACEHOLDER.sub(lambda match: match[0].replace(" ", space), text)


def _fills_an_address(text: str) -> bool:
    """Whether the text is a placeholder, or an address that is safe around placeholders."""
    if _PLACEHOLDER.fullmatch(text):
        return True
    if (base := _PLACEHOLDER.match(text)) is not None:
        rest = text[base.end() :]
        return rest[0] in "/?" and _is_safe_around(f"https://x.example{rest}")
    return _PLACEHOLDER.search(text) is not None and _is_safe_around(text)


def _is_safe_around(text: str) -> bool:
    return words.safe_url(_PLACEHOLDER.sub("x", text)) is not None
