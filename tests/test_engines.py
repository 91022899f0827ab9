"""Both engines keep one contract, agree with each other and with transformers' own tokenizer."""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bilingual.engines import EchoTranslator, open_engine
from bilingual.engines.base import Decoding, Translator, physical_cores, typed_on
from bilingual.engines.ctranslate import CTranslate2Translator
from bilingual.engines.marian import END, MarianTokens
from bilingual.errors import EngineError, MissingExtra, ModelDamaged, SettingsError
from bilingual.models import convert
from bilingual.settings import Settings

TEXTS = [
    "Le conseil a voté mardi.",
    "Trois musées seront gratuits le premier dimanche du mois, et le port (17 km) aussi.",
    "Où ?",
    "« Nous n'avons rien signé », a répondu la directrice ; personne ne le sait encore.",
]
FLOAT32 = Settings(compute_type="float32", threads=1)


@pytest.fixture(params=["echo", "ctranslate2", "transformers"])
def translator(
    request: pytest.FixtureRequest, tiny_hf_model: Path, tiny_ct2_model: Path
) -> Translator:
    folder = tiny_ct2_model if request.param == "ctranslate2" else tiny_hf_model
    return open_engine(request.param, folder, FLOAT32)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Path], Path]:
    return lambda folder: Path(shutil.copytree(folder, tmp_path / "copy"))


def test_nothing_in_nothing_out(translator: Translator) -> None:
    assert translator.translate([]) == []
    assert translator.count_tokens([]) == []


def test_one_hypothesis_each_whatever_the_batch(translator: Translator) -> None:
    together = translator.translate(TEXTS)
    alone = [translator.translate([text])[0] for text in TEXTS]
    assert [h.text for h in together] == [h.text for h in alone]
    for one, other in zip(together, alone, strict=True):
        assert one.score == (None if other.score is None else pytest.approx(other.score, abs=1e-4))


@pytest.mark.parametrize(
    "decoding", [Decoding(beam=1), Decoding(repetition_penalty=1.2, no_repeat_ngram=3)]
)
def test_other_searches_score_too(translator: Translator, decoding: Decoding) -> None:
    scores = [h.score for h in translator.translate(TEXTS, decoding)]
    assert all(score is None or -20 < score < 0 for score in scores)


@pytest.mark.parametrize("penalty", [1.0, 1.2])
def test_a_search_gives_its_other_hypotheses(translator: Translator, penalty: float) -> None:
    plain = Decoding(beam=4, repetition_penalty=penalty)
    first = translator.translate(TEXTS, plain)
    found = translator.translate(TEXTS, replace(plain, hypotheses=4))
    assert [h.text for h in found] == [h.text for h in first]
    assert all(h.others == () for h in first)
    for hypothesis in found:
        assert len(hypothesis.others) in ({0} if hypothesis.score is None else {3})
        scores = [other.score for other in hypothesis.others if other.score is not None]
        assert scores == sorted(scores, reverse=True)
        if penalty == 1.0 and hypothesis.score is not None:
            # generate() divides by a length that counts one token less, so its first may be the
            # second by a hair.
            assert hypothesis.score >= scores[0] - 0.02
        assert all(other.others == () for other in hypothesis.others)


PREFIXES = ["The council", "Three museums", "Where in Šumava", '"We']


def test_every_hypothesis_goes_on_behind_its_prefix(translator: Translator) -> None:
    if isinstance(translator, EchoTranslator):
        return  # gives no alignment, so nobody asks it for this
    said = translator.translate(TEXTS, Decoding(hypotheses=4), PREFIXES)
    for prefix, hypothesis in zip(PREFIXES, said, strict=True):
        for each in (hypothesis, *hypothesis.others):
            assert each.text.startswith(prefix)
            assert each.score is not None
            assert -20 < each.score < 0
    again = translator.translate(TEXTS[:1], Decoding(), PREFIXES[:1])[0]
    assert again.text == said[0].text


@pytest.mark.parametrize("beam", [1, 4])
def test_a_prefix_from_the_translation_leads_to_the_translation(
    translator: Translator, tiny_pairs: tuple[tuple[str, str], ...], beam: int
) -> None:
    if isinstance(translator, EchoTranslator):
        return
    french = [source for source, _ in tiny_pairs]
    english = [hypothesis.text for hypothesis in translator.translate(french)]
    prefixes = [" ".join(text.split()[:3]) for text in english]
    said = translator.translate(french, Decoding(beam=beam), prefixes)
    assert [hypothesis.text for hypothesis in said] == english


