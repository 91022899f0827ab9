"""Text to Marian tokens and back, the same for both engines, through SentencePiece and the model's
vocabulary alone.

Gives the tokens that transformers' MarianTokenizer gives (a test says so) without importing
transformers, with one addition: a character that the vocabulary lacks is replaced by the nearest
that it has (Ç by ç, € by "euros"), because an unknown token makes a model invent. Language codes
(>>fra<<) are left out: one pair needs none.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bilingual.engines.base import REPAIR
from bilingual.errors import EngineError, ModelDamaged

END = "</s>"
UNKNOWN = "<unk>"
POSITIONS = 512  # Marian's sinusoidal positions, where a configuration does not say otherwise
_SOURCE_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "vocab")
_TARGET_VOCABULARIES = ("shared_vocabulary", "target_vocabulary", "target_vocab", "vocab")
# Tried in order before case and accents are given up.
_SPOKEN = (
    (re.compile(r"\s?€"), " euros"),
    (re.compile(r"\s?£"), " livres"),
    (re.compile(r"(?<=\d)\s?°"), " degrés"),
    (re.compile("°"), "o"),  # n° 5: "no 5" is the other spelling
    (re.compile("&"), "et"),
    (re.compile("×"), "x"),
    (re.compile(r"[\[{]"), "("),
    (re.compile(r"[\]}]"), ")"),
    (re.compile("[–—•·]"), "-"),
    (re.compile("[«»“”„]"), '"'),
)
_LIGATURES = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A text with its pieces, and the English prefix that is forced, with its pieces."""

    text: str
    source: list[str]
    prefix: str
    beginning: list[str]


class MarianTokens:
    """The SentencePiece models and vocabularies of a model folder. Raises ModelDamaged."""

    def __init__(self, directory: Path) -> None:
        self._source = _sentencepiece(directory / "source.spm")
        self._target = _sentencepiece(directory / "target.spm")
        self.source_vocabulary = _vocabulary(directory, _SOURCE_VOCABULARIES)
        self.target_vocabulary = _vocabulary(directory, _TARGET_VOCABULARIES)

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Pieces of each text with the end marker; pieces outside the vocabulary stay, the engine
        maps them to <unk>."""
        # More threads than one cost more to start than they save.
        pieces: list[list[str]] = self._source.encode(
            [self._spelt(t) for t in texts], out_type=str, num_threads=1
        )
        return [[*piece, END] for piece in pieces]

    def decode(self, tokens: Sequence[str]) -> str:
        text: str = self._target.decode_pieces(
            [t for t in tokens if t not in {END, UNKNOWN, "<pad>"}]
        )
        return text.replace(
            "▁", " "
        ).strip()  # pieces that target.spm does not know keep their mark

    def _encode_target(self, texts: Sequence[str]) -> list[list[str]]:
        """Pieces of each English beginning, without end marker and unknown pieces."""
        pieces: list[list[str]] = self._target.encode(list(texts), out_type=str, num_threads=1)
        return [[piece for piece in of if piece in self.target_vocabulary] for of in pieces]

    def decode_after(self, prefix: str, beginning: Sequence[str], tokens: Sequence[str]) -> str:
        """`decode`, with the prefix as it was given: its pieces lack what the vocabulary lacks."""
        text = self.decode(tokens)
        return prefix + text[len(self.decode(beginning)) :] if prefix else text

    def asked(self, texts: Sequence[str], prefixes: Sequence[str], max_tokens: int) -> list[Asked]:
        """What an engine works on; EngineError for a text that the model cannot read to its end."""
        sources = self._limited(texts, max_tokens)
        if not prefixes:
            return [
                Asked(text, source, "", []) for text, source in zip(texts, sources, strict=True)
            ]
        return [*map(Asked, texts, sources, prefixes, self._encode_target(prefixes))]

    def _limited(self, texts: Sequence[str], max_tokens: int) -> list[list[str]]:
        encoded = self.encode(texts)
        for text, tokens in zip(texts, encoded, strict=True):
            if len(tokens) > max_tokens:
                raise EngineError(
                    f"a text of {len(tokens)} tokens exceeds the model's {max_tokens}: "
                    f"{text[:40]!r}",
                    hint="Split it first; bilingual.translate does.",
                )
        return encoded

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset("".join(self.source_vocabulary)) | {" "}

    def _spelt(self, text: str) -> str:
        if self._knows(text):
            return text
        for pattern, spoken in _SPOKEN:
            found = pattern.search(text)
            if found and not self._knows(found.group().strip()):
                text = pattern.sub(spoken, text)
        return "".join(c if self._knows(c) else self._nearest(c) for c in text)

    def _knows(self, text: str) -> bool:
        return self._characters.issuperset(unicodedata.normalize("NFKC", text))

    def _nearest(self, character: str) -> str:
        base = unicodedata.normalize("NFD", character)[0]
        spelt = _LIGATURES.get(character, "")
        for candidate in (character.lower(), base, base.lower(), spelt):
            if candidate and self._knows(candidate):
                return candidate
        return character if character.isalnum() else " "  # a sign says less than an unknown token


class MarianEngine:
    """What both engines share of `bilingual.engines.base.Translator`."""

    def __init__(self, model: Any, tokens: MarianTokens, *, name: str, digest: str) -> None:
        self._model = model
        self._tokens = tokens
        self._name = name
        self._digest = digest

    @property
    def model_name(self) -> str:
        return self._name

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, end marker included."""
        return [len(tokens) for tokens in self._tokens.encode(texts)]

    def _signed(self, library: str, version: str, kind: str) -> str:
        short = ".".join(version.split(".")[:2])
        return f"{library}-{short}:{self._name}@{self._digest}:{kind}"


def _sentencepiece(file: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    if not file.is_file():
        raise ModelDamaged(f"{file}: missing", hint=REPAIR)
    try:
        return SentencePieceProcessor(model_file=str(file))
    except (RuntimeError, OSError) as error:
        raise ModelDamaged(f"{file}: not a SentencePiece model", hint=REPAIR) from error


def _vocabulary(directory: Path, names: Sequence[str]) -> dict[str, int]:
    """Token to id, from a list (CTranslate2, .json or .txt) or a mapping (vocab.json)."""
    for name in names:
        for file in (directory / f"{name}.json", directory / f"{name}.txt"):
            if file.is_file():
                return _read_vocabulary(file)
    raise ModelDamaged(f"{directory}: no vocabulary ({names[0]}.json or vocab.json)", hint=REPAIR)


def _read_vocabulary(file: Path) -> dict[str, int]:
    try:
        text = file.read_text(encoding="utf-8")
        content = json.loads(text) if file.suffix == ".json" else text.split("\n")
        tokens = list(content) if isinstance(content, list) else dict(content)
    except (OSError, ValueError, TypeError) as error:
        raise ModelDamaged(f"{file}: not a vocabulary ({error})", hint=REPAIR) from error
    ids = tokens if isinstance(tokens, dict) else {t: i for i, t in enumerate(tokens)}
    if END not in ids or UNKNOWN not in ids:
        raise ModelDamaged(f"{file}: {END} or {UNKNOWN} is missing", hint=REPAIR)
    return ids
