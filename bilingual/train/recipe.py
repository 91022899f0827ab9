"""What to train on and how, as one frozen value that is read from a TOML file.

Paths are relative to a folder that is named when the recipe is run, so that a recipe can be shared.
A line's label decides how often it is seen: 4 means four times while a corpus of weight 1 is seen
once, 0 leaves it out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bilingual.errors import SettingsError
from bilingual.settings import explained, read_toml

HINT = "Correct the recipe; models/recipes/fr-en-starter.toml shows every part."


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Corpus(_Part):
    """Parallel text: two equal files, or a TSV (French, tab, English; or with a label of its own
    before them), or a TMX; .xz, .gz too."""

    label: str = "text"
    french: str = ""
    english: str = ""
    labels: str = Field(
        default="", description="a file with one label per line, instead of `label`"
    )
    tsv: str = ""
    tmx: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [bool(self.french and self.english), bool(self.tsv), bool(self.tmx)]
        if sum(forms) != 1 or bool(self.french) != bool(self.english):
            raise ValueError("a corpus is french and english, or tsv, or tmx")
        return self

    def files(self) -> tuple[str, ...]:
        named = (self.french, self.english, self.labels, self.tsv, self.tmx)
        return tuple(name for name in named if name)


class Parent(_Part):
    """A model of another language into English, in Marian's own files, that a new one begins with.

    Its paths start where the recipe's do or, where a package is named, in that package.
    """

    package: str = Field(
        default="", pattern=r"^\w*$", description="an installed package that holds the files"
    )
    weights: str
    vocabulary: str = Field(description="SentencePiece model of both its languages")
    french_pieces: int = Field(
        default=10_000, ge=32, le=64_000, description="learnt, before rare ones are left out"
    )


class Shape(_Part):
    """Sizes of a new model; ignored where training starts from an existing one."""

    d_model: int = Field(default=384, ge=16, le=1024, multiple_of=16)
    heads: int = Field(default=6, ge=1)
    feed_forward: int = Field(default=1536, ge=16, multiple_of=16)
    encoder_layers: int = Field(default=6, ge=1, le=24)
    decoder_layers: int = Field(default=2, ge=1, le=24)
    vocabulary: int = Field(
        default=16_000, ge=32, le=64_000, description="pieces, both languages together"
    )

    @model_validator(mode="after")
    def _whole_heads(self) -> Self:
        if self.d_model % self.heads:
            raise ValueError("d_model must be a multiple of heads")
        return self


class Schedule(_Part):
    """How long and how fast. A step is one batch; lengths are tokens, end marker included."""

    steps: int = Field(default=10_000, ge=1, description="of a run with one branch")
    batch_tokens: int = Field(default=6_000, ge=16, description="mean of source and target, padded")
    max_tokens: int = Field(default=96, ge=4, le=510, description="longer pairs are left out")
    warmup_steps: int = Field(default=100, ge=0)
    decay_share: float = Field(
        default=0.2, ge=0, le=1, description="last part, falling to nearly nothing"
    )
    branches: int = Field(
        default=1, ge=1, description="how often that part is run, each from further on"
    )
    optimiser: Literal["muon", "adamw"] = "muon"
    learning_rate: float = Field(default=1e-3, gt=0, description="AdamW: embeddings, biases, norms")
    matrix_learning_rate: float = Field(
        default=2e-3, gt=0, description="Muon: the matrices of the layers"
    )
    label_smoothing: float = Field(default=0.1, ge=0, lt=1)
    guidance: float = Field(
        default=0.1, ge=0, description="weight of the word alignment; 0: without"
    )
    clip: float = Field(default=1.0, gt=0)
    average_steps: int = Field(
        default=300, ge=1, description="horizon of the weight average that is kept"
    )
    init_share: float = Field(
        default=0, ge=0, lt=1, description="of the checkpoint gone on from in the model"
    )
    seed: int = 1
    checkpoint_seconds: float = Field(default=300, ge=0)
    pool: int = Field(default=60_000, ge=1, description="pairs that are sorted by length together")
    precision: Literal["bf16", "fp32"] = "bf16"
    threads: int = Field(
        default=1,
        ge=1,
        le=64,
        description="parts of a batch that are worked on at once, one core each",
    )
    sampled_words: int = Field(default=0, ge=0, description="entries scored for each batch; 0: all")

    @property
    def branch_steps(self) -> int:
        return round(self.steps * self.decay_share)

    @property
    def trunk_steps(self) -> int:
        return self.steps - self.branch_steps

    @model_validator(mode="after")
    def _room_for_branches(self) -> Self:
        if self.branches > 1 and not (self.branch_steps and self.trunk_steps >= self.branches):
            raise ValueError("branches need a decay_share between 0 and 1 and steps before it")
        return self


class Validation(_Part):
    """Held-out text, translated every `every` steps; the best average by chrF remains."""

    french: str
    english: str
    sentences: int = Field(default=300, ge=1)
    every: int = Field(default=500, ge=1, description="steps")
    beam: int = Field(default=4, ge=1, le=16)


class HeldOut(_Part):
    """A test set: no line of it may be among the training text."""

    french: str
    english: str


class Noise(_Part):
    """Shares of the pairs that are added again with errors, under labels of their own."""

    capitals: float = Field(
        default=0.0, ge=0, le=1, description="French in capitals: noise-capitals"
    )
    unstopped: float = Field(
        default=0.0, ge=0, le=1, description="without full stop: noise-unstopped"
    )


class Recipe(_Part):
    name: str = "model"
    corpus: tuple[Corpus, ...] = Field(min_length=1)
    weights: dict[str, float] = Field(default_factory=dict, description="label to weight; else 1")
    finish: dict[str, float] = Field(
        default_factory=dict, description="label to weight for the last part; others keep theirs"
    )
    noise: Noise = Noise()
    parent: Parent | None = None
    shape: Shape = Shape()
    schedule: Schedule = Schedule()
    validation: Validation | None = None
    held_out: tuple[HeldOut, ...] = ()

    def weight(self, label: str, *, finishing: bool) -> float:
        usual = self.weights.get(label, 1.0)
        return self.finish.get(label, usual) if finishing else usual

    def digest(self) -> str:
        """A digest of everything that changes the run; how often to save or measure, and what is
        mixed in then, does not count."""
        aside = {"checkpoint_seconds", "init_share", "steps", "threads", "sampled_words"}
        exclude: Any = {"name": True, "validation": True, "schedule": aside}
        # a recipe without a parent has the digest that it had before there were parents
        text = self.model_dump_json(exclude=exclude, exclude_none=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_recipe(file: Path) -> Recipe:
    """The recipe in a TOML file. Raises SettingsError that names the key that does not fit."""
    return check_recipe(read_toml(file), str(file))


def check_recipe(values: dict[str, Any], where: str) -> Recipe:
    """The same for values that come from elsewhere; `where` is named in the message."""
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        found = explained(error, _known_keys, HINT)
        raise SettingsError(f"{where}: {found.message}", hint=found.hint) from error


def _known_keys(_where: object) -> list[str]:
    parts = (Recipe, Corpus, Noise, Parent, Shape, Schedule, Validation, HeldOut)
    return [key for part in parts for key in part.model_fields]
