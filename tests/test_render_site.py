"""The pages of the site say what the issue says, lead to each other and nowhere unsafe, and run
nothing."""

from __future__ import annotations

import re
from pathlib import Path

from brief_strategies import TEXT, URL, briefs
from cases import each
from edition_factories import demonstration_edition, make_edition, second_telling
from factories import demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from test_render_html import TAGS, by_id, language, parsed, said

import bilingual.render
from bilingual.records import Brief, Edition, Flag, KeyPoint, Section, Story, Telling
from bilingual.render.arrange import arrange
from bilingual.render.edition_view import newest_first
from bilingual.render.site import (
    MOST_HEADLINES,
    MOST_PLACES,
    checks,
    render_archive,
    render_issue_briefs,
    render_issue_page,
)
from bilingual.render.words import clean, safe_url

TEMPLATES = Path(bilingual.render.__file__).parent / "templates"
# What an editor's Markdown may bring.
TAGS_OF_ISSUES = (
    TAGS
    | {"h4"}
    | set(re.findall(r"\w+", "em hr br blockquote code pre b i s sub sup cite q abbr"))
)
WITHIN = r"(\.\./)?(index|search)\.html|#[\w-]+|[a-z0-9-]+\.html(#(s|note)\d+)?"


@st.composite
def editions(draw: st.DrawFn, *, id: str = "issue-1") -> Edition:
    """Any issue: briefs with ids of their own, told alone or together, in sections or none."""
    told = draw(st.lists(briefs(), min_size=1, max_size=3, unique_by=lambda b: b.article.id))
    groups = draw(st.lists(st.integers(0, 2), min_size=len(told), max_size=len(told)))
    stories = []
    for group in sorted(set(groups)):
        members = [brief for brief, own in zip(told, groups, strict=True) if own == group]
        stories.append(Story(tellings=tuple(draw(tellings(brief)) for brief in members)))
    cut = draw(st.integers(1, len(stories)))
    parts = [stories[:cut], stories[cut:]]
    sections = tuple(Section(title=draw(TEXT), stories=tuple(part)) for part in parts if part)
    return make_edition(
        *told,
        id=id,
        title=draw(TEXT.filter(lambda text: clean(text) != "")),
        number=draw(st.none() | st.integers(1, 9999)),
        languages=draw(st.sampled_from(["en-fr", "fr-en"])),
        introduction=draw(TEXT | st.just("")),
        sections=sections,
        url=draw(URL),
    )


@st.composite
def tellings(draw: st.DrawFn, brief: Brief) -> Telling:
    only = draw(st.sets(st.integers(0, len(brief.sentences) - 1)))
    return Telling(brief=brief.article.id, only=tuple(sorted(only)))


def plain(text: str) -> str:
    """As `said` reads it off a page: a sentence of invisible signs leaves two spaces behind."""
    return re.sub("[ \t\n]+", " ", text).strip(" ")


def assert_safe(document: html.HtmlElement, links: str, tags: set[str]) -> None:
    for element in document.iter():
        assert element.tag in tags
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action", "formaction", "ping")
            if name == "href":
                assert re.fullmatch(links, value) or safe_url(value), value
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in document.xpath("//@href") if href.startswith("#")} <= set(ids)
    assert set(document.xpath("//@aria-labelledby")) <= set(ids)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(editions())
def test_any_issue_is_a_safe_and_faithful_page(edition: Edition) -> None:
    page = render_issue_page(edition)
    document = parsed(page)
    # A link of the editor's own may be mailto, as the introduction allows it.
    assert_safe(document, WITHIN + r"|mailto:.*", TAGS_OF_ISSUES)
    for brief in edition.briefs:
        told = by_id(document, f"told-{brief.article.id}")
        view = arrange(brief)
        assert plain(view.french_headline) in said(told)
        assert plain(view.english_headline) in said(told)
        assert told.xpath(f".//a[@href='{brief.article.id}.html']")
        if view.url:
            assert told.xpath(".//a[@href=$url]", url=view.url)
    for story in edition.stories():
        for telling in story.others:
            told = by_id(document, f"told-{telling.brief}")
            view = arrange(next(b for b in edition.briefs if b.article.id == telling.brief))
            for index in telling.only:
                assert plain(view.pairs[index].french) in said(told)
    assert render_issue_page(Edition.model_validate_json(edition.model_dump_json())) == page


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 3).flatmap(lambda n: st.tuples(*(editions(id=f"i-{i}") for i in range(n)))))
def test_any_issues_are_listed_safely(many: tuple[Edition, ...]) -> None:
    document = parsed(render_archive(many))
    links = r"search\.html|#issues|i-\d/(index\.html(#story-[a-z0-9-]+)?|[a-z0-9-]+\.html#note\d+)"
    assert_safe(document, links, TAGS)
    assert len(document.xpath("//article")) == len(many)
    assert document.xpath("//a[starts-with(@href, 'http')]") == []


