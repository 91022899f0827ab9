"""Other people's Markdown and YAML readers find in our issue exactly what the edition says, and
nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import unescape
from urllib.parse import unquote

import markdown
import pytest
import yaml
from brief_strategies import NASTY, TEXT
from cases import each
from edition_factories import INTRODUCTION, demonstration_edition, make_edition
from factories import make_brief
from golden import check_golden
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from test_render_site import editions

from bilingual.errors import SettingsError
from bilingual.records import Edition, Flag, KeyPoint, Section, Sender, Story, Telling
from bilingual.render.edition_view import ArticleView, arrange_edition, headline_pairs, story_parts
from bilingual.render.front_matter import SITES, Site
from bilingual.render.introduction import introduction_html, introduction_markdown
from bilingual.render.issue_markdown import SPANS, issue_file_name, render_issue_markdown
from bilingual.render.markdown import NOT_TRANSLATED
from bilingual.render.view import Pair, Point
from bilingual.render.words import clean, safe_url

YAML_SITES: tuple[Site, ...] = ("hugo", "jekyll", "eleventy")
# What article text may become, and what an introduction may bring besides.
TAGS = set(re.findall(r"\w+", "body h1 h2 h3 p em strong a span ol ul li br hr blockquote"))
EDITORS = TAGS | {"h4", "code", "pre", "div"}  # Pelican puts code into a box of its own
EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SITE = pytest.mark.parametrize("site", SITES)


def split(text: str) -> tuple[str, str]:
    """Front matter and body."""
    if text.startswith("---\n"):
        _, top, body = re.split(r"^---\n", text, maxsplit=2, flags=re.M)
        return top, body
    top, _, body = text.partition("\n\n")
    return top, body


def body_of(edition: Edition, site: Site) -> str:
    text = render_issue_markdown(edition, site=site)
    return text if site == "plain" else split(text)[1]


def shown(text: str, site: Site) -> html.HtmlElement:
    """As Pelican shows it, with its own extensions, or as markdown-it does, which Eleventy uses;
    Hugo drops raw HTML."""
    if site == "pelican":
        page = markdown.markdown(text, extensions=["extra", "codehilite"])
    else:
        flavour = MarkdownIt("commonmark", {"html": site != "hugo"})
        page = str(flavour.enable(["table", "strikethrough"]).render(text))
    whole = f"<body>{page}</body>".encode()
    return html.document_fromstring(whole, parser=html.HTMLParser(encoding="utf-8")).body


def said(element: html.HtmlElement) -> str:
    for line in element.iter("br"):
        line.tail = " " + (line.tail or "")
    return squeezed(element.text_content())


def squeezed(text: str) -> str:
    return re.sub("[ \t\n]+", " ", text).strip(" \n")


def both(pairs: Iterable[Pair], first: str, only: frozenset[int] = frozenset()) -> list[str]:
    """What a reader sees of the sentences: in the first language, and in the second ("" where there
    is none)."""
    firsts, seconds = [], []
    for pair in pairs:
        note = f" (⚠ {pair.labels_within})" if pair.notes else ""
        own, twin = pair.english + note, pair.french
        if pair.untranslated:
            own, twin = f"{NOT_TRANSLATED} {pair.french}", ""
        if first == "fr":
            own, twin = pair.french, own if not pair.untranslated else NOT_TRANSLATED[:-1]
        firsts.append(own + " (only here)" * (pair.index in only))
        seconds.append(twin)
    return [squeezed(" ".join(filter(None, firsts))), squeezed(" ".join(filter(None, seconds)))]


def point_text(point: Point, first: str, only: frozenset[int]) -> str:
    return squeezed(" ".join(both(point.shown, first, only)))


@SITE
@EXAMPLES
@given(edition=editions())
def test_any_issue_is_read_back_as_it_was_written(site: Site, edition: Edition) -> None:
    edition = edition.model_copy(update={"introduction": ""})
    view = arrange_edition(edition)
    body = shown(body_of(edition, site), site)
    assert_safe(body, TAGS)
    headings = [said(heading) for heading in body.xpath("//h2|//h3")]
    if site == "hugo":
        headings = [heading.removesuffix(' {lang="fr"}') for heading in headings]
    expected = []
    for section in view.sections:
        expected += [section.title] if section.title else []
        expected += [
            both(headline_pairs(story.lead), view.first)[0] or story.lead.view.id
            for story in section.stories
        ]
    assert headings == [squeezed(text) for text in expected]
    points = [
        point_text(point, view.first, parts.only)
        for parts in map(story_parts, view.stories)
        for point in parts.points
    ]
    assert [said(item) for item in body.xpath("/html/body/ol/li")] == points
    text = said(body)
    for story in view.stories:
        for told in story.articles:
            assert_told(told, text, view.first, alone=not story.others)
        for url in [story.lead.view.url, view.page_url(story.lead)]:
            assert not url or any(same_address(href, url) for href in body.xpath("//a/@href")), url


def assert_told(told: ArticleView, text: str, first: str, *, alone: bool) -> None:
    shown_pairs = [*headline_pairs(told), *([] if alone else told.only)]
    for pair in shown_pairs:
        for sentence in both([pair], first):
            assert sentence in text
    for pair in shown_pairs:
        for note in pair.notes:
            assert squeezed(f"{note.label}. {note.message}") in text
    for part in (told.source, told.view.author, told.view.date, told.view.licence):
        assert squeezed(part) in text


def same_address(href: str, url: str) -> bool:
    return unquote(href) == unquote(url)


def assert_safe(body: html.HtmlElement, tags: set[str]) -> None:
    for element in body.iter():
        assert element.tag in tags, element
        assert set(element.attrib) <= {"href", "lang"}
    for href in body.xpath("//a/@href"):
        assert safe_url(href) or href.startswith("mailto:"), href


@SITE
@each("text", NASTY)
def test_texts_that_break_markdown_do_not(site: Site, text: str) -> None:
    brief = make_brief(
        [("title", [(text + "é", text + "e")]), ("body", [(text + "fr", text + "en")])],
        article={"source": text, "author": f"{text}x", "url": text},
        key_points=[KeyPoint(rank=1, index=1, weight=1, text=text + "c", method=text)],
    )
    body = shown(body_of(make_edition(brief, title=text + "t"), site), site)
    assert_safe(body, TAGS)
    assert said(body.xpath("//h2")[0]) == squeezed(clean(text + "e"))
    assert said(body.xpath("//em")[0]) == squeezed(clean(text + "é"))
    assert said(body.xpath("//blockquote")[0]) == squeezed(clean(text + "fr"))
    if site == "plain":
        assert said(body.xpath("//h1")[0]) == squeezed(clean(text + "t"))


@SITE
def test_site_builders_find_nothing_to_run(site: Site) -> None:
    text = "{{ danger }} {% include x %} {: #id onclick=x} {{< x >}} {{% x %}} {{- 1 }} $$x$$"
    brief = make_brief(
        [("title", [(text, text)]), ("body", [(text, text)])],
        article={"source": text, "author": text, "url": f"https://a.example/{text}"},
    )
    introduction = f"{text}\n\n`{text}`\n\n    {text}\n\n[{text}](https://a.example/{{{{x}}}})"
    body = body_of(make_edition(brief, introduction=introduction), site)
    assert not re.search(r"\{[{%:#]|\$\$", body)
    assert body.count("danger") >= 5


@SITE
@EXAMPLES
@given(edition=editions())
def test_no_raw_html_but_the_language_of_a_text(site: Site, edition: Edition) -> None:
    body = body_of(edition, site)
    tags = set(re.findall(r"<[^>]*>?", body))
    assert tags <= ({'<span lang="fr">', '<span lang="en">', "</span>"} if site in SPANS else set())


@each("site", sorted(SPANS))
@each("languages", ["en-fr", "fr-en"])
def test_every_text_carries_its_language(site: Site, languages: str) -> None:
    edition = demonstration_edition(languages=languages, introduction="<p lang='fr'>Bonjour.</p>")
    body = shown(body_of(edition, site), site)
    french = " ".join(said(element) for element in body.xpath("//*[@lang='fr']"))
    english = " ".join(said(element) for element in body.xpath("//*[@lang='en']"))
    story = arrange_edition(edition).stories[0]
    shown_pairs = [pair for told in story.articles for pair in (*headline_pairs(told), *told.only)]
    for pair in (*shown_pairs, *story.lead.excerpt):
        assert pair.french in french
        assert pair.english not in french
        assert (pair.english in english) == (languages == "fr-en")
    assert "Bonjour." in french


def test_hugo_says_the_language_of_a_french_headline() -> None:
    body = body_of(demonstration_edition(languages="fr-en"), "hugo")
    assert '2030 {lang="fr"}\n' in body
    assert "{lang" not in body_of(demonstration_edition(), "hugo")


@pytest.mark.parametrize("site", YAML_SITES)
@EXAMPLES
@given(edition=editions(), name=TEXT)
@example(
    edition=make_edition(make_brief(), title='---\n"x": {{ y }} # \\'),
    name="&a *a !!x %YAML @ ` | >",
)
def test_no_text_can_break_the_front_matter(site: Site, edition: Edition, name: str) -> None:
    edition = edition.model_copy(update={"sender": Sender(name=name)})
    view = arrange_edition(edition)
    top, body = split(render_issue_markdown(edition, site=site))
    fields = yaml.safe_load(top)
    assert fields["title"] == view.subject
    assert fields["date"] == date.fromisoformat(edition.date)
    assert fields["tags"][0] == "newsletter"
    own = fields["params"] if site == "hugo" else fields
    assert own.get("author", "") == view.sender_name
    assert [story["fr"] for story in own["stories"]] == [
        story.lead.view.french_headline for story in view.stories
    ]
    assert own["lang"] == "en"
    assert not re.search("[<>]", fields.get("description", ""))
    assert "\ntitle" not in body


@EXAMPLES
@given(edition=editions(), name=TEXT)
def test_no_text_can_break_the_metadata_of_pelican(edition: Edition, name: str) -> None:
    edition = edition.model_copy(update={"sender": Sender(name=name)})
    reader = markdown.Markdown(extensions=["meta"])
    reader.convert(render_issue_markdown(edition, site="pelican"))
    found = {key: "\n".join(lines) for key, lines in reader.Meta.items()}
    view = arrange_edition(edition)
    assert set(found) <= {"title", "date", "slug", "lang", "tags", "author", "summary"}
    assert looks(unescape(found["title"])) == looks(view.subject.strip())
    assert (found["date"], found["slug"], found["lang"]) == (edition.date, edition.id, "en")
    assert looks(unescape(found.get("author", ""))) == looks(view.sender_name.strip())
    for value in found.values():
        assert not re.search("[<>]", value)
    assert '"' not in found["title"] + found["tags"] + found.get("author", "")
    titles = {part.title for part in view.sections if part.title}
    assert len([tag for tag in found["tags"].split(";") if tag]) == len({"newsletter", *titles})


def looks(text: str) -> str:
    """Pelican's titles have other signs in the place of those that break its themes."""
    return text.translate(str.maketrans("‹›“”", '<>""'))


