"""Pieces stand where their text stands."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines.alignment import align, piece_spans

WORDS = st.lists(
    st.text(alphabet="abcéÉ'’-.,12«»", min_size=1, max_size=8), min_size=1, max_size=12
)


@given(WORDS, st.data())
def test_pieces_of_a_text_tile_its_letters(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    pieces = []
    for word in words:
        cut = data.draw(st.integers(0, len(word) - 1))
        pieces += ["▁" + word[:cut], word[cut:]] if cut else ["▁" + word]
    spans = piece_spans(text, pieces)
    assert [text[start:end] for start, end in spans] == [p.replace("▁", "") for p in pieces]


@given(st.text(max_size=60), st.lists(st.text(max_size=6), max_size=20))
def test_any_pieces_lie_in_any_text_in_order(text: str, pieces: list[str]) -> None:
    spans = piece_spans(text, pieces)
    assert len(spans) == len(pieces)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    starts = [start for start, _ in spans]
    assert starts == sorted(starts)


def test_a_text_respelt_for_the_model_is_found_again() -> None:
    text = "Il paie 5 € à l’Équateur…"
    pieces = ["▁Il", "▁paie", "▁5", "▁euros", "▁à", "▁l", "'", "É", "quateur", "..."]
    said = dict(zip(pieces, piece_spans(text, pieces), strict=True))
    assert text[slice(*said["▁5"])] == "5"
    assert text[slice(*said["É"])] == "É"
    assert text[slice(*said["quateur"])] == "quateur"
    assert "€" in text[slice(*said["▁euros"])] or said["▁euros"][0] <= text.index("€")


def test_a_link_goes_where_the_piece_looks_most() -> None:
    source = ("Le chat dort.", ["▁Le", "▁chat", "▁dort", "."])
    target = ("The cat sleeps.", ["▁The", "▁cat", "▁sleeps", "."])
    attention = [[0.9, 0.1, 0, 0, 0], [0.2, 0.7, 0.1, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0.4, 0.6]]
    found = align(source, target, attention)
    assert [(target[0][a:b], source[0][c:d]) for a, b, c, d in found] == [
        ("The", "Le"),
        ("cat", "chat"),
        ("sleeps", "dort"),
        (".", "."),  # the end marker, which it looks at more, is no place in the text
    ]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    text = unicodedata.normalize("NFD", "Pékin élit")
    spans = piece_spans(text, ["▁Pékin", "▁élit"])
    assert text[slice(*spans[1])].endswith("lit")
    assert spans[0][0] == 0