def test_the_golden_issue() -> None:
    page = render_issue_page(demonstration_edition())
    check_golden("issue.html", re.sub(r"(?s)<style>.*</style>", "<style></style>", page))


def test_the_golden_archive() -> None:
    older = demonstration_edition(
        id="issue-11", number=11, date="2025-01-14", title="Estuary Letter: the storm"
    )
    page = render_archive([older, demonstration_edition()])
    check_golden("archive.html", re.sub(r"(?s)<style>.*</style>", "<style></style>", page))


def test_the_first_screen_says_what_the_issue_is_and_how_far_to_trust_it() -> None:
    opening = said(parsed(render_issue_page(demonstration_edition())).xpath("//header")[1])
    for words in (
        "Estuary Letter",
        "No. 12 · 21 January 2025",
        "Good morning from the estuary.",
        "Machine translation by fr-en-starter; 2 stories, 3 articles, 27 sentences, 4 to "
        "check, 1 not translated.",
    ):
        assert words in opening


def test_every_text_names_its_language() -> None:
    document = parsed(render_issue_page(demonstration_edition()))
    for brief in (demonstration(), second_telling()):
        told = by_id(document, f"told-{brief.article.id}")
        english, french = brief.headline()
        (shown,) = [e for e in told.iter() if e.text == english and e.tag != "div"]
        assert language(shown) == "en"
        (shown,) = [e for e in told.iter() if e.text == french]
        assert language(shown) == "fr"
    for details in document.xpath("//details[summary='In French']"):
        assert {language(text) for text in details.xpath(".//span[@class='t']")} == {"fr"}


def test_french_comes_first_where_the_issue_says_so() -> None:
    document = parsed(render_issue_page(demonstration_edition(languages="fr-en")))
    told = by_id(document, "told-port-saint-brevin")
    english, french = demonstration().headline()
    assert said(told.xpath(".//h3")[0]) == french
    assert said(told.xpath(".//p[@class='headline-fr']")[0]) == english
    (excerpt,) = told.xpath(".//div[@class='excerpt']")
    assert said(excerpt.xpath("./p")[0]).startswith("Un plan de 235,3 millions")
    assert said(excerpt.xpath(".//details")[0]).startswith("In EnglishA plan of 235.3 billion")
    assert not document.xpath("//details[summary='In French']")


def test_other_tellings_keep_their_source_and_what_only_they_say() -> None:
    document = parsed(render_issue_page(demonstration_edition()))
    other = said(by_id(document, "told-grain-vote"))
    assert "Radio Goéland" in other
    assert "Grain port voted in Saint-Brévin" in other
    assert "Only here: A fisherman" in other
    lead = said(by_id(document, "told-port-saint-brevin"))
    assert "the largest investment in its history. only here" in lead
    assert "fifteen years. only here" in lead
    assert "Radio Goéland" not in lead


def test_what_only_the_first_source_says_is_marked_or_folded_away_but_there() -> None:
    telling = Telling(brief="port-saint-brevin", only=(2, 6, 18))
    story = Story(tellings=(telling, Telling(brief="grain-vote")))
    edition = make_edition(demonstration(), second_telling(), sections=(Section(stories=(story,)),))
    told = by_id(parsed(render_issue_page(edition)), "told-port-saint-brevin")
    (rest,) = told.xpath(".//details[@class='lead-only']")
    assert said(rest.xpath("./summary")[0]) == (
        "2 more sentences that only Le Courrier de l’Estuaire has"
    )
    assert rest.xpath("./ul/li/div/a/@href") == [
        "port-saint-brevin.html#s6",
        "port-saint-brevin.html#s18",
    ]
    assert len(told.xpath(".//span[@class='alone']")) == 1