def test_what_each_generator_reads() -> None:
    edition = demonstration_edition()
    hugo, jekyll, eleventy = (
        yaml.safe_load(split(render_issue_markdown(edition, site=site))[0]) for site in YAML_SITES
    )
    common = {"title", "date", "description", "tags"}
    own = {"lang", "author", "issue", "languages", "models", "stories"}
    assert set(hugo) == common | {"slug", "params"}
    assert set(hugo["params"]) == own
    assert set(jekyll) == common | own | {"layout", "render_with_liquid"}
    assert (jekyll["layout"], jekyll["render_with_liquid"]) == ("post", False)
    assert set(eleventy) == common | own | {"templateEngineOverride"}
    assert hugo["params"]["stories"][0]["url"].startswith("https://www.courrier-estuaire.example/")


@each(
    "id, site, name",
    [
        ("issue-12", "plain", "issue.md"),
        ("issue-12", "hugo", "issue-12.md"),
        ("issue-12", "eleventy", "issue-12.md"),
        ("issue-12", "pelican", "issue-12.md"),
        ("issue-12", "jekyll", "2025-01-21-issue-12.md"),
        ("2025-01-21", "jekyll", "2025-01-21-lettre-de-l-estuaire.md"),
        ("2025-01-21-ports", "jekyll", "2025-01-21-ports.md"),
    ],
)
def test_file_names(id: str, site: Site, name: str) -> None:
    edition = make_edition(make_brief(), id=id, title="« Lettre » de l'Estuaire")
    assert issue_file_name(edition, site) == name


