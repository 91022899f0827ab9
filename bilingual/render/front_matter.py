"""Front matter for static-site generators, and the name of an issue's Markdown file.

A text is written as a JSON string, which is a YAML scalar in quotes that no title can end.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Final, Literal, get_args

from bilingual.records import Edition
from bilingual.render import words
from bilingual.render.edition_view import ArticleView, EditionView
from bilingual.render.markdown import escape_start

Site = Literal["plain", "hugo", "jekyll", "eleventy", "pelican"]
SITES: Final[tuple[Site, ...]] = get_args(Site)
TAG: Final = "newsletter"
NO_TAGS: Final = str.maketrans("<>", "‹›")

# JSON lets these stand; to YAML they are line breaks, not printable, or a mark of the start.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
# Every page, whatever the order of its languages, is put into words in English.
LANGUAGE: Final = "en"


def issue_file_name(edition: Edition, site: Site) -> str:
    """The file of the issue: `issue.md`, `<id>.md`, or for Jekyll `YYYY-MM-DD-slug.md`.

    >>> from types import SimpleNamespace as Issue
    >>> issue_file_name(Issue(id="issue-12", date="2025-01-21", title="Letter"), "jekyll")
    '2025-01-21-issue-12.md'
    """
    if site == "plain":
        return "issue.md"
    if site != "jekyll":
        return f"{edition.id}.md"
    slug = edition.id.removeprefix(edition.date).strip("-") or _ascii_slug(edition.title)
    return f"{edition.date}-{slug or 'issue'}.md"


def front_matter(page: EditionView, site: Site) -> str:
    """The front matter, with the line feed at its end; "" for plain Markdown."""
    if site == "plain":
        return ""
    if site == "pelican":
        return "".join(f"{name}: {value}\n" for name, value in _pelican(page).items() if value)
    fields = {"hugo": _hugo, "jekyll": _jekyll, "eleventy": _eleventy}[site](page)
    lines = (f"{name}: {value}".rstrip() + "\n" for name, value in fields.items())
    return f"---\n{''.join(lines)}---\n"


def _common(page: EditionView) -> dict[str, str]:
    # Many themes write a description into the page as it is; headlines of articles are in it.
    description = page.preheader.translate(NO_TAGS)
    return {
        "title": _yaml(page.subject),
        # Without quotes a date to YAML; without a time the same day in every zone.
        **({"date": page.machine_date} if page.machine_date else {}),
        **({"description": _yaml(description)} if description else {}),
    }


def _hugo(page: EditionView) -> dict[str, str]:
    own = _own(page)
    return {
        **_common(page),
        "slug": _yaml(page.id),
        "tags": _yaml(_tags(page)),
        **{"params": "", **{f"  {name}": _yaml(value) for name, value in own.items()}},
    }


def _jekyll(page: EditionView) -> dict[str, str]:
    return {
        "layout": "post",
        **_common(page),
        "lang": LANGUAGE,
        "tags": _yaml(_tags(page)),
        # The body needs none of it, and what an article says must never be run.
        "render_with_liquid": "false",
        **_yaml_fields(page),
    }


def _eleventy(page: EditionView) -> dict[str, str]:
    return {
        **_common(page),
        "lang": LANGUAGE,
        # "all" is Eleventy's own name for everything there is.
        "tags": _yaml([tag for tag in _tags(page) if tag.casefold() != "all"]),
        "templateEngineOverride": "md",
        **_yaml_fields(page),
    }


def _pelican(page: EditionView) -> dict[str, str]:
    """Metadata lines. Semicolons part tags; the last one keeps the commas of a single tag."""
    tags = [_for_pelican(tag.replace(";", ",")) for tag in _tags(page)]
    return {
        "Title": _html(_for_pelican(page.subject)),
        "Date": page.machine_date,
        "Slug": page.id,
        "Lang": LANGUAGE,
        "Tags": "".join(f"{tag}; " for tag in tags).rstrip(),
        "Author": _html(_for_pelican(page.sender_name)),
        "Summary": escape_start(page.preheader),
    }


def _for_pelican(text: str) -> str:
    """Text without < and >: Pelican's themes put titles into pages unescaped."""
    return re.sub(r'(?<!\S)"', "“", text).replace('"', "”").translate(NO_TAGS)


def _html(text: str) -> str:
    return text.replace("&", "&amp;")


def _yaml_fields(page: EditionView) -> dict[str, str]:
    return {name: _yaml(value) for name, value in _own(page).items() if name != "lang"}


def _own(page: EditionView) -> dict[str, Any]:
    """Fields for themes: the stories as data, each language by its name."""
    known: dict[str, Any] = {
        "lang": LANGUAGE,
        "author": page.sender_name,
        "issue": page.number,
        "languages": [page.first, page.second],
        "models": list(page.models),
        "stories": [_story(page, story.lead, len(story.others)) for story in page.stories],
    }
    return {name: value for name, value in known.items() if value}


def _story(page: EditionView, article: ArticleView, others: int) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": article.view.id,
        article.view.english_headline_lang: article.view.english_headline,
        "fr": article.view.french_headline,
        "source": article.source,
        "url": article.view.url,
        "page": page.page_url(article),
        "sentences": article.view.sentences,
        "to_check": article.view.to_check,
        "other_sources": others,
    }
    return {name: value for name, value in known.items() if value not in ("", None)}


def _tags(page: EditionView) -> list[str]:
    return list(dict.fromkeys([TAG, *(part.title for part in page.sections if part.title)]))


def _yaml(value: Any) -> str:
    """The value as JSON that is YAML too."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _ascii_slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", words.clean(title)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:80].rstrip("-")
