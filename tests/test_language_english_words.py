"""What is listed or regularly built is English; what no list and no French word explains is made up."""

from __future__ import annotations

import importlib.util
import lzma
import zlib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.language.english_words import invented_words, is_english, is_ordinary


@pytest.mark.parametrize(
    "word",
    ["government", "Children", "said", "unforgettably", "snowploughs", "reorganised", "reorganized", "colours", "colors",
     "running", "happiest", "cities", "babies", "theatergoers", "sharpshooter", "café", "naïve"],
)  # fmt: skip
def test_english_is_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize(
    "word", ["sauvented", "sartle", "devocated", "bapting", "storyrns", "pionioneers", "xqzt", "evasivesives"]
)  # fmt: skip
def test_what_no_dictionary_has_is_none(word: str) -> None:
    assert not is_english(word)


@pytest.mark.parametrize(
    ("french", "english", "found"),
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
    assert invented_words(french, english) == found


TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(["sartle", "Les", "the", "-", "'", "’", "é", "ﬁn", "İstle", "23-", "ß"]), max_size=40).map(" ".join),
)  # fmt: skip


@given(TEXT, TEXT)
def test_what_is_found_stands_in_the_english_and_not_in_the_french(
    french: str, english: str
) -> None:
    found = invented_words(french, english)
    assert len(set(found)) == len(found)
    assert all(word in english for word in found)
    assert found == invented_words(french, english)


@given(st.lists(st.sampled_from(["water", "houses", "sartle", "devocated", "zyxwvq"]), max_size=20))
def test_a_text_has_nothing_to_hide_from_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert invented_words(text, text) == []
    expected = dict.fromkeys(word for word in words if word not in ("water", "houses"))
    assert invented_words("", text) == list(expected)


@pytest.mark.parametrize("text", ["a" * 100_000, "sartle " * 20_000, "un" * 50_000, "1-" * 50_000, "re-" * 50_000])  # fmt: skip
def test_hostile_lengths_end(text: str) -> None:
    assert len(invented_words("Rien.", text)) <= 1


def test_the_list_is_folded_and_small() -> None:
    data = files("bilingual").joinpath("data/english_words.bin").read_bytes()
    assert len(data) < 250_000
    parts = [part.split("\n") for part in zlib.decompress(data).decode("ascii").split("\n\n")]
    assert len(parts) == 3
    words = [word for part in parts for word in part]
    assert len(set(words)) == len(words)
    assert all(part == sorted(part) for part in parts)
    assert all(word.isalpha() and word.islower() for word in words)


@pytest.mark.parametrize("word", ["President", "house", "Moreover", "unforgettably", "Bank"])
def test_ordinary_words_may_have_a_capital(word: str) -> None:
    assert is_ordinary(word)


@pytest.mark.parametrize("word", ["London", "germans", "Brazil", "Zwyrtok", "Obama"])
def test_names_are_not_ordinary(word: str) -> None:
    assert not is_ordinary(word)


def test_the_list_is_made_of_counts(tmp_path: Path) -> None:
    """Prose counts once, technical text five times, capitals twice; what rules build is left out."""
    prose = "a walker walks home, a long walk; Zumrak met Zumrak and Solo.\n"
    technical = "chmod " * 5 + "grepx walks\n"
    for name, text in (
        ("europarl.en", prose),
        ("train.en", technical),
        ("train.set", "manpages\n"),
    ):
        (tmp_path / f"{name}.xz").write_bytes(lzma.compress(text.encode()))
    path = Path(__file__).parent / "benchmarks" / "english_words.py"
    spec = importlib.util.spec_from_file_location("make_english_words", path)
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    common, others, names = benchmark.listed(tmp_path)
    assert common == set()
    assert others == {"walk", "home", "long", "chmod"}
    assert names == {"zumrak"}
