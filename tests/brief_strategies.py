"""Any brief that the records allow, with the texts that break pages more often than chance would
give them."""

from __future__ import annotations

from factories import PROVENANCE, make_brief
from hypothesis import strategies as st

from bilingual.records import Brief, DroppedLine, Flag, KeyPoint, Score
from bilingual.render.words import DROP_REASONS, FLAG_LABELS

NASTY = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "</style><b>",
    "<!-- ",
    "\" onmouseover='alert(1)' x=\"",
    "{{ 7*7 }} {% raw %}",
    "a | b || c \\| d",
    "`code` ``x`` ```",
    "*x* **y** _z_ __w__ ~~v~~",
    "[a](javascript:alert(1)) ![b](c)",
    "[^1]: x [r]: http://a.example",
    "# x #",
    "- a",
    "+ a",
    "1. a",
    "12) a",
    "> a",
    "=== ---",
    ": a",
    "!!! note",
    "&lt; &amp; &#60; &copy &nbsp;",
    "a\nb\r\nc\td",
    "a\\",
    "\\",
    "\u202e235\u202c \u2067x\u2069",
    "\u200f12\u200e",
    "\x00\x02klzzwxh:0\x03\x1b",
    "\u2028\u2029\x85",
    "«\u00a0235,3 milliards\u202f€\u00a0»",
    "http://exemple.example/" + "a" * 200,
    "\ufeff\ufffe\U0001fffe",
    "    x",
    "<http://a.example>",
    "é" * 60,
    "\N{FAMILY}\u200d👩🏽‍🚀",
)

TEXT = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), min_size=1, max_size=3
).map("".join)
FILLED = TEXT.filter(bool)
ROLES = st.sampled_from(["title", "standfirst", "heading", "body", "body"])
PAIRS = st.lists(st.tuples(FILLED, TEXT), min_size=1, max_size=3)
NUMBER = st.floats(-1000, 1000)
MAYBE_NUMBER = st.none() | NUMBER
URL = (
    st.none()
    | TEXT
    | st.sampled_from(
        [
            "https://a.example/x?a=1&b=(2)|3'\"<>[]`é",
            "javascript:alert(1)",
            "HTTPS://A.example",
            "//a.example",
            "http://[::1",
            " http://a.example\n",
            "data:text/html,x",
            "http://b.example@a.example",
        ]
    )
)
DATE = (
    st.none()
    | TEXT
    | st.dates().map(str)
    | st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
)
SCORES = st.builds(
    Score,
    metric=TEXT,
    value=NUMBER,
    higher_is_better=st.booleans(),
    signature=TEXT,
    n=st.integers(1, 10_000),
    low=MAYBE_NUMBER,
    high=MAYBE_NUMBER,
    baseline=MAYBE_NUMBER,
)
DROPPED = st.builds(
    DroppedLine, line=st.integers(1, 999), text=TEXT, reason=st.sampled_from(sorted(DROP_REASONS))
)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    blocks = draw(st.lists(st.tuples(ROLES, PAIRS), min_size=1, max_size=4))
    last = sum(len(pairs) for _, pairs in blocks) - 1
    index = st.integers(0, last)
    flags = st.builds(
        Flag,
        index=index,
        kind=st.sampled_from(sorted(FLAG_LABELS)),
        severity=st.sampled_from(["check", "serious"]),
        message=TEXT,
        value=NUMBER,
        threshold=NUMBER,
        evidence=st.lists(TEXT, max_size=2).map(tuple),
    )
    points = st.builds(
        KeyPoint,
        rank=st.integers(1, 5),
        index=index,
        lead_in=st.none() | index,
        weight=NUMBER,
        method=TEXT,
        text=st.none() | TEXT,
    )
    origin = st.sampled_from(["engine", "memory", "glossary", "human", "verbatim", "untranslated"])
    return make_brief(
        blocks,
        id=draw(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)),
        article={
            "source": draw(TEXT | st.just("")),
            "url": draw(URL),
            "author": draw(st.none() | TEXT),
            "published": draw(DATE),
            "licence": draw(st.none() | TEXT),
            "dropped": tuple(draw(st.lists(DROPPED, max_size=2))),
        },
        translations=draw(
            st.dictionaries(index, st.fixed_dictionaries({"origin": origin}), max_size=2)
        ),
        flags=draw(st.lists(flags, max_size=3)),
        key_points=draw(st.lists(points, max_size=2)),
        scores=draw(st.lists(SCORES, max_size=2)),
        provenance=PROVENANCE.model_copy(update={"model": draw(TEXT), "engine": draw(TEXT)}),
    )


# Words, numbers and marks of both languages in any order, or any text at all.
WILD = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "le",
                "The",
                "1",
                "300",
                "deux",
                "Xi",
                "Poutine",
                "Putin",
                "mille",
                "%",
                ",",
                ".",
                "'",
                "-",
                "«",
                "",
                "12:30",
                "haha",
                "é",
                "1e9",
            ]
        ),
        max_size=60,
    ).map(" ".join),
)
