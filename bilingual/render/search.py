"""Search over all issues in one page that opens from a file: the sentences are inside, and one small script of ours.

The page asks for nothing and runs nothing else: its policy allows the script by its hash alone. What it finds it
puts in as text, never as HTML; every address is made of ids and numbers.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from bilingual.records import Edition
from bilingual.render.edition_view import EditionView, Told, newest_first
from bilingual.render.environment import POLICY, render_template, template_text
from bilingual.render.view import Pair

# Of the index. Beyond it older articles are searched in brief.
MOST_BYTES: Final = 8_000_000
# Inside <script> nothing may look like a tag or a comment to the HTML parser, and U+2028 ends lines in old scripts.
ESCAPED: Final = "<>&\u2028\u2029"


def render_search(
    editions: Sequence[Edition | EditionView],
    *,
    archive_url: str = "index.html",
    most_bytes: int = MOST_BYTES,
) -> str:
    """The page that searches all issues, newest first, and lists them where no script runs.

    Searched are headline, excerpt, key points and every sentence, in both languages, without regard to case and
    accents. An article of 23 sentences takes 5,000 bytes of the index (mean of the 13 articles of the corpus), so
    that 1,600 articles are searched whole. When the index reaches `most_bytes`, articles of older issues come in by
    headline, excerpt and key points alone (1,400 bytes), and the page says from which issue on.
    """
    from markupsafe import Markup

    views = newest_first(editions)
    index, brief_from = search_index(views, most_bytes)
    script = template_text("search.js")
    return render_template(
        "search.html",
        policy=f"{POLICY}; script-src '{script_hash(script)}'",
        views=views,
        title=views[0].title if views else "Newsletter",
        archive_url=archive_url,
        brief_from=brief_from,
        index=Markup(safe_json(index)),
        script=Markup(script),
    )


def search_index(
    views: Sequence[EditionView], most_bytes: int
) -> tuple[dict[str, Any], EditionView | None]:
    """What the script searches, and the first issue that is in it in brief only.

    `issues` are [id, title, line, first language]; `articles` [issue, id, source, date, sentences of the title,
    key points, excerpt, texts, numbers, none]: key points and excerpt are numbers of sentences, texts English
    and French in turn (0 for English: not translated), numbers those of the sentences or 0 for all in order,
    none an empty list (earlier versions had points there that a model wrote, and the script still reads it).
    """
    issues, articles, size = [], [], 0
    brief_from: EditionView | None = None
    for place, view in enumerate(views):
        issues.append([view.id, view.title, view.line, view.first])
        for told in (told for story in view.stories for told in story.told):
            article = _article(place, told, whole=brief_from is None)
            size += len(safe_json(article).encode())
            if size > most_bytes and brief_from is None:
                brief_from = view
                article = _article(place, told, whole=False)
            articles.append(article)
    return {"issues": issues, "articles": articles}, brief_from


def safe_json(value: Any) -> str:
    """Compact JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in ESCAPED:  # forty times as fast as str.translate
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@cache
def script_hash(script: str) -> str:
    """As a Content-Security-Policy names it, https://www.w3.org/TR/CSP3/#external-hash."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _article(issue: int, told: Told, *, whole: bool) -> list[Any]:
    view = told.view
    titles = len(view.title.pairs) if view.title else 0
    key = list(dict.fromkeys(pair.index for point in view.points for pair in point.shown))
    excerpt = [pair.index for pair in told.excerpt]
    chosen = {*range(max(titles, 1)), *key, *excerpt}
    pairs = view.pairs if whole else [pair for pair in view.pairs if pair.index in chosen]
    return [
        issue,
        view.id,
        told.source,
        view.date,
        titles,
        key,
        excerpt,
        [text for pair in pairs for text in _texts(pair)],
        0 if whole else [pair.index for pair in pairs],
        [],
        [
            [pair.index for pair in pairs if pair.severity == severity]
            for severity in ("check", "serious")
        ],
    ]


def _texts(pair: Pair) -> tuple[str | int, str]:
    return 0 if pair.untranslated else pair.english, pair.french
