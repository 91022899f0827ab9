"""Words and names of the English that nothing in the French explains: what stands there in any way,
respelt, translated or derived, is a source."""

from __future__ import annotations

from typing import Literal

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.language.names import MAX_NAMES

Property = Literal["invented_names", "invented_words"]


def invented(kind: Property, french: str, english: str) -> tuple[str, ...]:
    return (
        compare(french, english).invented_names
        if kind == "invented_names"
        else (compare(french, english).invented_words)
    )


CASES: list[tuple[Property, str, str, list[str]]] = [
    ("invented_names", french, english, found)
    for french, english, found in [
        ("Le maire a parlé.", "The mayor met Zumrak.", ["Zumrak"]),
        ("Le maire de Londres a parlé.", "The mayor of Leeds met the mayor of London.", ["Leeds"]),
        ("Il accuse l'Iran.", "He accuses Iraq.", ["Iraq"]),
        ("L'Autriche a voté.", "The voters of Australia chose.", ["Australia"]),
        # Kept, respelled, translated, derived.
        ("Sergueï Tchernychev est à Pékin.", "He is in Beijing: so is Sergei Chernyshev.", []),
        ("Le ministre allemand parle l'anglais.", "The German minister speaks English.", []),
        ("Un accord franco-allemand.", "That is a deal of France and Germany.", []),
        ("Les juifs fêtent, à Noël les chrétiens.",
         "The Jews celebrate, at Christmas the Christians.", []),
        ("Le pape est aux Pays-Bas.", "The pope is in the Netherlands.", []),
        # No names.
        ("Il vient mardi, en mars.", "He comes on a Tuesday in March.", []),
        ("Le président a parlé.", "Then the President spoke to Parliament.", []),
        ("Il est venu.", "Zumrak came. \"Zumrak!\" they said: Zumrak - Zumrak.", []),
        ("Le chat dort.", "Zumrak Cat Sleeps Under Bavarian Roof", []),
        ("Voir le site.", "See www.Zumrak.com or mail Zumrak@example.org.", []),
        ("Voir la radio.", "See the ZDF and its MPs.", []),
    ]
] + [
    ("invented_words", french, english, found)
    for french, english, found in [
        ("Le chat dort.", "The sartle sleeps.", ["sartle"]),
        ("Le chat dort.", "Sartles sleep, and a sartle too.", ["Sartles", "sartle"]),
        ("Le chat dort.", "A well-sauvented cat sleeps.", ["sauvented"]),
        ("Fabriqué par 23 ouvriers.", "A 23-made product.", ["23-made"]),
        ("Un homme de 23 ans.", "A 23-year-old man on a 4-legged chair.", []),
        # What the French vouches for: the word itself, its learned cousin, and forms of a name.
        ("Un gazpacho froid.", "A cold gazpacho, two gazpachos.", []),
        ("Un cosmonaute et un papillome.", "A cosmonaut and a papilloma.", []),
        ("Selon Zwyrtok, il pleut.", "Zwyrtok's men, the zwyrtokites, say it rains.", []),
        # No words of English prose.
        ("Voir le site.", "See www.sartlexy.com/drabble_q or write to sartlexy@drabbq.org.", []),
        ("Il a vu le XKQZT.", "He saw the XKQZT and the iSartle of Sartle.", []),
    ]
]  # fmt: skip


@each("kind, french, english, found", CASES)
def test_what_has_no_source_is_told(
    kind: Property, french: str, english: str, found: list[str]
) -> None:
    assert list(invented(kind, french, english)) == found


KINDS = st.sampled_from(["invented_names", "invented_words"])
TEXT = st.text(max_size=200) | st.lists(
    st.sampled_from(["Zumrak", "de", "Paris", "the", "-", "'", "’", "é", "İran", "M.", "l'Iran",
                     "sartle", "Les", "ﬁn", "İstle", "23-", "ß"]), max_size=90,
).map(" ".join)  # fmt: skip


@given(KINDS, TEXT, TEXT)
def test_what_is_found_stands_in_the_english_alone(
    kind: Property, french: str, english: str
) -> None:
    found = invented(kind, french, english)
    assert len(set(found)) == len(found)
    assert all(text in english for text in found)
    assert kind == "invented_words" or not any(name in french for name in found)


@given(TEXT)
def test_a_text_has_no_name_that_it_lacks(text: str) -> None:
    assert compare(text, text).invented_names == ()


@given(st.lists(st.sampled_from(["water", "houses", "sartle", "devocated", "zyxwvq"]), max_size=20))
def test_a_text_has_no_word_to_hide_from_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert compare(text, text).invented_words == ()
    expected = dict.fromkeys(word for word in words if word not in ("water", "houses"))
    assert compare("", text).invented_words == tuple(expected)


@given(st.integers(0, 120))
def test_a_source_counts_wherever_it_stands(before: int) -> None:
    french = "ici " * before + "il y a la Corée du Nord, et des Allemands."
    assert compare(french, "There is North Korea, and there are Germans.").invented_names == ()


@each(
    "text",
    [
        "A" * 50_000,
        "Zumrak " * 10_000,
        "xx Zumrak " * 10_000,
        "-A" * 50_000,
        "a" * 100_000,
        "sartle " * 20_000,
        "un" * 50_000,
        "1-" * 50_000,
        "re-" * 50_000,
    ],
)
def test_hostile_lengths_end(text: str) -> None:
    for kind in ("invented_names", "invented_words"):
        assert len(invented(kind, "Rien.", text)) <= 1
    assert compare(text, text).invented_names == ()


def test_lists_of_names_are_read_in_part() -> None:
    """Each name is held against each word: both have a bound."""
    names = ["Z" + "".join(chr(97 + int(digit)) for digit in f"{i:04}") for i in range(3000)]
    french = ", ".join(name.replace("Z", "Wurx") for name in names)
    assert len(compare(french, "see " + ", ".join(names)).invented_names) <= MAX_NAMES