def test_more_than_three_sentences_of_one_source_alone_are_folded_away_but_there() -> None:
    pairs = [(f"Phrase {n}.", f"Sentence {n}.") for n in range(6)]
    one, two = (make_brief([("body", pairs)], id=name) for name in ("one", "two"))
    story = Story(tellings=(Telling(brief="one"), Telling(brief="two", only=(1, 2, 3, 4, 5))))
    page = render_issue_page(make_edition(one, two, sections=(Section(stories=(story,)),)))
    told = by_id(parsed(page), "told-two")
    assert len(told.xpath("./ul[@class='only']/li")) == 3
    assert said(told.xpath("./details/summary")[0]) == "2 more that only it has"
    assert len(told.xpath("./details/ul/li")) == 2


def test_nothing_is_said_twice_under_a_headline() -> None:
    brief = make_brief(
        [("body", [("Une.", "One."), ("Deux.", "Two."), ("Trois.", "Three."), ("Fin.", "End.")])],
        key_points=[KeyPoint(rank=rank, index=rank - 1, weight=1) for rank in (1, 2, 4)],
    )
    told = by_id(parsed(render_issue_page(make_edition(brief))), "told-article")
    assert said(told.xpath(".//h2")[0]) == "One."
    assert said(told.xpath(".//div[@class='excerpt']/p")[0]) == "Two. Three."
    assert said(told.xpath(".//h3")[0]) == "More key points"
    assert [said(point) for point in told.xpath(".//p[@class='point']")] == ["End."]


@each("count, listed", [(5, False), (6, True)])
def test_more_than_a_handful_of_stories_are_listed_first(count: int, listed: bool) -> None:
    many = [make_brief(id=f"a{n}") for n in range(count)]
    document = parsed(render_issue_page(make_edition(*many)))
    links = document.xpath("//nav[@class='contents']//a/@href")
    assert links == ([f"#story-a{n}" for n in range(count)] if listed else [])


def test_flags_are_named_by_kind_the_serious_first_with_their_sentences() -> None:
    document = parsed(render_issue_page(demonstration_edition()))
    (look,) = by_id(document, "story-port-saint-brevin").xpath("./div[@class='look']")
    assert said(look) == (
        "3 of 20 sentences to check Check the numbers: 1 Not translated: 17 "
        "Check for missing or added words: 9 Uncertain translation: 9"
    )
    assert look.xpath(".//a/@href")[0] == "port-saint-brevin.html#note1"


def test_a_flagged_headline_or_teaser_says_so_wherever_it_stands() -> None:
    flag = Flag(index=0, kind="numbers", severity="serious", message="?", value=1, threshold=0)
    blocks = [("title", [("12 ports", "21 ports")]), ("body", [("Oui.", "Yes.")])]
    edition = make_edition(make_brief(blocks, flags=[flag]))
    issue = parsed(render_issue_page(edition)).xpath("//h2[@class='headline']")[0]
    assert said(issue) == "21 ports check"
    assert issue.xpath("./a/@href") == ["article.html", "article.html#note0"]
    teaser = parsed(render_archive([edition, demonstration_edition(date="2025-01-22")]))
    assert teaser.xpath("//a[@href='2025-01-21/article.html#note0']")
    assert teaser.xpath("//a[@href='issue-12/port-saint-brevin.html#note1']")


def test_a_kind_with_many_sentences_names_the_first_and_counts_the_rest() -> None:
    pairs = [(f"Phrase {n}.", f"Sentence {n}.") for n in range(9)]
    flags = [Flag(index=n, kind="names", message="?", value=1, threshold=0) for n in range(9)]
    brief = make_brief([("title", pairs[:1]), ("body", pairs[1:])], flags=[*flags, flags[3]])
    (kind,) = checks(arrange(brief))
    assert [name for _, name in kind.places] == ["headline", *"12345"]
    assert len(kind.places) + kind.more == 9
    assert MOST_PLACES == 6


def test_briefs_lead_back_to_their_issue_by_its_name() -> None:
    pages = dict(render_issue_briefs(demonstration_edition()))
    assert list(pages) == ["port-saint-brevin.html", "grain-vote.html", "village-school.html"]
    for page in pages.values():
        (back,) = parsed(page).xpath("//p[@class='brand']/a")
        assert (said(back), back.get("href")) == ("Estuary Letter, No. 12", "index.html")


def test_every_link_of_an_issue_into_a_brief_finds_its_place() -> None:
    edition = demonstration_edition()
    pages = {name: parsed(page) for name, page in render_issue_briefs(edition)}
    found = parsed(render_issue_page(edition)).xpath("//@href")
    inner = [href for href in found if re.match(r"[a-z-]+\.html", href)]
    assert len(inner) > 20
    for href in inner:
        name, _, anchor = href.partition("#")
        if anchor:
            by_id(pages[name], anchor)


