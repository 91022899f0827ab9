"""The e-mail says what the issue says in both its parts, leads nowhere unsafe, and any mail program
can read it."""

from __future__ import annotations

import email.policy
import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from typing import get_args

import pytest
from brief_strategies import DATE, NASTY, TEXT, URL, briefs
from cases import each
from edition_factories import demonstration_edition, make_edition, school, second_telling
from factories import DEMONSTRATION, demonstration, make_brief
from golden import check_golden
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from bilingual.errors import UsageError
from bilingual.records import Edition, Section, Sender, Story, Telling
from bilingual.render.edition_view import arrange_edition
from bilingual.render.email_html import (
    CLIP_BYTES,
    NO_ADDRESS,
    WARN_BYTES,
    email_size,
    mail_url,
    mailbox,
    render_email,
    render_eml,
    size_warning,
)
from bilingual.render.email_parts import MOST_ONLY, Depth, placeholders_held, unsubscribe_slot
from bilingual.render.email_text import WIDTH, neutral_text, render_email_text
from bilingual.render.words import clean, safe_url

TAGS = set(
    re.findall(
        r"\w+",
        "html head meta title style body div table tbody tr td h1 h2 h3 h4 p span strong a br "
        # what an editor's Markdown may bring
        "em hr blockquote code pre b i s sub sup cite q abbr ul ol li",
    )
)
VOID = {"meta", "br", "hr"}
# What services take for their code: Jinja, Liquid, Go, Handlebars; Mailchimp; Mailjet; Salesforce;
# Mailgun. Two signs in an address with percent-encoding are no name.
CODE = re.compile(r"\{[{%#$]|[}%]\}|\*\||\|\*|\[\[|\]\]|%%|%(?![0-9A-Fa-f]{2})\w+%|\$\{")
OUTLOOK = re.compile(r"<!--\[if mso\]>.*?<!\[endif\]-->")
SLOTS = (
    "",
    "{{ unsubscribe_url }}",
    "*|UNSUB|*",
    "https://a.example/u?x=1&y=2",
    "javascript:alert(1)",
)


@st.composite
def editions(draw: st.DrawFn, *, sender: bool = True) -> Edition:
    """Any issue: stories of one to three tellings in sections with and without title, hostile text
    everywhere."""
    told = draw(st.lists(briefs(), min_size=1, max_size=3, unique_by=lambda b: b.article.id))
    tellings = [
        Telling(
            brief=brief.article.id,
            only=tuple(
                draw(st.lists(st.integers(0, len(brief.sentences) - 1), max_size=5, unique=True))
            ),
        )
        for brief in told
    ]
    cut = draw(st.integers(1, len(tellings)))
    groups = [tellings[:cut], *([one] for one in tellings[cut:])]
    sections = tuple(
        Section(title=draw(TEXT | st.just("")), stories=(Story(tellings=tuple(group)),))
        for group in groups
    )
    return make_edition(
        *told,
        title=draw(TEXT.filter(bool)),
        number=draw(st.none() | st.integers(1, 99)),
        languages=draw(st.sampled_from(["en-fr", "fr-en"])),
        introduction=draw(st.just("") | TEXT),
        preheader=draw(st.just("") | TEXT),
        sections=sections,
        url=draw(URL),
        sender=Sender(
            name=draw(TEXT),
            notices=tuple(draw(st.lists(TEXT, max_size=2))),
            unsubscribe=draw(st.sampled_from(SLOTS) | TEXT),
        )
        if sender
        else Sender(),
    )


DEPTHS = st.sampled_from(get_args(Depth))
MANY = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])


def parsed(text: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(encoding="utf-8"))


def said(text: str) -> str:
    """Visible text with the white space collapsed, padding and non-characters apart."""
    return clean(text.replace("\u034f", "").replace("\u200c", ""))


def shown(document: lxml_html.HtmlElement) -> str:
    return said(document.text_content())


def words(passage: lxml_html.HtmlElement) -> str:
    """What a passage says, without the marks in it."""
    within = "ancestor::*[contains(@class, 'pill') or @class='alone']"
    return said("".join(text for text in passage.xpath(f".//text()[not({within})]")))


