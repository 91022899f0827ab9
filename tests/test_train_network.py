"""The training network against the outside authority: Hugging Face's own MarianMT, of the kinds that are published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import torch

WORDS = 64
PAD = WORDS - 1


def published(folder: Path, activation: str) -> torch.nn.Module:
    """A checkpoint as Helsinki-NLP's are: one vocabulary, pad last with a zero row, and a bias on the output."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig(
        vocab_size=WORDS,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=48,
        decoder_ffn_dim=48,
        activation_function=activation,
        scale_embedding=True,
        static_position_embeddings=True,
        pad_token_id=PAD,
        eos_token_id=0,
        decoder_start_token_id=PAD,
        dropout=0.0,
    )
    torch.manual_seed(5)
    model = MarianMTModel(config).eval()
    with torch.no_grad():
        model.model.shared.weight.normal_(std=0.2)
        model.model.shared.weight[PAD] = 0
        model.final_logits_bias.normal_()
        for name, weight in model.named_parameters():
            if name.endswith("bias") or "norm.weight" in name:
                weight.add_(torch.randn_like(weight) * 0.1)
    model.save_pretrained(folder)
    return model


def sentences() -> tuple[torch.Tensor, torch.Tensor]:
    """[3, 7] and [3, 9] ids, each row ending in </s> and filled up with the pad id."""
    import torch

    generator = torch.Generator().manual_seed(7)
    source = torch.randint(2, PAD, (3, 7), generator=generator)
    target = torch.randint(2, PAD, (3, 9), generator=generator)
    for row, (left, right) in enumerate([(6, 8), (4, 8), (2, 3)]):
        source[row, left], source[row, left + 1 :] = 0, PAD
        target[row, right], target[row, right + 1 :] = 0, PAD
    return source, target


@pytest.mark.parametrize("activation", ["swish", "relu"])
def test_the_loss_is_that_of_hugging_face(tmp_path: Path, activation: str) -> None:
    import torch

    from bilingual.train.layout import read_checkpoint

    theirs = published(tmp_path, activation)
    ours = read_checkpoint(tmp_path)
    source, target = sentences()
    shifted = torch.cat([torch.full_like(target[:, :1], PAD), target[:, :-1]], dim=1)
    with torch.no_grad():
        logits = theirs(
            input_ids=source, attention_mask=source != PAD, decoder_input_ids=shifted
        ).logits
        logits[..., PAD] = -torch.inf  # never a word to write
        expected = torch.nn.functional.cross_entropy(
            logits.reshape(-1, WORDS), target.reshape(-1), ignore_index=PAD
        )
        _, plain = ours(source, target, 0.0)
    assert plain.item() == pytest.approx(expected.item(), abs=1e-4)


def test_the_gradient_is_that_of_hugging_face(tmp_path: Path) -> None:
    import torch

    from bilingual.train.layout import read_checkpoint

    theirs = published(tmp_path, "swish")
    ours = read_checkpoint(tmp_path)
    source, target = sentences()
    shifted = torch.cat([torch.full_like(target[:, :1], PAD), target[:, :-1]], dim=1)
    logits = theirs(
        input_ids=source, attention_mask=source != PAD, decoder_input_ids=shifted
    ).logits
    smoothing = torch.nn.CrossEntropyLoss(ignore_index=PAD, label_smoothing=0.1)
    smoothing(logits[..., :PAD].reshape(-1, PAD), target.reshape(-1)).backward()
    loss, _ = ours(source, target, 0.1)
    loss.backward()
    found = dict(ours.named_parameters())
    for name, weight in theirs.named_parameters():
        if "embed_positions" in name:  # fixed sines, on both sides
            continue
        mine = found[name.removeprefix("model.")].grad
        assert weight.grad is not None
        assert mine is not None
        torch.testing.assert_close(
            mine[:PAD] if "shared" in name else mine,
            weight.grad[:PAD] if "shared" in name else weight.grad,
            atol=2e-5,
            rtol=1e-3,
            msg=lambda text, name=name: f"{name}: {text}",
        )
