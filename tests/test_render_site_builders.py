"""Pelican and Eleventy build a site from an issue, and the page they make is read back: no story
lost, nothing run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from brief_strategies import NASTY
from edition_factories import demonstration_edition, make_edition
from factories import make_brief
from lxml import html
from node_tools import node, node_package

from bilingual.records import Edition, Flag, KeyPoint
from bilingual.render.edition_view import arrange_edition
from bilingual.render.front_matter import Site
from bilingual.render.issue_markdown import issue_file_name, render_issue_markdown

Build = Callable[[Edition, Path], html.HtmlElement]
TEMPLATES = "{{ danger }} {% include nothing %} {{< figure >}} {# gone #} {{- 7 * 7 -}}"
TITLE = "--- \"Letter\": 'no' {{ danger }} {% raw %} # & * | > @ `x` <b>"


def pelican(edition: Edition, folder: Path) -> html.HtmlElement:
    """The page of the issue on a site with Pelican's own settings and its simple theme."""
    posts = folder / "content"
    posts.mkdir()
    write(edition, posts, "pelican")
    conf = folder / "pelicanconf.py"
    conf.write_text(
        "SITENAME = 'Letters'\nTIMEZONE = 'UTC'\nDEFAULT_LANG = 'en'\nTHEME = 'simple'\n"
        "FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None\n"
        "AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n"
    )
    out = folder / "output"
    run(
        [
            sys.executable,
            "-m",
            "pelican",
            str(posts),
            "-s",
            str(conf),
            "-o",
            str(out),
            "--fatal",
            "warnings",
        ],
        folder,
    )
    return page(out / f"{edition.id}.html")


def eleventy(edition: Edition, folder: Path) -> html.HtmlElement:
    """The page of the issue on a site with Eleventy's own settings and one layout in Nunjucks."""
    command = node_package("@11ty/eleventy") / "cmd.cjs"
    posts = folder / "posts"
    posts.mkdir()
    write(edition, posts, "eleventy")
    (posts / "posts.json").write_text('{"layout": "issue.njk"}')
    (folder / "_includes").mkdir()
    (folder / "_includes" / "issue.njk").write_text(
        '<html lang="{{ lang }}"><title>{{ title }}</title><body><h1>{{ title }}</h1>'
        '<time datetime="{{ page.date.toISOString() }}"></time>{{ content | safe }}'
        '<p class="tags">{{ tags | join("|") }}</p>'
        '{% for story in stories %}<cite lang="fr">{{ story.fr }}</cite>{% endfor %}</body></html>'
    )
    run([node(), str(command), "--quiet"], folder)
    return page(folder / "_site" / "posts" / edition.id / "index.html")


def write(edition: Edition, folder: Path, site: Site) -> None:
    file = folder / issue_file_name(edition, site)
    file.write_text(render_issue_markdown(edition, site=site), encoding="utf-8")


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CI": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def page(file: Path) -> html.HtmlElement:
    return html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


BUILDERS = pytest.mark.parametrize("build", [pelican, eleventy])


def squeezed(text: str) -> str:
    return re.sub("[ \t\n]+", " ", text).strip(" \n")


def said(document: html.HtmlElement) -> str:
    return squeezed(document.text_content())


@BUILDERS
@pytest.mark.parametrize("languages", ["en-fr", "fr-en"])
def test_a_site_shows_the_issue_whole(build: Build, languages: str, tmp_path: Path) -> None:
    edition = demonstration_edition(languages=languages)
    document = build(edition, tmp_path)
    view = arrange_edition(edition)
    assert document.get("lang") == "en"
    assert "Estuary Letter, No. 12" in document.xpath("string(//title)")
    headings = [squeezed(heading.text_content()) for heading in document.xpath("//h2|//h3")]
    french = [squeezed(text.text_content()) for text in document.xpath("//*[@lang='fr']")]
    hrefs = document.xpath("//a/@href")
    for section in view.sections:
        assert section.title in headings
    for story in view.stories:
        lead = story.lead.view
        first = lead.french_headline if view.first == "fr" else lead.english_headline
        assert first in headings
        for told in story.articles:
            assert told.view.french_headline in french
            assert told.view.english_headline in said(document)
            assert view.page_url(told) in hrefs
            assert told.view.url is None or told.view.url in hrefs
            for pair in told.only:
                assert pair.french in french
        for point in story.lead.points:
            for pair in point.shown:
                assert pair.french in french
                assert pair.english in said(document)
    assert "https://www.example.org/why" in hrefs
    assert "The French says 12; the English says 21." in said(document)
    assert "Machine translation from French by fr-en-starter" in said(document)


