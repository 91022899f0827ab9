"""The issues of a newsletter as JSON Feed 1.1 and as Atom (RFC 4287), entry by entry.

The feeds stand beside the site: where an issue says at which address, they link to themselves and
to their pages; without one they are valid too.
"""

from __future__ import annotations

import json
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bilingual.render.feed_entries import Entry, Feed, xml_text

JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
ATOM: Final = "http://www.w3.org/2005/Atom"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
JSON_NAME: Final = "feed.json"
ATOM_NAME: Final = "feed.xml"


def render_json_feed(feed: Feed) -> str:
    """JSON Feed 1.1; `_bilingual` holds what the format has no field for."""
    told = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home and f"{feed.home}/",
        "feed_url": feed.home and f"{feed.home}/{JSON_NAME}",
        "authors": [{"name": feed.author}],
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_known(told), ensure_ascii=False, indent=2) + "\n"


def render_atom(feed: Feed) -> str:
    """The same stories as Atom, with a line feed at its end."""
    root = Element("feed", {"xmlns": ATOM, LANG: feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated)
    _text(SubElement(root, "author"), "name", feed.author)
    if feed.home:
        _link(root, "self", f"{feed.home}/{ATOM_NAME}", type="application/atom+xml")
        _link(root, "alternate", f"{feed.home}/", type="text/html")
    _text(root, "generator", feed.program)
    for entry in feed.entries:
        _atom_entry(root, entry)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _item(entry: Entry) -> dict[str, Any]:
    return _known(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.original,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "date_published": entry.published,
            "authors": [{"name": entry.source}],
            "tags": list(entry.tags),
            "language": entry.language,
            "_bilingual": _own(entry),
        }
    )


def _own(entry: Entry) -> dict[str, Any]:
    view, issue = entry.lead.view, entry.issue
    return _known(
        {
            "source_language": view.lang,
            "french_title": view.french_headline,
            "english_title": view.english_headline if view.english_headline_lang == "en" else "",
            "model": view.model,
            "sentences": view.sentences,
            "to_check": view.to_check,
            "not_translated": view.untranslated,
            "licence": view.licence,
            "issue": _known({"id": issue.id, "title": issue.subject, "date": issue.machine_date}),
            "related": [{"url": link.url, "title": link.title} for link in entry.related],
        }
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that have a value. A count of 0 is a value."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _atom_entry(feed: Element, entry: Entry) -> None:
    root = SubElement(feed, "entry", {LANG: entry.language})
    _text(root, "id", entry.id)
    _text(root, "title", entry.title, **{LANG: entry.title_lang})
    _text(root, "updated", entry.updated)
    _text(root, "published", entry.published)
    _text(SubElement(root, "author"), "name", entry.source)
    _atom_links(root, entry)
    for tag in entry.tags:
        SubElement(root, "category", {"term": xml_text(tag)})
    if entry.lead.view.licence:
        _text(root, "rights", entry.lead.view.licence)
    if entry.summary:
        _text(root, "summary", entry.summary)
    _text(root, "content", entry.content, type="html")


def _atom_links(root: Element, entry: Entry) -> None:
    if entry.url:
        _link(root, "alternate", entry.url, type="text/html")
    if entry.original:
        # Without a page of ours a reader opens the original, in its own language.
        if not entry.url:
            _link(root, "alternate", entry.original, hreflang="fr")
        _link(root, "via", entry.original, hreflang="fr")
    for link in entry.related:
        language = {"hreflang": link.language} if link.language else {}
        _link(root, "related", link.url, **language, title=xml_text(link.title))


def _link(parent: Element, rel: str, url: str, **attributes: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": xml_text(url), **attributes})


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = xml_text(text)