@each("address", ["javascript:alert(1)", "data:text/html,x", "//a.example/b"])
def test_an_unsafe_address_is_text(address: str) -> None:
    page = render_issue_page(make_edition(make_brief(article={"url": address})))
    assert f"Original: {address}" in said(parsed(page))
    assert not [href for href in parsed(page).xpath("//@href") if address in href]


def test_control_characters_of_an_introduction_are_gone() -> None:
    text = "un\x1b[31m deux&#27;trois\x0bquatre&#x1f;cinq\u202esix\n\n    sept\n    huit"
    page = render_issue_page(make_edition(make_brief(), introduction=text))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", page)
    assert "sept\nhuit" in page


def test_scripts_in_an_introduction_are_gone() -> None:
    text = "<script>alert(1)</script>[x](javascript:alert(2)) <img src=x onerror=alert(3)> **kept**"
    page = render_issue_page(demonstration_edition(introduction=text))
    assert "alert(" not in page
    assert "<strong>kept</strong>" in page


def test_addresses_of_archive_and_search_are_left_out_when_empty() -> None:
    page = render_issue_page(demonstration_edition(), archive_url="", search_url="")
    assert "../" not in page
    assert "search.html" not in page
    assert "search.html" not in render_archive([demonstration_edition()], search_url="")


def test_nothing_is_loaded_and_nothing_may_run() -> None:
    for page in (render_issue_page(demonstration_edition()), render_archive([])):
        (policy,) = parsed(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none';")
        assert "script" not in policy


@given(
    st.permutations(
        [
            ("b", "2025-01-02", 3),
            ("a", "2025-01-02", 3),
            ("c", "2025-01-02", 4),
            ("d", "2025-01-03", None),
        ]
    )
)
def test_the_archive_is_newest_first(order: list[tuple[str, str, int | None]]) -> None:
    many = [make_edition(make_brief(), id=i, date=date, number=n) for i, date, n in order]
    assert [edition.id for edition in newest_first(many)] == ["d", "c", "a", "b"]
    found = parsed(render_archive(many)).xpath("//article/@id")
    assert found == ["issue-d", "issue-c", "issue-a", "issue-b"]


def test_the_archive_teases_the_newest_issue_and_names_every_lead() -> None:
    older = demonstration_edition(id="issue-11", number=11, date="2025-01-14")
    document = parsed(render_archive([older, demonstration_edition()]))
    newest, other = document.xpath("//article")
    assert said(newest.xpath(".//h3")[0]) == "No. 12"
    assert "A plan of 235.3 billion euros" in said(newest)
    assert "A plan of 235.3 billion euros" not in said(other)
    leads = ["#story-port-saint-brevin", "#story-village-school"]
    for entry, name in ((newest, "issue-12"), (other, "issue-11")):
        links = [href for href in entry.xpath(".//@href") if "#story" in href]
        assert links == [f"{name}/index.html{lead}" for lead in leads]
        assert "2 stories 3 articles" in said(entry)
    assert said(document.xpath("//p[@class='totals']")[0]) == "2 issues, 4 stories, 6 articles"


def test_an_issue_with_many_stories_names_the_first_in_the_archive() -> None:
    many = [make_brief(id=f"a{n}") for n in range(MOST_HEADLINES + 4)]
    document = parsed(render_archive([make_edition(*many)]))
    assert len(document.xpath("//ul[@class='headlines']/li")) == MOST_HEADLINES
    assert said(document.xpath("//p[@class='more']")[0]) == "and 3 more stories"


def test_an_archive_without_issues_says_so() -> None:
    assert "No issues yet." in render_archive([])


@each("name", ["site.css", "search.css"])
def test_colours_are_those_that_have_contrast(name: str) -> None:
    css = (TEMPLATES / name).read_text(encoding="utf-8")
    known = set(re.findall(r"--([\w-]+):", (TEMPLATES / "style.css").read_text(encoding="utf-8")))
    assert set(re.findall(r"var\(--([\w-]+)\)", css)) <= known
    assert not re.search(r"#[0-9a-f]{3,8}\b(?=[^{}]*;)", css), "colours are given by name"
    assert not re.search(r"url\(|@import", css)