def test_both_engines_score_what_is_behind_the_prefix(
    tiny_hf_model: Path, tiny_ct2_model: Path, tiny_pairs: tuple[tuple[str, str], ...]
) -> None:
    french = [source for source, _ in tiny_pairs]
    prefixes = [" ".join(english.split()[:3]) for _, english in tiny_pairs]
    ours, theirs = (
        open_engine(engine, folder, FLOAT32).translate(french, Decoding(), prefixes)
        for engine, folder in (("ctranslate2", tiny_ct2_model), ("transformers", tiny_hf_model))
    )
    for one, other in zip(ours, theirs, strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-3)


def test_links_lie_in_both_texts_in_the_order_of_the_english(translator: Translator) -> None:
    for text, hypothesis in zip(
        TEXTS, translator.translate(TEXTS, Decoding(alignment=True)), strict=True
    ):
        alignment = hypothesis.alignment()
        assert bool(alignment) is not isinstance(translator, EchoTranslator)
        position = 0
        for link in alignment:
            assert position <= link.start < link.end <= len(hypothesis.text)
            assert 0 <= link.source_start <= link.source_end <= len(text)
            position = link.end
    assert all(h.alignment() == () for h in translator.translate(TEXTS))


@pytest.mark.parametrize("layers", [1, 4])
def test_both_engines_link_alike(tiny_hf_model: Path, tmp_path: Path, layers: int) -> None:
    """Shallow and deep: what CTranslate2 was told to look at is what transformers shows."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder = Path(shutil.copytree(tiny_hf_model, tmp_path / "hf"))
    if layers > 1:
        torch.manual_seed(7)
        config = MarianConfig.from_pretrained(folder, decoder_layers=layers)
        model = MarianMTModel(config)
        model.model.shared.weight.data[config.pad_token_id] = 0.0
        model.save_pretrained(folder)
    convert(folder, tmp_path / "ct2", "float32")
    how = Decoding(beam=1, alignment=True)
    ours, theirs = (
        open_engine(engine, tmp_path / name, FLOAT32).translate(TEXTS, how, PREFIXES)
        for engine, name in (("ctranslate2", "ct2"), ("transformers", "hf"))
    )
    same = 0
    for one, other in zip(ours, theirs, strict=True):
        pairs = list(zip(one.alignment()[:6], other.alignment()[:6], strict=False))
        same += sum(left == right for left, right in pairs) == len(pairs) > 0
    assert same >= len(TEXTS) - 1  # a tie may fall either way


def test_too_long_is_refused_not_truncated(translator: Translator) -> None:
    text = "mardi " * (translator.max_tokens + 1)
    with pytest.raises(EngineError, match=r"exceeds.*'mardi mardi") as caught:
        translator.translate(["Où ?", text])
    assert "Split" in caught.value.hint


def test_a_signature_names_the_device_where_it_is_no_processor() -> None:
    """A GPU rounds another way: its briefs are not those of a processor."""
    assert typed_on("float32", "cpu") == "float32"
    assert typed_on("float32", "cuda") == "float32:cuda"


def test_signature_names_engine_and_weights(translator: Translator) -> None:
    assert translator.signature.startswith(("echo:", "ctranslate2-", "transformers-"))
    assert translator.model_name in {"echo", "tiny-fr-en"}
    assert translator.signature == translator.signature


def test_padding_and_unknown_are_never_said(translator: Translator) -> None:
    for hypothesis in translator.translate([*TEXTS, "Привет 你好", ""]):
        assert "<pad>" not in hypothesis.text
        assert "<unk>" not in hypothesis.text


def test_echo_is_reversible() -> None:
    assert [h.text[1:-1] for h in EchoTranslator().translate(TEXTS)] == TEXTS


def test_engines_agree(
    tiny_hf_model: Path, tiny_ct2_model: Path, tiny_pairs: tuple[tuple[str, str], ...]
) -> None:
    french, english = zip(*tiny_pairs, strict=True)
    reference = open_engine("transformers", tiny_hf_model, FLOAT32).translate(french)
    fast = open_engine("ctranslate2", tiny_ct2_model, FLOAT32).translate(french)
    assert [h.text for h in fast] == [h.text for h in reference] == list(english)
    for one, other in zip(fast, reference, strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-3)


def test_score_is_the_mean_log_probability(
    tiny_hf_model: Path, tiny_pairs: tuple[tuple[str, str], ...]
) -> None:
    """Outside authority: transformers' own loss on the tokens that were said, with <pad> and <unk>
    ruled out."""
    import torch
    from transformers import MarianMTModel

    from bilingual.engines.transformers import quiet

    [said] = open_engine("transformers", tiny_hf_model, FLOAT32).translate(
        [french := tiny_pairs[0][0]]
    )
    tokens = MarianTokens(tiny_hf_model)
    ids = tokens.source_vocabulary
    with quiet():
        model = MarianMTModel.from_pretrained(tiny_hf_model).eval()
    model.final_logits_bias[:, [ids["<pad>"], ids["<unk>"]]] = -1e9
    source = torch.tensor([[ids[t] for t in tokens.encode([french])[0]]])
    target = model.generate(
        source, num_beams=4, max_length=256, length_penalty=1.0, early_stopping=False
    )
    with torch.inference_mode():
        loss = model(input_ids=source, labels=target[:, 1:]).loss
    assert said.score == pytest.approx(-loss.item(), abs=1e-3)


def test_tokens_are_those_of_the_marian_tokenizer(tiny_hf_model: Path) -> None:
    from transformers import MarianTokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends sacremoses, which it never calls
        tokenizer = MarianTokenizer.from_pretrained(tiny_hf_model)
    ours = MarianTokens(tiny_hf_model)
    ids = [[ours.source_vocabulary.get(t, 1) for t in tokens] for tokens in ours.encode(TEXTS)]
    assert ids == [tokenizer(text)["input_ids"] for text in TEXTS]
    assert [ours.decode(tokens) for tokens in ours.encode(TEXTS)] == [
        tokenizer.decode(row, skip_special_tokens=True) for row in ids
    ]


@pytest.mark.parametrize(
    ("unknown", "nearest"),
    [
        ("Œuvre", "Oeuvre"),
        ("À [Paris]", "à (Paris)"),
        ("5 £", "5 livres"),
        ("n° 5, 20°", "no 5, 20 degrés"),
        ("Écho ☃", "écho"),
    ],
)
def test_unknown_characters_become_the_nearest_known(
    tiny_hf_model: Path, unknown: str, nearest: str
) -> None:
    tokens = MarianTokens(tiny_hf_model)
    assert tokens.encode([unknown]) == tokens.encode([nearest])


def test_known_characters_are_left_alone(tiny_hf_model: Path) -> None:
    tokens = MarianTokens(tiny_hf_model)
    assert "€" in "".join(tokens.encode(["5 €"])[0])
    assert tokens.encode(["Où"])[0][-1] == END


def test_foreign_letters_stay_unknown(tiny_hf_model: Path) -> None:
    tokens = MarianTokens(tiny_hf_model)
    assert any(t not in tokens.source_vocabulary for t in tokens.encode(["Привет"])[0])


def test_an_end_marker_is_not_doubled(
    tiny_ct2_model: Path, copy_of: Callable[[Path], Path]
) -> None:
    """A converter may leave the end marker to CTranslate2; the text must come out the same."""
    folder = copy_of(tiny_ct2_model)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"add_source_eos": True}))
    expected = open_engine("ctranslate2", tiny_ct2_model, FLOAT32).translate(TEXTS)
    assert open_engine("ctranslate2", folder, FLOAT32).translate(TEXTS) == expected


@pytest.mark.parametrize("form", ["txt", "separate"])
def test_other_vocabulary_layouts_load(
    form: str, tiny_ct2_model: Path, copy_of: Callable[[Path], Path]
) -> None:
    folder = copy_of(tiny_ct2_model)
    shared = folder / "shared_vocabulary.json"
    words = json.loads(shared.read_text())
    if form == "txt":
        (folder / "shared_vocabulary.txt").write_text("\n".join(words))
    else:
        for side in ("source", "target"):
            (folder / f"{side}_vocabulary.json").write_text(json.dumps(words))
    shared.unlink()
    tokens = MarianTokens(folder)
    assert tokens.source_vocabulary == {word: i for i, word in enumerate(words)}
    expected = open_engine("ctranslate2", tiny_ct2_model, FLOAT32).translate(TEXTS)
    assert open_engine("ctranslate2", folder, FLOAT32).translate(TEXTS) == expected


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
@pytest.mark.parametrize(
    "name", ["config.json", "source.spm", "target.spm", "vocabulary", "weights"]
)
@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_damage_is_named(
    engine: str,
    name: str,
    damage: str,
    tiny_hf_model: Path,
    tiny_ct2_model: Path,
    copy_of: Callable[[Path], Path],
) -> None:
    hugging_face = engine == "transformers"
    folder = copy_of(tiny_hf_model if hugging_face else tiny_ct2_model)
    real = {
        "vocabulary": "vocab.json" if hugging_face else "shared_vocabulary.json",
        "weights": "model.safetensors" if hugging_face else "model.bin",
    }
    file = folder / real.get(name, name)
    content = file.read_bytes()
    file.unlink()
    if damage == "truncated":
        file.write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelDamaged) as caught:
        open_engine(engine, folder, FLOAT32)
    assert str(folder) in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_another_architecture_is_refused(
    tiny_hf_model: Path, copy_of: Callable[[Path], Path]
) -> None:
    folder = copy_of(tiny_hf_model)
    (folder / "config.json").write_text(json.dumps({"model_type": "bart"}))
    with pytest.raises(ModelDamaged, match="a bart model, not a Marian model"):
        open_engine("transformers", folder, FLOAT32)


def test_an_impossible_type_is_the_settings_fault(tiny_ct2_model: Path) -> None:
    with pytest.raises(SettingsError, match="CTranslate2"):
        open_engine("ctranslate2", tiny_ct2_model, Settings(compute_type="int3"))


def test_unknown_engine(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="unknown engine 'marian'") as caught:
        open_engine("marian", tmp_path, Settings())
    assert "ctranslate2" in caught.value.hint


def test_without_the_libraries_the_extra_is_named(
    tiny_hf_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra) as caught:
        open_engine("transformers", tiny_hf_model, FLOAT32)
    assert caught.value.hint == "pip install 'bilingual[transformers]'"


def test_opening_is_silent(tiny_hf_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    open_engine("transformers", tiny_hf_model, FLOAT32).translate(TEXTS)
    assert capfd.readouterr() == ("", "")


def test_a_processor_has_cores() -> None:
    assert physical_cores() >= 1


def test_weights_that_begin_wrongly_are_damage_not_a_setting(
    tiny_ct2_model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(tiny_ct2_model, folder)
    weights = (folder / "model.bin").read_bytes()
    damage = (weights[:10] + b"xxxxxxxx" + weights[18:], bytes(5_000))
    for damaged in damage:
        (folder / "model.bin").write_bytes(damaged)
        with pytest.raises(ModelDamaged, match=r"model\.bin: cannot be loaded"):
            CTranslate2Translator.open(folder, Settings())


@pytest.mark.parametrize("threads", ["4,2", "junk", ""])
def test_a_strange_number_of_threads_is_left_to_the_library(
    tiny_ct2_model: Path, monkeypatch: pytest.MonkeyPatch, threads: str
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    assert CTranslate2Translator.open(tiny_ct2_model, Settings()).translate(["Oui."])


@pytest.mark.parametrize(
    ("device", "gpus", "threads", "openmp", "workers"),
    [
        ("cpu", 1, 0, "", physical_cores()),
        ("cpu", 0, 0, "3", 3),
        ("cpu", 0, 5, "3", 5),
        ("cuda", 1, 0, "16", 1),
        ("auto", 1, 0, "", 1),
        ("auto", 0, 0, "", physical_cores()),
        ("cuda", 1, 2, "", 2),
    ],
)
def test_workers_are_cores_and_a_gpu_is_one(
    tiny_ct2_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    device: str,
    gpus: int,
    threads: int,
    openmp: str,
    workers: int,
) -> None:
    import ctranslate2

    monkeypatch.setenv("OMP_NUM_THREADS", openmp)
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: gpus)
    real = ctranslate2.Translator
    monkeypatch.setattr(
        ctranslate2, "Translator", lambda path, **asked: real(path, **{**asked, "device": "cpu"})
    )
    settings = Settings(device=device, threads=threads, compute_type="int8")
    assert CTranslate2Translator.open(tiny_ct2_model, settings).workers == workers


def test_the_same_is_said_with_one_worker_and_with_three(tiny_ct2_model: Path) -> None:
    texts = [f"{word} {number}." for word in ("Oui", "Non", "Paris vote") for number in range(40)]
    one, three = (
        CTranslate2Translator.open(tiny_ct2_model, Settings(threads=threads)) for threads in (1, 3)
    )
    assert one.signature == three.signature
    assert [h.text for h in one.translate(texts)] == [h.text for h in three.translate(texts)]
