"""Numbers keep their value across the languages: written by formatters of our own, read back,
matched."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from cases import each
from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.compare.numbers import match_numbers
from bilingual.language.numbers import (
    NumberMention,
    find_numbers_en,
    find_numbers_fr,
)

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "number_pairs.tsv").read_text("utf-8").split("\n")
    if line and not line.startswith("#")
]

UNITS_FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
TENS_FR = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
UNITS_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS_EN = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def french(n: int) -> str:
    """Traditional spelling, 0 to 999,999,999."""
    if n < 20:
        return UNITS_FR[n]
    if n < 70:
        ten, unit = n // 10 * 10, n % 10
        joint = "" if unit == 0 else " et un" if unit == 1 else f"-{UNITS_FR[unit]}"
        return TENS_FR[ten] + joint
    if n < 80:
        return "soixante et onze" if n == 71 else f"soixante-{UNITS_FR[n - 60]}"
    if n < 100:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{UNITS_FR[n - 80]}"
    if n < 1000:
        head = "cent" if n < 200 else f"{UNITS_FR[n // 100]} cent{'s' if n % 100 == 0 else ''}"
        return head if n % 100 == 0 else f"{head} {french(n % 100)}"
    scale, word = (10**6, "million") if n >= 10**6 else (1000, "mille")
    count = n // scale
    if word == "million":
        head = f"{french(count)} million{'s' if count > 1 else ''}"
    else:
        counted = french(count).removesuffix("s") if count % 100 in (0, 80) else french(count)
        head = "mille" if count == 1 else f"{counted} mille"
    return head if n % scale == 0 else f"{head} {french(n % scale)}"


def english(n: int) -> str:
    """British spelling with "and", 0 to 999,999,999."""
    if n < 20:
        return UNITS_EN[n]
    if n < 100:
        return TENS_EN[n // 10] + (f"-{UNITS_EN[n % 10]}" if n % 10 else "")
    if n < 1000:
        head = f"{UNITS_EN[n // 100]} hundred"
        return head if n % 100 == 0 else f"{head} and {english(n % 100)}"
    scale, word = (10**6, "million") if n >= 10**6 else (1000, "thousand")
    head = f"{english(n // scale)} {word}"
    rest = n % scale
    return head if rest == 0 else f"{head} {'and ' if rest < 100 else ''}{english(rest)}"


def values(mentions: list[NumberMention]) -> list[Fraction]:
    return [mention.value for mention in mentions]


def grouped(n: int, separator: str) -> str:
    return f"{n:,}".replace(",", separator)


@given(st.integers(0, 999_999_999))
def test_a_french_numeral_in_words_has_its_value(n: int) -> None:
    assert values(find_numbers_fr(f"Il y en a {french(n)} ici.")) == [n]


@given(st.integers(0, 999_999_999))
def test_an_english_numeral_in_words_has_its_value(n: int) -> None:
    assert values(find_numbers_en(f"There are {english(n)} here.")) == [n]


def test_every_numeral_below_two_thousand_is_kept() -> None:
    for n in range(2000):
        fr, en = find_numbers_fr(french(n)), find_numbers_en(english(n))
        assert (values(fr), values(en)) == ([n], [n]), n


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u202f", ".", ""]))
def test_french_digits_are_grouped_by_spaces_or_points(n: int, separator: str) -> None:
    text = f"Il compte {grouped(n, separator)} voix"
    (mention,) = find_numbers_fr(text)
    assert mention.value == n
    assert text[mention.start : mention.end] == mention.text == grouped(n, separator)


@given(st.integers(0, 10**12))
def test_english_digits_are_grouped_by_commas(n: int) -> None:
    assert values(find_numbers_en(f"It has {n:,} votes")) == [n]


@given(st.integers(1000, 10**9), st.integers(1, 9))
def test_decimals_mean_the_same(n: int, tenth: int) -> None:
    fr = find_numbers_fr(f"soit {grouped(n, ' ')},{tenth} tonnes")
    en = find_numbers_en(f"or {n:,}.{tenth} tonnes")
    assert values(fr) == values(en) == [n + Fraction(tenth, 10)]


@given(st.integers(0, 23), st.integers(0, 59))
def test_clock_times_are_kept(hour: int, minute: int) -> None:
    fr = find_numbers_fr(f"Rendez-vous à {hour}h{minute:02}.")
    half = "a.m." if hour < 12 else "p.m."
    for clock in (f"{hour}:{minute:02}", f"{hour % 12 or 12}:{minute:02} {half}"):
        matching = match_numbers(fr, find_numbers_en(f"Meet at {clock} tomorrow."))
        assert not matching.missing
        assert not matching.extra


@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_another_number_is_missing_on_one_side_and_extra_on_the_other(a: int, b: int) -> None:
    matching = match_numbers(find_numbers_fr(f"soit {a} voix"), find_numbers_en(f"or {b} votes"))
    assert bool(matching.kept) == (a == b)
    assert bool(matching.missing) == bool(matching.extra) == (a != b)


@each("pair", PAIRS)
def test_forms(pair: list[str]) -> None:
    fr, en, missing, extra = pair
    matching = match_numbers(find_numbers_fr(fr), find_numbers_en(en))
    assert [m.text for m in matching.missing] == [text for text in missing.split("|") if text]
    assert [m.text for m in matching.extra] == [text for text in extra.split("|") if text]


def test_there_are_enough_forms() -> None:
    assert len(PAIRS) >= 80


TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "un",
                "et",
                "mille",
                "cent",
                "millions",
                "vingt",
                "-",
                ",",
                ".",
                "3",
                "1,2",
                "1.300",
                "h",
                "24",
                "%",
                "€",
                "de",
                "demi",
                "one",
                "and",
                "a",
                "hundred",
                "half",
                "million",
                "th",
                "XXe",
                "janvier",
                "21",
                "2025",
                "/",
                ":",
                "lundi",
                "quart",
                "tiers",
                "p.m.",
                "'s",
                "dizaine",
            ]
        )
    ).map(" ".join),
    st.lists(st.sampled_from(["vingt", "-", "1", " ", ",", ".", "e", "h", "mille", "\n"])).map(
        "".join
    ),
)


@given(TEXTS)
@example("0€0")
def test_spans_are_in_order_and_hold_their_text(text: str) -> None:
    for find in (find_numbers_fr, find_numbers_en):
        position = 0
        for mention in find(text):
            assert position <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text
            position = mention.end


@given(TEXTS, TEXTS)
def test_a_match_accounts_for_every_certain_number(source: str, target: str) -> None:
    fr, en = find_numbers_fr(source), find_numbers_en(target)
    matching = match_numbers(fr, en)
    assert {m.start for m in matching.missing} <= {m.start for m in fr if m.certain}
    assert {m.start for m in matching.extra} <= {m.start for m in en if m.certain}
    assert len({f.start for f, _ in matching.kept}) == len(matching.kept)
    assert len({e.start for _, e in matching.kept}) == len(matching.kept)


@given(TEXTS)
def test_a_text_keeps_its_own_numbers(text: str) -> None:
    for find in (find_numbers_fr, find_numbers_en):
        matching = match_numbers(find(text), find(text))
        assert (matching.missing, matching.extra) == ((), ())


@each("text", ["1" * 100_000, "1," * 5_000, "9 " * 5_000, " " * 100_000])
def test_endless_digits_are_read(text: str) -> None:
    for find in (find_numbers_fr, find_numbers_en):
        mentions = find(text)
        assert bool(mentions) == bool(text.strip())


@each(
    "text, kind, unit",
    [
        ("2 %", "percent", "%"),
        ("12 M€", "money", "EUR"),
        ("300 euros", "money", "EUR"),
        ("1er", "ordinal", ""),
        ("18h30", "time", ""),
        ("1984", "year", ""),
        ("deux tiers", "fraction", ""),
        ("G20", "identifier", ""),
        ("janvier", "month", ""),
    ],
)
def test_kinds_and_units(text: str, kind: str, unit: str) -> None:
    (mention,) = find_numbers_fr(text)
    assert (mention.kind, mention.unit) == (kind, unit)


@each(
    "french, english, same",
    [
        ("Un budget de 4,5 M€.", "A budget of 4.5 euros.", False),
        ("Entre 12 et 16 milles roubles.", "Between 12 and 16 thousand roubles.", True),
        ("À 16 milles de la côte.", "16 miles off the coast.", True),
        ("Un budget de 4,5 M€.", "A budget of €4.5m.", True),
        ("Un prêt de 300 k€.", "A loan of 300 euros.", False),
        ("Un prêt de 300 k€.", "A loan of 300,000 euros.", True),
        ("À 9 heures du soir.", "At 9 a.m.", False),
        ("À 9 heures du soir.", "At 9 p.m.", True),
        ("À 9 heures du soir.", "At 9 in the evening.", True),
        ("À 9 heures du matin.", "At 9 p.m.", False),
        ("À 18h45.", "At 6.45 a.m.", False),
        ("À 18h45.", "At 6.45 p.m.", True),
        ("À 18h45.", "At 6.45.", True),
        ("Il a dormi 3 heures.", "He slept at 3 p.m.", False),
        ("Il a dormi 3 heures.", "He slept for 3 hours.", True),
    ],
)
def test_scales_of_money_and_halves_of_the_day_count(french: str, english: str, same: bool) -> None:
    matching = match_numbers(find_numbers_fr(french), find_numbers_en(english))
    assert (not matching.missing and not matching.extra) is same
