"""The training network against the outside authority: Hugging Face's own MarianMT, of the kinds
that are published.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import torch

WORDS = 64
PAD = WORDS - 1


def published(folder: Path, activation: str) -> torch.nn.Module:
    """A checkpoint as Helsinki-NLP's are: one vocabulary, pad last with a zero row, and a bias
    on the output.
    """
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


def test_a_sample_of_everything_is_everything(tmp_path: Path) -> None:
    import torch

    from bilingual.train.layout import read_checkpoint
    from bilingual.train.network import Sample

    published(tmp_path, "relu")
    network = read_checkpoint(tmp_path)
    source, target = sentences()
    order = torch.randperm(PAD, generator=torch.Generator().manual_seed(3))
    whole = network(source, target, 0.1)
    sampled = network(source, target, 0.1, sample=Sample(order, torch.ones(PAD)))
    torch.testing.assert_close(whole, sampled)


def test_a_sample_stands_for_the_rest(tmp_path: Path) -> None:
    """Over many draws the gradient by a sample is nearly the one by the whole vocabulary, far
    nearer than by one draw.
    """
    import torch

    from bilingual.train.layout import read_checkpoint
    from bilingual.train.network import Sample

    published(tmp_path, "relu")
    network = read_checkpoint(tmp_path)
    source, target = sentences()
    weight = network.shared.weight
    (whole,) = torch.autograd.grad(network(source, target, 0.1)[0], weight)
    generator = torch.Generator().manual_seed(11)
    used = torch.zeros(PAD, dtype=torch.bool)
    used[target[target != PAD]] = True
    others = (~used).nonzero()[:, 0]
    count = len(others) // 2
    gradients = []
    for _ in range(60):
        drawn = others[torch.randperm(len(others), generator=generator)[:count]]
        ids = torch.cat([used.nonzero()[:, 0], drawn])
        stands_for = torch.ones(len(ids))
        stands_for[-count:] = len(others) / count
        loss, _ = network(source, target, 0.1, sample=Sample(ids, stands_for))
        gradients.append(torch.autograd.grad(loss, weight)[0])
    mean = torch.stack(gradients).mean(0)
    assert (mean - whole).norm() < 0.1 * whole.norm()
    single = torch.stack([(one - whole).norm() for one in gradients]).mean()
    assert single > 3 * (mean - whole).norm()


def test_parts_of_a_batch_add_up(tmp_path: Path) -> None:
    import torch

    from bilingual.train.layout import read_checkpoint

    published(tmp_path, "relu")
    network = read_checkpoint(tmp_path)
    source, target = sentences()
    total = int((target != PAD).sum())
    whole, plain = network(source, target, 0.1)
    parts = [network(source[i::2], target[i::2], 0.1, total=total) for i in range(2)]
    torch.testing.assert_close(sum(loss for loss, _ in parts), whole)
    torch.testing.assert_close(sum(each for _, each in parts), plain)


def test_only_pieces_of_the_target_are_scored(tmp_path: Path) -> None:
    import torch

    from bilingual.train.layout import read_checkpoint
    from bilingual.train.network import Network

    published(tmp_path, "relu")
    network = read_checkpoint(tmp_path)
    config = replace(network.config, target_pieces=40)
    source, target = sentences()
    target = torch.where((target >= 40) & (target != PAD), 5, target)
    narrow = Network(config)
    narrow.load_state_dict(network.state_dict())
    (gradient,) = torch.autograd.grad(narrow(source, target, 0.1)[0], narrow.shared.weight)
    unread = [i for i in range(40, PAD) if not (source == i).any()]
    assert unread
    assert not gradient[unread].any()
    assert narrow(source, target, 0.0)[1] < network(source, target, 0.0)[1]
