"""Shared fixtures. The tiny Marian model knows ten sentences by heart and decodes like a real one,
in a real layout."""

from __future__ import annotations

import json
import os
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Time limits would fail on a busy machine. A check of a change must give the same answer twice, so
# CI draws the same examples every time; at a desk, new ones are drawn on every run.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Models of a few columns gain nothing from threads, which wait for one another and, on a busy
# machine, for every other program; the processes that tests start inherit this.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Each may hold torch and a model.
MOST_WORKERS = 8

_homes = count()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite uses every core; tests that are named on the command line run at once, in
    this process, without the wait for workers."""
    from bilingual.engines.base import physical_cores

    if config.args_source is pytest.Config.ArgsSource.ARGS:
        return 0
    return min(physical_cores(), MOST_WORKERS)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes another's translation memory, let alone that of who runs it."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    monkeypatch.setenv("BILINGUAL_HOME", str(home))


# French, English: what the tiny model is trained on.
PAIRS = (
    ("Le conseil a voté mardi le budget de la ville.",
     "The council passed the city budget on Tuesday."),
    ("La pluie a cessé et les routes sont ouvertes.", "The rain stopped and the roads are open."),
    ("Trois musées seront gratuits le dimanche.", "Three museums will be free on Sundays."),
    ("« Nous n'avons rien signé », a répondu la directrice.",
     '"We have signed nothing," the director replied.'),
    ("Le prix du blé a reculé de 12 % en 2024.", "Wheat prices fell by 12% in 2024."),
    ("Qui paiera les travaux du port ?", "Who will pay for the harbour works?"),
    ("L'équipe a gagné 3-1 ; elle jouera samedi.", "The team won 3-1; it plays on Saturday."),
    ("Après dix ans, la ligne de tramway (17 km) ouvre.",
     "After ten years, the tram line (17 km) opens."),
    ("Où vont les hérons quand l'étang gèle : vers le sud ?",
     "Where do herons go when the pond freezes: south?"),
    ("Ça commence à 20 h 30 ; les enfants paient 5 €.", "It starts at 8.30 pm; children pay €5."),
)  # fmt: skip
TRAINING_STEPS = 250


@pytest.fixture(scope="session")
def tiny_pairs() -> tuple[tuple[str, str], ...]:
    """The (French, English) pairs that the tiny models translate without a fault."""
    return PAIRS


@pytest.fixture(scope="session")
def tiny_hf_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianMT checkpoint in Hugging Face layout, made in about two seconds; no test may need its
    exact words."""
    import torch
    from transformers.utils import logging

    folder = tmp_path_factory.mktemp("tiny") / "tiny-fr-en"
    folder.mkdir()
    vocabulary = _write_vocabulary(folder)
    with torch.random.fork_rng():
        torch.manual_seed(20)
        model = _trained(vocabulary, folder)
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    model.save_pretrained(folder)
    if shown:
        logging.enable_progress_bar()
    return folder


@pytest.fixture(scope="session")
def tiny_ct2_model(tiny_hf_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tiny_hf_model` converted, weights kept in 32 bits so that both engines can be compared."""
    from bilingual.models import convert

    folder = tmp_path_factory.mktemp("tiny-ct2") / "tiny-fr-en"
    convert(tiny_hf_model, folder, "float32")
    return folder


def _write_vocabulary(folder: Path) -> dict[str, int]:
    """SentencePiece models, vocab.json in Marian's order (</s>, <unk>, pieces, <pad>) and the
    tokenizer's settings."""
    import sentencepiece

    pieces = BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([sentence for pair in PAIRS for sentence in pair]),
        model_writer=pieces,
        vocab_size=300,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
        num_threads=1,
    )
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(pieces.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=pieces.getvalue())
    learnt = [processor.id_to_piece(index) for index in range(3, processor.get_piece_size())]
    vocabulary = {piece: i for i, piece in enumerate(["</s>", "<unk>", *learnt, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "MarianTokenizer", "model_max_length": 512})
    )
    return vocabulary


def _trained(vocabulary: dict[str, int], folder: Path) -> Any:
    import torch
    from transformers import MarianConfig, MarianMTModel

    from bilingual.engines.marian import MarianTokens

    pad = vocabulary["<pad>"]
    config = MarianConfig(
        vocab_size=len(vocabulary), d_model=32, encoder_layers=1, decoder_layers=1,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64, encoder_attention_heads=2, decoder_attention_heads=2, dropout=0.0,
        scale_embedding=True, activation_function="relu", eos_token_id=0, forced_eos_token_id=0,
        pad_token_id=pad, decoder_start_token_id=pad,
    )  # fmt: skip
    model = MarianMTModel(config)
    encode = MarianTokens(folder).encode

    def padded(texts: list[str], filler: int) -> torch.Tensor:
        rows = [torch.tensor([vocabulary[token] for token in tokens]) for tokens in encode(texts)]
        return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=filler)

    source = padded([french for french, _ in PAIRS], pad)
    labels = padded([english for _, english in PAIRS], -100)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    # Falling to nothing, so that the sentences are known by a wide margin whatever the rounding of
    # the machine.
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, TRAINING_STEPS)
    for _ in range(TRAINING_STEPS):
        optimizer.zero_grad()
        loss = model(input_ids=source, attention_mask=(source != pad).long(), labels=labels).loss
        loss.backward()
        optimizer.step()
        schedule.step()
        model.model.shared.weight.data[pad] = 0.0  # decoding starts from a zero embedding
    return model.eval()
