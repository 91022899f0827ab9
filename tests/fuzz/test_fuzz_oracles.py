"""The judges are judged: what is alive they call alive, in pages, Markdown, feeds and links."""

from __future__ import annotations

import pytest
from cases import each
from fuzz.oracles import (
    assert_safe_atom,
    assert_safe_json_feed,
    assert_safe_link,
    assert_safe_markdown,
    assert_safe_page,
)

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><p>{}</p></body></html>'
ALIVE = (
    "<script>alert(1)</script>",
    "<b onclick=alert(1)>x</b>",
    "<img src=x>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<svg></svg>",
    "<math><mi>x</mi></math>",
    "<form></form>",
    "<iframe></iframe>",
    "<b style='width:expression(1)'>x</b>",
    "<meta http-equiv=refresh content='0'>",
    "<base href='https://evil.example/'>",
)


def test_a_dead_page_passes() -> None:
    assert_safe_page(PAGE.format("x <a href='#s1'>1</a> <a href='https://ok.example/'>2</a>"))


@each("markup", ALIVE)
def test_a_live_one_does_not(markup: str) -> None:
    with pytest.raises(AssertionError):
        assert_safe_page(PAGE.format(markup))
    with pytest.raises(AssertionError):
        assert_safe_page(f"<p>{markup}</p>", fragment=True)


@each("broken", ["<p>x</b></p>", "<p>&x</p><p", "<p>\x01</p>", "<p id=a id=b>x</p>"])  # fmt: skip
def test_a_page_with_a_parse_error_does_not_pass(broken: str) -> None:
    with pytest.raises(AssertionError):
        assert_safe_page(PAGE.format(broken))


@each(
    "text",
    ["[x](javascript:alert(1))", "<script>alert(1)</script>", "![x](https://evil.example/x)",
     "<b onclick=x>y</b>"]
)  # fmt: skip
def test_live_markdown_does_not_pass(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_safe_markdown(text)


def test_live_feeds_and_links_do_not_pass() -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><content type='html'>&lt;img src='x'></content>"
        "</feed>"
    )
    with pytest.raises(AssertionError):
        assert_safe_atom(atom)
    with pytest.raises(AssertionError):
        assert_safe_json_feed('{"items": [{"content_html": "<script>1</script>"}]}')
    with pytest.raises(AssertionError):
        assert_safe_json_feed('{"items": [{"url": "javascript:1"}]}')
    for address in ("vbscript:1", "JAVASCRIPT:1", "file:///x", "../../x", "blob:1"):
        with pytest.raises(AssertionError):
            assert_safe_link(address)
