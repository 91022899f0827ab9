"""What no list and no French word explains is made up."""

from __future__ import annotations

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare


@each(
    "french, english, found",
    [
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
    ],
)
def test_made_up_words_are_named(french: str, english: str, found: list[str]) -> None:
    assert list(compare(french, english).invented_words) == found


TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(["sartle", "Les", "the", "-", "'", "’", "é", "ﬁn", "İstle", "23-",
    "ß"]), max_size=40).map(" ".join),
)  # fmt: skip


@given(TEXT, TEXT)
def test_what_is_found_stands_in_the_english_and_not_in_the_french(
    french: str, english: str
) -> None:
    found = compare(french, english).invented_words
    assert len(set(found)) == len(found)
    assert all(word in english for word in found)


@given(st.lists(st.sampled_from(["water", "houses", "sartle", "devocated", "zyxwvq"]), max_size=20))
def test_a_text_has_nothing_to_hide_from_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert compare(text, text).invented_words == ()
    expected = dict.fromkeys(word for word in words if word not in ("water", "houses"))
    assert compare("", text).invented_words == tuple(expected)


@each("text", ["a" * 100_000, "sartle " * 20_000, "un" * 50_000, "1-" * 50_000, "re-" * 50_000])
def test_hostile_lengths_end(text: str) -> None:
    assert len(compare("Rien.", text).invented_words) <= 1