def test_a_title_without_letters_still_gives_a_file_name() -> None:
    edition = make_edition(make_brief(), id="2025-01-21", title="日本")
    assert issue_file_name(edition, "jekyll") == "2025-01-21-issue.md"


@SITE
def test_the_golden_issue(site: Site) -> None:
    check_golden(f"issue-{site}.md", render_issue_markdown(demonstration_edition(), site=site))


def test_what_is_flagged_is_said_where_it_stands_and_listed() -> None:
    text = render_issue_markdown(demonstration_edition())
    assert "fear losing their berths. (⚠ check the numbers)" in text
    assert "- ⚠ **Check the numbers.** The French says 235,3 millions; the English" in text
    assert "- ⚠ 1 more sentence in [the rest of the article](https://letter.example.org/" in text
    assert "by fr-en-starter: look at the original" in text


def test_every_source_of_a_story_is_there() -> None:
    text = render_issue_markdown(demonstration_edition())
    assert "**Also in**\n\n- Grain port voted in Saint-Brévin · Radio Goéland" in text
    assert "    - Only here: A fisherman, Yannig Le Goff, left the room" in text
    assert "largest investment in its history. (only here)" in text


def test_what_is_not_shown_of_another_source_is_counted_and_not_explained() -> None:
    flag = Flag(index=1, kind="numbers", severity="check", message="Look.", value=1, threshold=0)
    text = [("body", [("Un.", "One."), ("Deux.", "Two."), ("Trois.", "Three.")])]
    other = make_brief(text, id="other", flags=(flag,), article={"source": "Autre"})
    story = Story(tellings=(Telling(brief="a"), Telling(brief="other", only=(0, 2))))
    edition = make_edition(make_brief(id="a"), other, sections=(Section(stories=(story,)),))
    told = render_issue_markdown(edition)
    assert "Look." not in told
    assert "- ⚠ Autre: 1 more sentence in the rest of the article" in told
    assert told.count("One.") == 1, "a headline is not told again among what only one source says"
    assert "Only here: Three." in told


