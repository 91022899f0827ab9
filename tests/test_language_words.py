"""What is listed or regularly built is English."""

from __future__ import annotations

import importlib.util
import lzma
import zlib
from importlib.resources import files
from pathlib import Path

from cases import each

import bilingual
from bilingual.language.words import data_rows, is_english, is_ordinary


@each(
    "word",
    ["government", "Children", "said", "unforgettably", "snowploughs", "reorganised", "reorganized",
     "colours", "colors",
     "running", "happiest", "cities", "babies", "theatergoers", "sharpshooter", "café", "naïve"],
)  # fmt: skip
def test_english_is_english(word: str) -> None:
    assert is_english(word)


@each(
    "word",
    ["sauvented", "sartle", "devocated", "bapting", "storyrns", "pionioneers", "xqzt",
     "evasivesives"]
)  # fmt: skip
def test_what_no_dictionary_has_is_none(word: str) -> None:
    assert not is_english(word)


def test_the_list_is_folded_and_small() -> None:
    data = files("bilingual").joinpath("data/english_words.bin").read_bytes()
    assert len(data) < 250_000
    parts = [part.split("\n") for part in zlib.decompress(data).decode("ascii").split("\n\n")]
    assert len(parts) == 3
    words = [word for part in parts for word in part]
    assert len(set(words)) == len(words)
    assert all(part == sorted(part) for part in parts)
    assert all(word.isalpha() and word.islower() for word in words)


@each("word", ["President", "house", "Moreover", "unforgettably", "Bank"])
def test_ordinary_words_may_have_a_capital(word: str) -> None:
    assert is_ordinary(word)


@each("word", ["London", "germans", "Brazil", "Zwyrtok", "Obama"])
def test_names_are_not_ordinary(word: str) -> None:
    assert not is_ordinary(word)


def test_the_list_is_made_of_counts(tmp_path: Path) -> None:
    """Prose counts once, technical text five times, capitals twice; what rules build is left
    out."""
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


def test_every_word_list_is_read_and_names_each_word_once() -> None:
    package = Path(bilingual.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    lists = {name: words.split() for name, words in data_rows("word_lists.tsv")}
    assert len(lists) > 40
    for name, words in lists.items():
        assert f'"{name}"' in code, name
        assert len(set(words)) == len(words), name
