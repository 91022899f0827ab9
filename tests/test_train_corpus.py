"""Parallel text is read as it is, or refused with one clear error."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from train_language import write_pair

from bilingual.errors import SettingsError, TrainingError
from bilingual.train.corpus import Pair, held_out_keys, read_corpora, read_lines
from bilingual.train.recipe import HeldOut, Recipe, check_recipe, load_recipe

LINES = [
    ("Le chat dort sur le pont.", "The cat sleeps on the bridge."),
    ("« L’été »", "“Summer”"),
]


def recipe(**corpus: str) -> Recipe:
    return check_recipe({"corpus": [corpus]}, "test")


def test_two_files_are_cleaned_the_way_the_product_cleans(tmp_path: Path) -> None:
    write_pair(tmp_path, "a", LINES)
    read = read_corpora(recipe(french="a.fr", english="a.en", label="news"), tmp_path)
    assert read.pairs[1] == Pair("« L'été »", '"Summer"', "news")
    assert read.dropped == {}


def test_empty_and_overlong_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    write_pair(tmp_path, "a", [*LINES, ("", "Nothing."), ("Rien.", " "), ("a" * 3000, "b")])
    read = read_corpora(recipe(french="a.fr", english="a.en"), tmp_path)
    assert len(read.pairs) == 2
    assert read.dropped == {"empty": 2, "too long": 1}


def test_nothing_but_empty_lines_is_an_error(tmp_path: Path) -> None:
    write_pair(tmp_path, "a", [("", ""), ("", "x")])
    with pytest.raises(TrainingError, match=r"no pair of sentences remains \(2 empty\)"):
        read_corpora(recipe(french="a.fr", english="a.en"), tmp_path)


def test_unequal_files_are_refused(tmp_path: Path) -> None:
    write_pair(tmp_path, "a", LINES)
    (tmp_path / "a.en").write_text("Only one line.\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a.fr has 2 lines and a.en has 1") as caught:
        read_corpora(recipe(french="a.fr", english="a.en"), tmp_path)
    assert "Line n" in caught.value.hint


def test_labels_need_a_line_each(tmp_path: Path) -> None:
    write_pair(tmp_path, "a", LINES)
    (tmp_path / "a.set").write_text("news\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a.set has 1"):
        read_corpora(recipe(french="a.fr", english="a.en", labels="a.set"), tmp_path)


def test_labels_of_weight_nought_are_not_read(tmp_path: Path) -> None:
    write_pair(tmp_path, "a", LINES)
    (tmp_path / "a.set").write_text("news\nlaw\n", encoding="utf-8")
    chosen = check_recipe(
        {
            "corpus": [{"french": "a.fr", "english": "a.en", "labels": "a.set"}],
            "weights": {"law": 0},
        },
        "test",
    )
    assert [pair.label for pair in read_corpora(chosen, tmp_path).pairs] == ["news"]


@pytest.mark.parametrize("side", [0, 1])
def test_a_test_sentence_among_the_text_is_refused(tmp_path: Path, side: int) -> None:
    write_pair(tmp_path, "a", LINES)
    leaked = ["rien de commun entre eux", "nothing in common at all"]
    leaked[side] = LINES[0][side].upper().replace(".", " !")  # case and punctuation do not hide it
    write_pair(tmp_path, "test", [(leaked[0], leaked[1])])
    values = {
        "corpus": [{"french": "a.fr", "english": "a.en"}],
        "held_out": [{"french": "test.fr", "english": "test.en"}],
    }
    with pytest.raises(TrainingError, match="a test sentence is among the training text"):
        read_corpora(check_recipe(values, "test"), tmp_path)


def test_short_test_lines_do_not_count(tmp_path: Path) -> None:
    write_pair(tmp_path, "test", [("Non !", "No!")])
    assert held_out_keys([HeldOut(french="test.fr", english="test.en")], tmp_path) == frozenset()


def test_compressed_files_and_tsv(tmp_path: Path) -> None:
    (tmp_path / "a.tsv.xz").write_bytes(lzma.compress(b"Oui.\tYes.\r\nNon.\tNo.\n"))
    read = read_corpora(recipe(tsv="a.tsv.xz"), tmp_path)
    assert [(p.french, p.english) for p in read.pairs] == [("Oui.", "Yes."), ("Non.", "No.")]


def test_a_tsv_line_without_a_tab_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Oui.\tYes.\nNon.\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a.tsv:2: 1 columns"):
        read_corpora(recipe(tsv="a.tsv"), tmp_path)


def test_a_tsv_may_bring_a_label_for_each_line(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("news\tOui.\tYes.\nlaws\tNon.\tNo.\n", encoding="utf-8")
    read = read_corpora(recipe(tsv="a.tsv", label="unused"), tmp_path)
    assert read.pairs == (Pair("Oui.", "Yes.", "news"), Pair("Non.", "No.", "laws"))
    (tmp_path / "a.tsv").write_text("news\tOui.\tYes.\nNon.\tNo.\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a.tsv:2: 2 columns instead of label, French and"):
        read_corpora(recipe(tsv="a.tsv"), tmp_path)


def test_tmx_takes_units_with_both_languages(tmp_path: Path) -> None:
    def unit(*variants: tuple[str, str]) -> str:
        inner = "".join(
            f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in variants
        )
        return f"<tu>{inner}</tu>"

    body = unit(("fr-CA", "Il a <hi>dit</hi> non."), ("en", "He said no.")) + unit(("fr", "Seul."))
    (tmp_path / "a.tmx").write_text(
        f'<tmx version="1.4"><body>{body}</body></tmx>', encoding="utf-8"
    )
    read = read_corpora(recipe(tmx="a.tmx"), tmp_path)
    assert [(p.french, p.english) for p in read.pairs] == [("Il a dit non.", "He said no.")]


def test_broken_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text("<tmx><body>", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a\.tmx:1: the XML is broken"):
        read_corpora(recipe(tmx="a.tmx"), tmp_path)
    (tmp_path / "a.xz").write_bytes(b"no such format")
    with pytest.raises(TrainingError, match=r"a.xz: cannot be read \(damaged\)"):
        read_lines(tmp_path / "a.xz")
    (tmp_path / "a.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(TrainingError, match="not UTF-8"):
        read_lines(tmp_path / "a.txt")
    with pytest.raises(TrainingError, match=r"cannot be read \(No such file"):
        read_lines(tmp_path / "none.txt")
    with pytest.raises(TrainingError, match="cannot be read"):
        read_lines(tmp_path / "a\0.txt")


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\u2028still one\x0c\ntwo\n", encoding="utf-8")
    assert len(read_lines(tmp_path / "a.txt")) == 2


def test_a_recipe_keeps_its_digest_from_version_to_version() -> None:
    """A run that was begun by an older version goes on."""
    assert check_recipe({"corpus": [{"tsv": "a"}], "weights": {"news": 4}}, "test").digest() == (
        "8ea508e4dd4729be"
    )


def test_recipes_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"'schedule.step'") as caught:
        check_recipe({"corpus": [{"tsv": "a"}], "schedule": {"step": 3}}, "test")
    assert caught.value.hint == "Did you mean 'steps'?"
    with pytest.raises(SettingsError, match="a corpus is french and english, or tsv, or tmx"):
        check_recipe({"corpus": [{"french": "a.fr"}]}, "test")
    with pytest.raises(SettingsError, match="d_model must be a multiple of heads"):
        check_recipe({"corpus": [{"tsv": "a"}], "shape": {"d_model": 48, "heads": 5}}, "test")
    broken = tmp_path / "recipe.toml"
    broken.write_text("corpus = [", encoding="utf-8")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_recipe(broken)
    with pytest.raises(SettingsError, match="cannot be read"):
        load_recipe(tmp_path / "none.toml")
