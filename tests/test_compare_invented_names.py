"""A name of the English has a source in the French or is told; the French way of writing it is a
source."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.language.names import MAX_NAMES


@each(
    "french, english, found",
    [
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
    ],
)  # fmt: skip
def test_names_without_source_are_told(french: str, english: str, found: list[str]) -> None:
    assert list(compare(french, english).invented_names) == found


TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(["Zumrak", "de", "Paris", "the", "-", "'", "’", "é", "İran", "M.",
    "l'Iran"]), max_size=90).map(" ".join),
)  # fmt: skip


@given(TEXT, TEXT)
def test_any_strings_are_compared(french: str, english: str) -> None:
    found = compare(french, english).invented_names
    assert len(set(found)) == len(found)
    assert all(name in english and name not in french for name in found)


@given(TEXT)
def test_a_text_has_no_name_that_it_lacks(text: str) -> None:
    assert compare(text, text).invented_names == ()


@given(st.integers(0, 120))
def test_a_source_counts_wherever_it_stands(before: int) -> None:
    french = "ici " * before + "il y a la Corée du Nord, et des Allemands."
    assert compare(french, "There is North Korea, and there are Germans.").invented_names == ()


@each("text", ["A" * 50_000, "Zumrak " * 10_000, "xx Zumrak " * 10_000, "-A" * 50_000])  # fmt: skip
def test_hostile_lengths_end(text: str) -> None:
    assert len(compare("Rien.", text).invented_names) <= 1


def test_lists_of_names_are_read_in_part() -> None:
    """Each name is held against each word: both have a bound."""
    names = ["Z" + "".join(chr(97 + int(digit)) for digit in f"{i:04}") for i in range(3000)]
    french = ", ".join(name.replace("Z", "Wurx") for name in names)
    assert len(compare(french, "see " + ", ".join(names)).invented_names) <= MAX_NAMES


@each("text", ["A" * 50_000, "Zumrak " * 10_000, "-A" * 50_000])
def test_hostile_lengths_hold_nothing_against_themselves(text: str) -> None:
    assert compare(text, text).invented_names == ()
