"""Where a model begins that is moved to another language: the parent's layers, its rows of English,
and for each French piece the row of what the parent says in its own language for the same.

A French word goes by its likeliest English words (the lexicon) to the words of the parent's source
language that the parent translates so, those that are spelt like the French one before others;
where the parent has no word for it, to the English word itself. A blend is as long as its parts
are, for the length of a row says how frequent a word is. What remains begins as the mean of the
parent's pieces for its letters.
"""

from __future__ import annotations

import difflib
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bilingual.engines.marian import MarianTokens
from bilingual.train.alignment import Lexicon
from bilingual.train.batches import UNKNOWN, Encoded
from bilingual.train.folder import disk_error, vocabulary_folder
from bilingual.train.layout import target_pieces, write_checkpoint
from bilingual.train.marian import UNSAID, Array, network_of
from bilingual.train.parent import MarianModel, open_marian, parent_files
from bilingual.train.prepare import provide_lexicon
from bilingual.train.recipe import Parent
from bilingual.train.ssru import single_words

_CANDIDATES = 5  # English words of a French one that are looked at
_LEAST = 0.08  # probability of such a word
_ENOUGH = 0.12  # probability that must be accounted for together
_UNLIKE = 0.2  # weight of a word that shares no letter with the French one; 1.2 for the same word
_SHORTEST = 3  # letters of an English word that stands for its French one


def provide_beginning(parent: Parent, root: Path, out: Path, data: Encoded, seed: int) -> Path:
    """The checkpoint that the run in `out` begins with, made once. rows.json counts by what its
    rows begin.

    Raises ModelDamaged for a parent that cannot be read, OutputError.
    """
    prepared = vocabulary_folder(out)
    folder, aside = prepared / "beginning", prepared / ".beginning"
    if folder.is_dir():
        return folder
    model = open_marian(*parent_files(parent, root))
    pieces = [*MarianTokens(prepared).source_vocabulary][:-1]
    lexicon = provide_lexicon(out, data, len(pieces) + 1, seed)
    english = pieces[: target_pieces(prepared)]
    rows = Rows(model, pieces, len(english), lexicon, words_by_answer(model, english))
    table, bias, begun = rows.all()
    network = network_of(model.weights, table, bias, seed)
    try:
        shutil.rmtree(aside, ignore_errors=True)
        write_checkpoint(network, dict(network.named_parameters()), prepared, aside)
        (aside / "rows.json").write_text(json.dumps(begun, indent=2) + "\n", encoding="utf-8")
        aside.rename(folder)
    except Exception as error:  # safetensors wraps a full disk in an error of its own
        raise disk_error(out, error) from error
    return folder


def words_by_answer(model: MarianModel, english: Sequence[str]) -> dict[str, list[int]]:
    """English word as a piece, in small letters, to the rows of the parent's words for it."""
    names = model.names
    words = [row for row, piece in enumerate(names) if len(piece) > 2 and piece[0] == "▁"]
    sayable = np.array([model.row_of[piece] for piece in english])
    answers = single_words(model, [names[row][1:] for row in words], sayable)
    found: dict[str, list[int]] = defaultdict(list)
    for word, answer in zip(words, answers, strict=True):
        if answer:
            found[f"▁{answer}"].append(word)
    return found


class Rows:
    """The embedding of `pieces`, of which the first `english` are the parent's own; `said_so` as of
    `words_by_answer`.
    """

    def __init__(
        self,
        model: MarianModel,
        pieces: Sequence[str],
        english: int,
        lexicon: Lexicon,
        said_so: Mapping[str, list[int]],
    ) -> None:
        self._model, self._pieces, self._english, self._lexicon = model, pieces, english, lexicon
        self._said_so = said_so
        self._table, self._norms = model.table, np.linalg.norm(model.table, axis=1)
        self._name_of, self._row_of = model.names, model.row_of

    def all(self) -> tuple[Array, Array, dict[str, int]]:
        """Rows [n, d], the bias of each, and how many begin by what."""
        made = [self._begun(number) for number in range(len(self._pieces))]
        bias = np.full(len(made), UNSAID, dtype=np.float32)
        own = [self._row_of[piece] for piece in self._pieces[: self._english]]
        bias[: self._english] = self._model.bias[own]
        return np.stack([row for _, row in made]), bias, dict(Counter(how for how, _ in made))

    def _begun(self, number: int) -> tuple[str, Array]:
        piece = self._pieces[number]
        if piece in self._row_of:
            how = "English" if number < self._english else "the same piece"
            return how, self._table[self._row_of[piece]]
        blend = self._by_meaning(number) if piece.startswith("▁") else None
        if blend is not None:
            return "its meaning", blend
        letters = self._model.pieces.encode(piece.replace("▁", " "))
        known = [row for row in letters if row > UNKNOWN] or [UNKNOWN]
        return "its letters", self._table[known].mean(axis=0)

    def _by_meaning(self, number: int) -> Array | None:
        """None where too little is known of what the piece means."""
        words, probabilities = self._lexicon.translations(number)
        total, size, known = np.zeros(self._table.shape[1]), 0.0, 0.0
        for word, probability in zip(words[:_CANDIDATES], probabilities, strict=False):
            rows = self._words_for(int(word)) if probability > _LEAST else []
            if rows:
                shares = self._shares(rows, self._pieces[number])
                total += probability * (shares @ self._table[rows])
                size += probability * float(shares @ self._norms[rows])
                known += float(probability)
        if known <= _ENOUGH:
            return None
        return (total / np.linalg.norm(total) * size / known).astype(np.float32)

    def _words_for(self, number: int) -> list[int]:
        """The parent's words that mean an English piece; itself where there are none."""
        if number >= self._english:
            return []
        piece = self._pieces[number]
        said = self._said_so.get(piece.lower(), [])
        other = [row for row in said if self._name_of[row].lower() != piece.lower()]
        itself = piece.startswith("▁") and len(piece) > _SHORTEST
        return other or said or ([self._row_of[piece]] if itself else [])

    def _shares(self, rows: list[int], piece: str) -> Array:
        alike = [difflib.SequenceMatcher(None, self._name_of[row], piece).ratio() for row in rows]
        weights = _UNLIKE + np.array(alike, dtype=np.float32) ** 3
        shares: Array = weights / weights.sum()
        return shares