def test_nothing_is_told_twice_under_a_headline() -> None:
    brief = make_brief(
        [
            (
                "body",
                [("Un.", "One."), ("Deux.", "Two."), ("Trois.", "Three."), ("Quatre.", "Four.")],
            )
        ],
        key_points=[KeyPoint(rank=r, index=i, weight=1) for r, i in enumerate((0, 1, 3), start=1)],
    )
    text = render_issue_markdown(make_edition(brief))
    assert [text.count(word) for word in ("One.", "Two.", "Three.", "Four.")] == [1, 1, 1, 1]
    assert "**More key points**\n\n1. Four." in text


# The introduction: what python-markdown and nh3 made of it is said again, whatever the renderer.

PIECES = (
    *NASTY, INTRODUCTION, "\n\n", "\n", "# h\n\n", "## h2\n", "- a\n- b\n", "1. a\n2. b\n\n",
    "> q\n\n", "    pre {{ x }}\n\n", "**b** ", "*e*", "a**b**c", "**«q»**x", "`c` ", "`{{ c }}`",
    "[l](https://e.example/a_b)", "[x](mailto:a@b.example)", "<b>raw</b>",
    "<ul><li>x<ol><li>y</li></ol></li></ul>", "<blockquote>q<p>r</p></blockquote>", "a  \nb",
    "---\n\n", "\n12. x\n", "<p lang='fr'>fr</p>", "<a href='/x y(z)'>rel</a>", "***",
    "~~~\nx\n~~~\n", "<pre>  a\n\n b</pre>", "<h2>x<br>y</h2>",
)  # fmt: skip
EDITORIAL = st.lists(st.sampled_from(PIECES) | TEXT, min_size=1, max_size=6).map("".join)


def untold(text: str, _: str) -> str:
    return text


def letters(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", "", element.text_content())


@SITE
@EXAMPLES
@given(text=EDITORIAL)
@example(text="<b>- a<b>- a</b></b>")
@example(text="a<i><b>«x</b></i>b")
def test_an_introduction_says_the_same(site: Site, text: str) -> None:
    safe = introduction_html(text)
    source = html.document_fromstring(f"<body>{safe}</body>").body
    body = shown(introduction_markdown(safe, untold), site)
    for element in body.iter():
        assert element.tag in EDITORS
    assert letters(body) == re.sub(r"\s+", "", clean(source.text_content()))


def test_the_shapes_of_an_introduction_survive() -> None:
    text = (
        "Read **this** [page](https://e.example/a_(b)), *now*:\n\n- `code`\n- two\n\n1. one\n\n## "
        "More\n\n> quoted\n\n    pre"
    )
    assert introduction_markdown(introduction_html(text), untold) == (
        "Read **this** [page](https://e.example/a_%28b%29), *now*:\n\n- `code`\n- two\n\n1. "
        "one\n\n## More\n\n> quoted\n\n    pre"
    )


@SITE
def test_scripts_of_an_introduction_are_gone(site: Site) -> None:
    edition = make_edition(make_brief(), introduction="<script>x()</script><b onclick='x()'>a</b>")
    body = body_of(edition, site)
    assert "x()" not in body
    assert "**a**" in body


def test_an_introduction_of_a_thousand_boxes_in_one_another_is_told() -> None:
    html_text = "<blockquote>" * 1000 + "deep" + "</blockquote>" * 1000
    assert "deep" in introduction_markdown(html_text, untold)


@each(
    "text",
    ["- " * 5_000 + "x", "<b>" * 6_000 + "x", "> " * 9_000 + "x", "[" * 90_000],
)
def test_an_introduction_that_nobody_wrote_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="the introduction is longer than"):
        introduction_html(text)


def test_many_elements_beside_one_another_are_not_deep() -> None:
    assert introduction_html("<b>a</b><br>\n" * 1_000).count("<b>") == 1_000
