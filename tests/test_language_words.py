"""What is listed or regularly built is English."""

from __future__ import annotations

import importlib.util
import lzma
import time
import zlib
from importlib.resources import files
from pathlib import Path

from cases import each

import bilingual
from bilingual.language import words
from bilingual.language.words import BEGINNING, data_rows, is_english, is_french, is_ordinary


@each(
    "word",
    ["government", "Children", "said", "unforgettably", "snowploughs", "reorganised", "reorganized",
     "hummus", "befriend", "esophagus", "marzipan", "nebula", "plagiarist", "churches", "months",
     "euthanise", "asthmas", "recreationally", "molecularly", "thromboembolic", "intergenerational",
     "denuclearisation", "cybersecurity", "photosensitiveness", "didn",
     "crewmembers", "overscan", "regionalising", "muds", "revascularization",
     "colours", "colors",
     "running", "happiest", "cities", "babies", "theatergoers", "sharpshooter", "café", "naïve"],
)  # fmt: skip
def test_english_is_english(word: str) -> None:
    assert is_english(word)


@each(
    "word",
    ["sauvented", "sartle", "devocated", "bapting", "storyrns", "pionioneers", "xqzt",
     "evasivesives", "churchs", "monthes", "disopened", "tempestly", "citys", "boxs",
     "goed", "informate", "bookwindow", "fromage", "societe", "monsterly", "windowish",
     "tableness", "rewindowed", "unchaired"]
)  # fmt: skip
def test_what_no_dictionary_has_is_none(word: str) -> None:
    assert not is_english(word)


def test_the_list_is_folded_and_small() -> None:
    data = files("bilingual").joinpath("data/english_words.bin").read_bytes()
    assert len(data) < 500_000
    names, *parts = [part.split("\n") for part in zlib.decompress(data).decode().split("\n\n")]
    forms = [word for part in parts for word in part]
    assert len({*forms, *names}) == len(forms) + len(names)
    assert forms == sorted(forms)
    assert names == sorted(names)
    assert all(len({word[:BEGINNING] for word in part}) == 1 for part in parts)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in (*forms, *names))


def test_the_list_is_read_fast() -> None:
    times = []
    for _ in range(5):
        words._english.cache_clear()
        is_english.cache_clear()
        started = time.process_time()
        assert is_english("government")
        times.append(time.process_time() - started)
    assert min(times) < 0.05


@each("word", ["President", "house", "Moreover", "unforgettably", "Bank"])
def test_ordinary_words_may_have_a_capital(word: str) -> None:
    assert is_ordinary(word)


@each("word", ["London", "germans", "Brazil", "Zwyrtok", "Obama"])
def test_names_are_not_ordinary(word: str) -> None:
    assert not is_ordinary(word)


def test_the_list_is_made_of_a_dictionary_and_counts(tmp_path: Path) -> None:
    """Five times in prose or in technical text, twice with a capital, more than in the French."""
    english = "walks " * 5 + "a walk; Zumrak met Zumrak and Solo. " + "fromage " * 6
    for name, text in (
        ("europarl.en", english),
        ("europarl.fr", "fromage " * 7),
        ("train.en", "chmod " * 5 + "grepx"),
        ("train.fr", ""),
        ("train.set", "manpages"),
    ):
        (tmp_path / f"{name}.xz").write_bytes(lzma.compress(f"{text}\n".encode()))
    (tmp_path / "american-english-large").write_text("café\ncafé's\nLondon\nMay\n", "utf-8")
    (tmp_path / "british-english-large").write_text("hummus\nmay\n", "utf-8")
    path = Path(__file__).parent / "benchmarks" / "english_words.py"
    spec = importlib.util.spec_from_file_location("make_english_words", path)
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    listed, names = benchmark.listed(tmp_path, tmp_path)
    assert listed == {"walks", "chmod", "cafe", "hummus"}
    assert names == {"zumrak", "london"}
    assert list(benchmark.parted(["be", "ant", "bee", "and"])) == [["and", "ant"], ["be", "bee"]]


@each("word", ["fromage", "Vendredis", "salarié", "grève"])
def test_french_alone_has_it(word: str) -> None:
    assert is_french(word)


@each("word", ["question", "verger", "gazpacho", "Moscou", "zwyrtok"])
def test_it_is_english_too_or_nobody_knows_it(word: str) -> None:
    assert not is_french(word)


def test_every_word_list_is_read_and_names_each_word_once() -> None:
    package = Path(bilingual.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    lists = {name: listed.split() for name, listed in data_rows("word_lists.tsv")}
    assert len(lists) > 40
    for name, listed in lists.items():
        assert f'"{name}"' in code, name
        assert len(set(listed)) == len(listed), name