def hostile(number: int, text: str) -> Edition:
    brief = make_brief(
        [
            ("title", [(f"{text} é", f"{text} e")]),
            *(("body", [(f"{text} {n}", f"{text} {n + 10}")]) for n in range(1, 6)),
        ],
        id=f"brief-{number}",
        article={"source": text, "author": text, "licence": text},
        key_points=[KeyPoint(rank=1, index=5, weight=1, method=text)],
        flags=[Flag(index=1, kind="names", message=text, value=1, threshold=0, evidence=(text,))],
    )
    return make_edition(brief)


@BUILDERS
def test_hostile_text_neither_runs_nor_breaks_the_site(build: Build, tmp_path: Path) -> None:
    texts = [*NASTY, TEMPLATES, "$$x$$", "{% endraw %}", "---", "[[x]]", "{::comment}x{:/}"]
    single = [hostile(number, text) for number, text in enumerate(texts)]
    introduction = f"{TEMPLATES} `{TEMPLATES}` <script>alert(1)</script>\n\n    {TEMPLATES}"
    edition = make_edition(
        *(brief for issue in single for brief in issue.briefs),
        id="hostile",
        title=TITLE,
        introduction=introduction,
    )
    document = build(edition, tmp_path)
    view = arrange_edition(edition)
    body = document.xpath("//body")[0]
    assert not {"script", "img", "b", "iframe"} & {element.tag for element in body.iter()}
    assert not [name for element in body.iter() for name in element.attrib if name.startswith("on")]
    stories = [
        squeezed(heading.text_content())
        for heading in body.xpath("//h2")
        if heading.getnext() is not None and heading.getnext().xpath("./em")
    ]
    assert stories == [squeezed(story.lead.view.english_headline) for story in view.stories]
    quotes = [squeezed(quote.text_content()) for quote in body.xpath("//blockquote")]
    assert quotes == [
        squeezed(" ".join(pair.french for pair in story.lead.excerpt)) for story in view.stories
    ]
    points = [squeezed(point.text_content()) for point in body.xpath("//ol/li")]
    for point, story in zip(points, view.stories, strict=True):
        assert squeezed(story.lead.points[0].pair.english) in point
    assert said(body).count("{{ danger }}") >= 5
    told = said(document).translate(str.maketrans("“”‹›", '""<>'))
    assert squeezed(view.title) in told  # Pelican has other quotation marks


def test_eleventy_has_the_date_the_tags_and_the_stories_as_data(tmp_path: Path) -> None:
    document = eleventy(demonstration_edition(), tmp_path)
    assert document.xpath("//time/@datetime") == ["2025-01-21T00:00:00.000Z"]
    assert document.xpath("string(//p[@class='tags'])") == "newsletter|Ports|Schools & villages"
    assert [cite.text for cite in document.xpath("//cite")][
        1
    ] == "L’école & ses « 12 » élèves <sauvés>"


def test_pelican_has_the_date_the_author_and_the_tags(tmp_path: Path) -> None:
    document = pelican(demonstration_edition(), tmp_path)
    assert "2025-01-21T00:00:00+00:00" in document.xpath("//time/@datetime")
    assert "Estuary Letter" in [squeezed(link.text_content()) for link in document.xpath("//a")]
    tags = document.xpath("//a[contains(@href, '/tag/') or contains(@href, 'tag/')]")
    assert [squeezed(tag.text_content()) for tag in tags] == [
        "newsletter",
        "Ports",
        "Schools & villages",
    ]