class Balance(HTMLParser):
    """Every element is closed where it was opened, and no attribute stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_safe(text: str, edition: Edition, *, styles: int) -> None:
    balance = Balance()
    balance.feed(text)
    assert balance.open == []
    document = parsed(text)
    slot = unsubscribe_slot(edition.sender.unsubscribe)
    for element in document.iter():
        if isinstance(element, lxml_html.HtmlComment):
            assert element.text.startswith("[if mso]>")
            continue
        assert element.tag in TAGS, element.tag
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not {"src", "background", "action", "srcset"} & set(element.attrib)
        assert "url(" not in element.get("style", "")
        if element.tag == "table":
            assert element.get("role") == "presentation"
    for href in document.xpath("//@href"):
        assert safe_url(href) or href.startswith("mailto:") or href == slot.value, href
    assert len(document.xpath("//style")) == styles


def articles_only(text: str) -> str:
    """The e-mail without its style block and what is written for Outlook."""
    return OUTLOOK.sub("", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))


@MANY
@given(editions(), DEPTHS)
def test_any_issue_is_a_safe_and_whole_document(edition: Edition, depth: Depth) -> None:
    text = render_email(edition, depth=depth)
    assert text == render_email(edition, depth=depth)
    assert text.startswith("<!DOCTYPE html>")
    assert text.endswith("</html>\n")
    assert_safe(text, edition, styles=1)
    document = parsed(text)
    (title,) = document.xpath("//h1")
    assert said(title.text_content()) == clean(arrange_edition(edition).title)
    heads = [words(head) for head in document.xpath("//h2|//h3|//h4|//p[@class='under']")]
    for story in arrange_edition(edition).stories:
        for told in story.articles:
            assert any(said(told.view.french_headline) in head for head in heads)
            if told.view.url:
                assert mail_url(told.view.url) in document.xpath("//@href")


@MANY
@given(editions(sender=False))
@example(make_edition(make_brief([("title", [("{{ a }}", "*|B|* [[c]] %%d%% {% e %}")])])))
def test_template_code_in_articles_is_never_run(edition: Edition) -> None:
    untitled = tuple(s.model_copy(update={"title": ""}) for s in edition.sections)
    nothing = {"title": "T", "introduction": "", "preheader": "", "sections": untitled}
    own = edition.model_copy(update=nothing)
    assert not CODE.search(articles_only(render_email(own, depth="full")))
    assert not CODE.search(render_email_text(own, depth="full"))


@MANY
@given(editions(), DEPTHS)
def test_the_plain_text_says_what_the_html_says(edition: Edition, depth: Depth) -> None:
    text, document = (
        render_email_text(edition, depth=depth),
        parsed(render_email(edition, depth=depth)),
    )
    for href in document.xpath("//td[not(contains(@class, 'intro'))]//@href"):
        assert href.removeprefix("mailto:") in text
    flat = re.sub(r"\s+", "", text)
    for mark in ("[check]", "[only here]", "[not translated]"):
        flat = flat.replace(re.sub(r"\s+", "", mark), "")
    for passage in document.xpath("//h2|//h3|//h4|//p[@class='lead' or @class='gloss']"):
        told = re.sub(r"\s+", "", neutral_text(words(passage)))
        assert told in flat or told.upper() in flat
    for note in document.xpath("//td[contains(@class, 'note')]//strong"):
        label = said(note.text_content()).removeprefix("Check ").lower()
        assert re.sub(r"\s+", "", label) in flat.lower()
    assert_wrapped(text)


def assert_wrapped(text: str) -> None:
    assert text.endswith("\n")
    assert "\r" not in text
    for line in text.split("\n"):
        assert line == line.rstrip(" ")
        # Only what cannot be broken is longer: one word after its indentation, bullet or label. A
        # placeholder is a word, though it holds spaces.
        held = placeholders_held(line, "_")
        assert len(line) <= WIDTH or re.fullmatch(
            r" *(\d+\. |(?:French original|Both languages|On the web|Unsubscribe): )?[^ ]+", held
        ) or line.startswith("Unsubscribe: "), line  # fmt: skip


def test_the_demonstration_email() -> None:
    page = render_email(demonstration_edition())
    check_golden("email.html", page)
    check_golden("email.txt", render_email_text(demonstration_edition()))


def test_what_an_editor_sees_first() -> None:
    document = parsed(render_email(demonstration_edition()))
    told = shown(document.xpath("//td[@class='head']")[0])
    assert "No. 12 · 21 January 2025\u00a0· Read this issue on the web" in told
    assert "27 sentences, 4 to check, 1 not translated" in told
    preheader = document.xpath("//div[@class='preheader']")[0]
    assert shown(preheader).startswith("Port of Saint-Brévin wants to double its grain exports")
    assert len(preheader.text_content()) > 250
    assert "display:none" in preheader.get("style")


def test_a_flag_stands_under_its_sentence_once_with_its_reason() -> None:
    document = parsed(render_email(demonstration_edition(), depth="full"))
    notes = [shown(note) for note in document.xpath("//td[contains(@class, 'note')]")]
    reason = "Check the numbers. The French says 235,3 millions; the English says 235.3 billion."
    assert notes.count(reason) == 1
    (before,) = [
        note.xpath("ancestor::table[1]/preceding-sibling::p[1]")[0]
        for note in document.xpath("//td[contains(@class, 'note')]")
        if shown(note) == reason
    ]
    assert shown(before).startswith("Un plan de 235,3 millions")
    marked = [shown(m) for m in document.xpath("//span[contains(@class, 'mark')]")]
    assert {"235,3 millions", "235.3 billion"} <= set(marked)
    # In a paragraph of many sentences the note says which one it is about.
    assert any(
        note.startswith("“«\u00a0PAS DE QUAI SANS POISSON …” Not translated.") for note in notes
    )


def test_other_papers_are_shown_with_headline_source_and_what_only_they_say() -> None:
    document = parsed(render_email(demonstration_edition()))
    (other,) = document.xpath("//td[@class='other']")
    assert shown(other).startswith(
        "Grain port voted in Saint-Brévin Le port céréalier voté à Saint-Brévin Radio Goéland"
    )
    assert "Only here A fisherman, Yannig Le Goff, left the room before the vote." in shown(other)
    assert document.xpath("//td[@class='point']//span[@class='alone']")


def test_long_lists_of_what_only_one_paper_says_are_cut_and_counted() -> None:
    lead = make_brief(DEMONSTRATION, id="lead")
    edition = make_edition(
        lead,
        second_telling(),
        sections=(
            Section(
                stories=(
                    Story(
                        tellings=(
                            Telling(brief="lead", only=tuple(range(2, 12))),
                            Telling(brief="grain-vote"),
                        )
                    ),
                )
            ),
        ),
    )
    text = render_email_text(edition)
    assert f"… and {10 - MOST_ONLY} more sentences that only it has." in text
    assert "more sentences that only it has" in shown(parsed(render_email(edition)))
    assert "more sentences that only it has" not in render_email_text(edition, depth="full")


def test_the_french_comes_first_where_the_issue_says_so() -> None:
    document = parsed(render_email(demonstration_edition(languages="fr-en")))
    heads = document.xpath("//*[contains(@class, 'headline')]")
    assert [head.get("lang") for head in heads] == ["fr", "fr"]
    assert {p.get("lang") for p in document.xpath("//p[@class='lead']")} == {"fr"}
    # What is to check is marked in the English all the same.
    assert document.xpath("//p[@class='gloss'][@lang='en']/span[contains(@class, 'pill')]")


def test_every_text_carries_its_language() -> None:
    document = parsed(render_email(demonstration_edition(), depth="full"))
    for passage in document.xpath("//p[@class='lead' or @class='gloss' or @class='under']|//h3"):
        assert passage.get("lang") in ("en", "fr")
    levels = [int(h.tag[1]) for h in document.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_is_not_translated_is_shown_once_and_says_so() -> None:
    lost = {"origin": "untranslated"}
    edition = make_edition(make_brief([("title", [("Non.", "Non.")])], translations={0: lost}))
    document = parsed(render_email(edition))
    (head,) = document.xpath("//h2")
    assert shown(head) == "\u00a0not translated\u00a0 Non."
    assert not document.xpath("//p[@class='under']")
    assert "[not translated] Non." in render_email_text(edition)


def test_key_points_only_is_shorter_and_keeps_headlines_points_and_links() -> None:
    edition = demonstration_edition()
    whole, short = render_email(edition), render_email(edition, depth="points")
    assert len(short) < len(whole)
    assert not parsed(short).xpath("//p[@class='gloss']")
    assert "A plan of" not in short
    assert parsed(short).xpath("//@href") == parsed(whole).xpath("//@href")
    assert "Le port de Saint-Brévin veut doubler" in short
    french = render_email(demonstration_edition(languages="fr-en"), depth="points")
    assert parsed(french).xpath("//td[@class='point']/p[@lang='fr']/span[contains(@class, 'pill')]")


def test_a_brief_without_key_points_is_not_left_empty() -> None:
    edition = make_edition(make_brief([("title", [("A", "B")]), ("body", [("Oui.", "Yes.")])]))
    assert "Yes." in render_email(edition, depth="points")


# The sender's place to unsubscribe


@each(
    "written, href",
    [
        ("https://a.example/u?x=1&y=2", "https://a.example/u?x=1&y=2"),
        ("mailto:leave@a.example?subject=leave", "mailto:leave@a.example?subject=leave"),
        ("leave@a.example", "mailto:leave@a.example"),
        ("{{ unsubscribe_url }}", "{{ unsubscribe_url }}"),
        ("{{ UnsubscribeURL }}", "{{ UnsubscribeURL }}"),
        ("{{{unsubscribe}}}", "{{{unsubscribe}}}"),
        ("{% unsubscribe_url %}", "{% unsubscribe_url %}"),
        ("*|UNSUB|*", "*|UNSUB|*"),
        ("[[UNSUB_LINK_EN]]", "[[UNSUB_LINK_EN]]"),
        ("%unsubscribe_url%", "%unsubscribe_url%"),
        ("%%unsub_center_url%%", "%%unsub_center_url%%"),
        ("{$unsubscribe}", "{$unsubscribe}"),
        ("https://a.example/u?m={{ email }}&z=1", "https://a.example/u?m={{ email }}&z=1"),
        ("{{ root }}/leave?m=*|EMAIL|*", "{{ root }}/leave?m=*|EMAIL|*"),
    ],
)
def test_the_unsubscribe_slot_is_a_link(written: str, href: str) -> None:
    edition = demonstration_edition(sender=Sender(unsubscribe=written))
    text = render_email(edition)
    (link,) = parsed(text).xpath("//a[text()='Unsubscribe']")
    assert link.get("href") == href
    assert f"Unsubscribe: {href}" in render_email_text(edition)
    if "&" not in written:
        assert f'href="{href}"' in text  # byte for byte, as the service looks for it


@each(
    "written",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "javascript:{{ x }}",
        "{{ x }}javascript:alert(1)",
        '{{ x }}"><script>',
        "Write to us to leave",
        "mailto:a@b.example\nBcc: c@d.example",
        "mailto:a@b.example?x=%0d%0a<b>",
    ],
)
def test_other_text_in_the_slot_is_text(written: str) -> None:
    edition = demonstration_edition(sender=Sender(unsubscribe=written))
    document = parsed(render_email(edition))
    assert not document.xpath("//a[text()='Unsubscribe']")
    assert shown(document.xpath("//td[@class='foot']/p[last()]")[0]) == clean(written)
    assert clean(written) in " ".join(render_email_text(edition).split())


def test_without_a_slot_there_is_no_link_to_nowhere() -> None:
    edition = demonstration_edition(sender=Sender())
    assert "nsubscribe" not in render_email(edition)
    assert "nsubscribe" not in render_email_text(edition)


def test_what_the_sender_writes_for_the_service_stays_and_the_same_in_an_article_does_not() -> None:
    code = "*|LIST:ADDRESS|*"
    edition = make_edition(
        make_brief([("title", [(code, code)])]),
        introduction="Dear {{ subscriber.name }},",
        sender=Sender(notices=(code,)),
    )
    text = render_email(edition)
    assert text.count(code) == 1
    assert "Dear {{ subscriber.name }}," in text
    assert "*&#124;LIST:ADDRESS&#124;*" in text
    assert shown(parsed(text)).count(code) > 2
    twin = render_email_text(edition)
    assert twin.count(code) == 1
    assert "* |LIST:ADDRESS| *" in twin


@each("text", NASTY)
def test_neutral_text_only_adds_spaces(text: str) -> None:
    assert neutral_text(text).replace(" ", "") == text.replace(" ", "")


# The style block


def test_the_style_block_is_one_that_gmail_keeps() -> None:
    (block,) = re.findall(r"<style>(.*?)</style>", render_email(demonstration_edition()), re.DOTALL)
    assert len(block) < 8192
    depth = 0
    for token in re.findall(r"[@{}]", block):  # Gmail drops a block with an @ rule inside another
        depth += {"{": 1, "}": -1}.get(token, 0)
        assert token != "@" or depth == 0
    assert depth == 0
    assert "<" not in block
    assert block.count("prefers-color-scheme: dark") == 1
    assert block.count("[data-ogsc] ") > 10


def test_every_rule_is_of_a_class_that_the_templates_use() -> None:
    folder = files("bilingual.render") / "templates"
    markup = "".join((folder / name).read_text(encoding="utf-8") for name in
        ("email.html", "email_body.html", "email_macros.html"))  # fmt: skip
    for name in ("email.css", "email_dark.css"):
        selectors = re.sub(r"\{[^{}]*\}", "", (folder / name).read_text(encoding="utf-8"))
        for word in set(re.findall(r"\.([a-z]+)\b", selectors)):
            assert re.search(rf"\b{word}\b", markup), f"{name}: .{word}"


def test_the_base_stands_alone() -> None:
    text = articles_only(render_email(demonstration_edition()))
    document = parsed(text)
    for cell in document.xpath("//td[@class]"):
        assert cell.get("style"), cell.get("class")
    (column,) = document.xpath("//table[@class='column']")
    assert "max-width:600px" in column.get("style")
    for link in document.xpath("//a"):
        assert "color:#0b5563" in link.get("style")


# Size


def test_the_size_is_what_the_message_holds() -> None:
    html = render_email(demonstration_edition())
    edition = demonstration_edition()
    raw = render_eml(edition, html, "x")
    body = raw.split(b"Content-Type: text/html")[1].split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
    assert abs(email_size(html) - len(body)) <= 0.01 * len(body)
    assert size_warning(html) is None


@each(
    "size, told",
    [
        (WARN_BYTES - 6000, None),
        (WARN_BYTES, "email.html has 83 KB as it is sent; Gmail cuts e-mails at 102 KB: "),
        (CLIP_BYTES, "email.html has 106 KB as it is sent; Gmail cuts it at 102 KB: "),
    ],
)
def test_a_large_email_is_warned_about_with_the_remedy(size: int, told: str | None) -> None:
    remedy = "use --key-points-only, or leave stories out"
    assert size_warning("x" * size) == (None if told is None else told + remedy)


# The message


def message(edition: Edition) -> tuple[bytes, EmailMessage]:
    raw = render_eml(edition, render_email(edition), render_email_text(edition))
    found = message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return raw, found


def body(found: EmailMessage, kind: str) -> str:
    part = found.get_body((kind,))
    assert part is not None
    assert part.get_content_charset() == "utf-8"
    assert part["Content-Transfer-Encoding"] == "quoted-printable"
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_message_has_both_parts_and_the_headers_of_a_newsletter() -> None:
    edition = demonstration_edition()
    raw, found = message(edition)
    assert found.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]
    assert body(found, "plain") == render_email_text(edition)
    assert body(found, "html") == render_email(edition)
    assert found["Subject"] == "Estuary Letter, No. 12"
    assert found["From"] == "Estuary Letter <letter@example.org>"
    assert found["Date"] == "Tue, 21 Jan 2025 12:00:00 +0000"
    assert re.fullmatch(r"<[0-9a-f-]{36}@example\.org>", found["Message-ID"])
    assert found["X-Unsent"] == "1"
    assert found["Content-Language"] == "en, fr"
    assert found["MIME-Version"] == "1.0"
    assert found["To"] is None
    assert found["List-Unsubscribe"] is None  # a placeholder is no address
    assert raw == message(edition)[0]


def assert_on_the_wire(raw: bytes) -> None:
    assert raw.isascii()
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@MANY
@given(editions(), st.sampled_from(["", "a@b.example", "é@b.example", "a@bücher.example"]))
def test_any_issue_is_a_message_without_a_header_too_many(edition: Edition, address: str) -> None:
    sender = edition.sender.model_copy(update={"address": address, "reply_to": address})
    edition = edition.model_copy(update={"sender": sender})
    if address.startswith("é"):
        with pytest.raises(UsageError, match="is not an e-mail address"):
            message(edition)
        return
    raw, found = message(edition)
    assert_on_the_wire(raw)
    known = {"Subject", "From", "Reply-To", "Date", "Message-ID", "X-Unsent", "MIME-Version"}
    assert set(found.keys()) <= known | {"Content-Type", "Content-Language", "List-Unsubscribe"}
    assert len(found.keys()) == len(set(found.keys()))
    assert len(list(found.iter_parts())) == 2
    assert body(found, "html") == render_email(edition)
    assert body(found, "plain") == render_email_text(edition)


@each("line", ["\r\nBcc: a@b.example", "\nX: y", "\r\n\r\n<b>", "\u2028Z: y", "\x00"])  # fmt: skip
def test_no_field_makes_a_header(line: str) -> None:
    edition = demonstration_edition(title=f"Letter{line}")
    edition = edition.model_copy(
        update={"sender": Sender(name=f"N{line}", address="a@b.example",
            unsubscribe=f"https://a.example/{line}")}
    )  # fmt: skip
    _, found = message(edition)
    assert {"bcc", "x", "z"}.isdisjoint(name.lower() for name in found)
    assert found["List-Unsubscribe"] in (None, "<https://a.example/>")


def test_long_and_accented_headers_come_back_as_they_were() -> None:
    title = "Être à l’heure : la lettre d’Hélène, de François et de toutes les îles " * 3
    name = "Hélène Le Guellec, rédactrice en chef « par intérim »"
    edition = demonstration_edition(title=title, sender=Sender(name=name, address="h@a.example"))
    raw, found = message(edition)
    assert found["Subject"] == f"{title.strip()}, No. 12"
    written = re.search(rb"^From: (.*\r\n(?: .*\r\n)*)", raw, re.MULTILINE)
    assert written is not None
    decoded = str(make_header(decode_header(written[1].decode())))
    assert decoded == f"{name} <h@a.example>"
    assert all(len(line) <= 78 for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n"))


@each("slot", ["https://a.example/leave?" + "x" * 300, "mailto:leave@a.example"])
def test_a_real_address_is_announced_to_the_mail_program(slot: str) -> None:
    raw, found = message(demonstration_edition(sender=Sender(unsubscribe=slot)))
    assert found["List-Unsubscribe"] == f"<{slot}>"
    assert f"List-Unsubscribe: <{slot}>\r\n".encode() in raw


def test_a_long_domain_stays_in_one_line() -> None:
    domain = ".".join(["a" * 60] * 3) + ".example"
    _, found = message(demonstration_edition(sender=Sender(address=f"x@{domain}")))
    assert found["Message-ID"].endswith(f"@{domain}>")


def test_an_accented_sender_is_read_back() -> None:
    sender = Sender(name="Hélène Le Guellec", address="h@a.example", reply_to="r@a.example")
    _, found = message(demonstration_edition(sender=sender))
    assert found["From"].addresses[0].display_name == "Hélène Le Guellec"
    assert found["Reply-To"] == "r@a.example"


def test_without_a_sender_the_draft_still_opens() -> None:
    _, found = message(make_edition(school()))
    assert found["From"].addresses[0].addr_spec == NO_ADDRESS
    assert found["From"].addresses[0].display_name == "Estuary Letter"


@each(
    "address",
    ["", "a", "@b", "a@", "a b@c.example", "a@b\nBcc: c", "a@b c", "<a@b.example>", "a@@b",
     "a,b@c.example", "é@a.example", "a@" + "x" * 70 + ".example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="is not an e-mail address") as caught:
        mailbox(address)
    assert caught.value.hint == "Write it as name@example.org."
    assert "\n" not in caught.value.message


@settings(max_examples=10)
@given(DATE)
def test_the_date_of_an_article_changes_no_date_of_the_message(published: str | None) -> None:
    brief = demonstration().model_copy(
        update={"article": demonstration().article.model_copy(update={"published": published})}
    )
    assert message(make_edition(brief))[1]["Date"] == "Tue, 21 Jan 2025 12:00:00 +0000"


def test_a_placeholder_in_a_notice_is_not_broken_over_two_lines() -> None:
    notice = f"{'word ' * 12}{{{{ unsubscribe_url }}}} and more words after it"
    text = render_email_text(make_edition(make_brief(), sender=Sender(notices=(notice,))))
    assert "{{ unsubscribe_url }}" in text
    assert max(map(len, text.split("\n"))) <= WIDTH
