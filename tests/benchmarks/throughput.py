"""How fast news becomes briefs, as a share of the speed of bare CTranslate2 and as a multiple of
that of transformers.

    python tests/benchmarks/throughput.py [--articles 60] [--sample 80] [--rounds 5] [--json FILE]
    python tests/benchmarks/throughput.py --quick        # about a minute on two cores

One run, one text, one machine, no network: articles of 600 words made of corpus/articles, and a
Marian of the size of opus-mt-fr-en (6+6 layers, d=512, vocabulary 59,514) with random weights,
which says 28 pieces of whatever it reads, so that nothing is tried again and all do the same work.
Contenders, beam 4 each, all cores:

- bare CTranslate2: translate_batch alone, int8, pieces sorted by length beforehand, the fastest of
  four settings; cutting into pieces and putting together is not counted;
- the pipeline: bilingual.pipeline.many.run on a folder, from reading to writing, with `raw`
  (no second choices, no constrained decoding, no repairs); the model is loaded beforehand, as
  everybody's is;
- transformers, with tokenizer: generate in batches of 8 sorted by length, and sentence by sentence
  as model cards show it. Both translate a sample (--sample), whose sentences have the lengths that
  all have.

The built-in model is held against bare CTranslate2 on the same sentences: with `raw`, and with all
defaults, whose price is so stated. "Everything but the
model" is the pipeline with the echo engine, in time of the processor, and by subtraction, the
pipeline's time of the processor less that of bare CTranslate2: the latter counts what smaller
batches cost as well.

Contenders take turns in each round, and the fastest round of each counts, because other work on the
machine only slows; the ratios within single rounds, and that of the processor's time per sentence,
are given besides. On a machine that does other work the share of bare CTranslate2 is to be trusted
more than the multiples of transformers, whose threads wait for each other. `--shape tiny` is for
tests.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # also where this file is imported

from multiplied_articles import write_articles
from random_marian import SIZES, WORDS, write_random_marian
from throughput_peers import (
    BATCH,
    BEAM,
    BareTransformers,
    Counting,
    Tally,
    Work,
    fastest,
    sample_of,
)

from bilingual import Settings, load_translator, read_articles
from bilingual.compare import compare
from bilingual.engines.base import physical_cores
from bilingual.models import convert, find_model
from bilingual.pipeline.many import run
from bilingual.segment import segment
from bilingual.translate import translate_texts

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "models" / "fr-en-starter" / "hf"
ALONE = {"memory": "off"}  # what was translated in one round must be translated in the next
PLAIN = ALONE | {"raw": True}
BARE, PIPELINE = "bare_ctranslate2", "pipeline"
BATCHES, ONE_BY_ONE = "transformers_in_batches", "transformers_one_by_one"
OWN_BARE, OWN_PLAIN, OWN_DEFAULTS = (f"built_in_{n}" for n in ("bare", "plain", "defaults"))
ECHO = "pipeline_with_echo"
# Who is divided by whom, and what that says.
RATIOS = {
    "pipeline_to_ctranslate2": (PIPELINE, BARE, "bare CTranslate2, same model"),
    "pipeline_to_transformers_in_batches": (PIPELINE, BATCHES, f"transformers, batches of {BATCH}"),
    "pipeline_to_transformers_one_by_one": (PIPELINE, ONE_BY_ONE, "transformers, one by one"),
    "built_in_plain_to_ctranslate2": (OWN_PLAIN, OWN_BARE, "bare CTranslate2, built-in model"),
    "built_in_defaults_to_ctranslate2": (
        OWN_DEFAULTS,
        OWN_BARE,
        "bare CTranslate2, built-in model, with second choices and constrained decoding",
    ),
}


def rounds_of(folder: Path, corpus: Path, articles: int, rounds: int) -> list[Work]:
    """The articles, divided among the rounds, each in a folder of its own."""
    write_articles(corpus, folder / "all", articles)
    files = sorted((folder / "all").iterdir())
    works = []
    for number in range(rounds):
        place = folder / f"round-{number}"
        place.mkdir()
        for file in files[number::rounds]:
            file.rename(place / file.name)
        read = list(read_articles([place], Settings()))
        sentences = tuple(s.text for article in read for s in segment(article))
        words = sum(len(article.text.split()) for article in read)
        works.append(Work(place, len(read), sentences, words))
    if len({s for work in works for s in work.sentences}) < sum(len(w.sentences) for w in works):
        raise ValueError("two sentences are equal: a cache would save work")
    return works


class Pipeline:
    """`bilingual.pipeline.many.run` with a translator that counts, each time into a new folder."""

    def __init__(self, settings: Settings, out: Path) -> None:
        self._settings, self._out, self._runs = settings, out, 0
        self.translator = Counting(load_translator(settings))
        self.sentences = 0

    def __call__(self, folder: Path) -> None:
        self._runs += 1
        out = self._out / str(self._runs)
        report = run([folder], out, self._settings, translator=self.translator)
        if report.failures or report.exit_code:
            raise RuntimeError(f"articles without a brief: {report.failures}")
        self.sentences += sum(outcome.sentences for outcome in report.outcomes)


class Benchmark:
    """All contenders, opened and tried once, and what each has done."""

    def __init__(self, args: argparse.Namespace, folder: Path) -> None:
        self.cores = args.threads or physical_cores()
        self.works = rounds_of(folder / "articles", args.corpus, args.articles, args.rounds)
        self.sample = max(1, args.sample // args.rounds)
        checkpoint, model = folder / "hf", folder / "ct2"
        tried_on = sample_of(self.works[0], 12).sentences
        write_random_marian(SIZES[args.shape], VOCABULARY, tried_on, checkpoint)
        convert(checkpoint, model)
        built_in = find_model("auto", "ctranslate2").engines["ctranslate2"]
        first, times = self.works[0], min(args.rounds, 2)
        self.bare, self.probes = fastest(model, self.cores, first, times)
        self.own_bare, self.own_probes = fastest(built_in, self.cores, first, times)
        self.transformers = BareTransformers(checkpoint)
        self.torch_threads = self.transformers.choose_threads(
            self.cores, sample_of(first, 4).sentences
        )
        threads = self.cores
        settings = {
            PIPELINE: Settings(model=str(model), threads=threads, **PLAIN),
            OWN_PLAIN: Settings(threads=threads, **PLAIN),
            OWN_DEFAULTS: Settings(threads=threads, **ALONE),
            ECHO: Settings(engine="echo", **PLAIN),
        }
        self.pipelines = {n: Pipeline(s, folder / "out" / n) for n, s in settings.items()}
        self.tallies = {name: Tally() for name in self._contenders()}
        self.said: dict[str, str] = {}
        self.lengths: set[int] = set()

    def _contenders(self) -> dict[str, Callable[[Work], None]]:
        return {
            BARE: self._bare,
            PIPELINE: self._pipeline(PIPELINE),
            BATCHES: self._in_batches,
            ONE_BY_ONE: self._one_by_one,
            OWN_BARE: self._own_bare,
            OWN_PLAIN: self._pipeline(OWN_PLAIN),
            OWN_DEFAULTS: self._pipeline(OWN_DEFAULTS),
            ECHO: self._pipeline(ECHO),
        }

    def measure(self) -> None:
        self._warm()
        for number, work in enumerate(self.works):
            turns = list(self._contenders().values())
            for take_turn in reversed(turns) if number % 2 else turns:
                take_turn(work)

    def _warm(self) -> None:
        """The first time libraries and tables are loaded, which is not what is measured."""
        few = sample_of(self.works[0], 2).sentences
        self.bare.translate(self.bare.pieces(few))
        self.own_bare.translate(self.own_bare.pieces(few))
        for pipeline in self.pipelines.values():
            translate_texts(few, pipeline.translator)
            pipeline.translator.asked = 0
        run(
            [self.works[0].folder],
            self.works[0].folder.parent / "warm",
            Settings(engine="echo", **ALONE),
        )

    def _bare(self, work: Work) -> None:
        pieces = self.bare.pieces(work.sentences)
        self.lengths |= set(self.tallies[BARE].timed(work, lambda: self.bare.translate(pieces)))

    def _own_bare(self, work: Work) -> None:
        pieces = self.own_bare.pieces(work.sentences)
        self.tallies[OWN_BARE].timed(work, lambda: self.own_bare.translate(pieces))

    def _pipeline(self, name: str) -> Callable[[Work], None]:
        return lambda work: self.tallies[name].timed(
            work, lambda: self.pipelines[name](work.folder)
        )

    def _in_batches(self, work: Work) -> None:
        some = sample_of(work, self.sample)
        translate = self.transformers.in_batches
        self.said |= self.tallies[BATCHES].timed(some, lambda: translate(some.sentences))

    def _one_by_one(self, work: Work) -> None:
        some = sample_of(work, self.sample)
        translate = self.transformers.one_by_one
        self.said |= self.tallies[ONE_BY_ONE].timed(some, lambda: translate(some.sentences))

    def checked(self) -> dict[str, Any]:
        """Whether all did the same work: the length and soundness of what was said, and what was
        asked again."""
        french = list(self.said)
        answers = self.pipelines[PIPELINE].translator.translate(french)
        again = {
            name: (pipeline.translator.asked - (len(french) if name == PIPELINE else 0))
            - pipeline.sentences
            for name, pipeline in self.pipelines.items()
        }
        return {
            "pieces_said": sorted(self.lengths),
            "compared": len(french),
            "same_in_both_engines": sum(
                self.said[text] == answer.text for text, answer in zip(french, answers, strict=True)
            ),
            "faults": sum(
                compare(text, answer.text).failure > 0
                for text, answer in zip(french, answers, strict=True)
            ),
            "asked_again": again,
        }


def ratio(tallies: Mapping[str, Tally], name: str) -> dict[str, Any]:
    over, under = (tallies[side] for side in RATIOS[name][:2])
    each = [one / other for one, other in zip(over.rounds, under.rounds, strict=True)]
    per_sentence = [tally.processor_seconds / tally.sentences for tally in (under, over)]
    return {
        "ratio": round(over.speed / under.speed, 4),
        "least": round(min(each), 4),
        "most": round(max(each), 4),
        "by_processor_time": round(per_sentence[0] / per_sentence[1], 4),
        "sentences": [over.sentences, under.sentences],
    }


def rest(tallies: Mapping[str, Tally]) -> dict[str, float]:
    """Milliseconds per 600 words of everything but the model."""

    def per_article(seconds: float, words: int) -> float:
        return round(1000 * seconds * 600 / words, 2)

    echo, own, bare = tallies[ECHO], tallies[PIPELINE], tallies[BARE]
    processor = own.processor_seconds - bare.processor_seconds
    return {
        "echo_processor_ms": per_article(echo.processor_seconds, echo.words),
        "echo_clock_ms": per_article(echo.seconds, echo.words),
        "subtracted_processor_ms": per_article(processor, own.words),
        "subtracted_clock_ms": per_article(own.seconds - bare.seconds, own.words),
    }


def machine(cores: int, args: argparse.Namespace) -> dict[str, Any]:
    libraries = ("ctranslate2", "torch", "transformers", "sentencepiece")
    return {
        "cores": cores,
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
        **{library: version(library) for library in libraries},
        "shape": {"name": args.shape, **vars(SIZES[args.shape])},
        "beam": BEAM,
        "rounds": args.rounds,
    }


def measured(args: argparse.Namespace) -> dict[str, Any]:
    facts = machine(args.threads or physical_cores(), args)
    with tempfile.TemporaryDirectory() as folder:
        benchmark = Benchmark(args, Path(folder))
        benchmark.measure()
        return {
            "ratios": {name: ratio(benchmark.tallies, name) for name in RATIOS},
            "contenders": {name: tally.values() for name, tally in benchmark.tallies.items()},
            "everything_but_the_model_per_600_words": rest(benchmark.tallies),
            "checked": benchmark.checked(),
            "ctranslate2_setting": benchmark.bare.setting,
            "ctranslate2_settings_tried": benchmark.probes,
            "built_in_ctranslate2_setting": benchmark.own_bare.setting,
            "built_in_ctranslate2_settings_tried": benchmark.own_probes,
            "machine": {**facts, "torch_threads": benchmark.torch_threads},
        }


def show(result: Mapping[str, Any]) -> None:
    print("Ratios of sentences per second (least and most in one round; by processor time; n)")
    for name, found in result["ratios"].items():
        print(
            f"  {found['ratio']:7.3f} x {RATIOS[name][2]}"
            f" ({found['least']:.3f} to {found['most']:.3f}; {found['by_processor_time']:.3f};"
            f" n = {found['sentences'][0]} and {found['sentences'][1]})"
        )
    print("Absolutes")
    for name, one in result["contenders"].items():
        print(
            f"  {name:26} {one['sentences_per_second']:8.2f} sentences/s"
            f" {one['words_per_second']:8.1f} words/s, n = {one['sentences']} sentences,"
            f" {one['words']} words, {one['articles'] or 'a sample of'} articles"
        )
    print("Everything but the model, ms per 600 words of one core")
    for name, value in result["everything_but_the_model_per_600_words"].items():
        print(f"  {name:26} {value:8.1f}")
    for name in ("checked", "ctranslate2_setting", "built_in_ctranslate2_setting", "machine"):
        print(f"{name}: {json.dumps(result[name])}")
    if result["machine"]["load"] > result["machine"]["cores"] / 2:
        print(
            "NOTE: other work ran at the start; trust the ratios by processor time, not the clock"
        )
    if result["checked"]["pieces_said"] != [WORDS]:
        print(f"WARNING: not all translations have {WORDS} pieces, the work was not the same")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "articles")
    parser.add_argument("--articles", type=int, help="60; 2 with --quick")
    parser.add_argument("--sample", type=int, help="sentences for transformers: 80; 8 with --quick")
    parser.add_argument("--rounds", type=int, help="5; 1 with --quick")
    parser.add_argument("--threads", type=int, default=0, help="cores to use; 0: all")
    parser.add_argument("--shape", choices=tuple(SIZES), default="opus")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    usual = {"articles": 60, "sample": 80, "rounds": 5}
    for name, value in ({"articles": 2, "sample": 8, "rounds": 1} if args.quick else usual).items():
        if getattr(args, name) is None:
            setattr(args, name, value)
    if not 1 <= args.rounds <= min(args.articles, args.sample):
        parser.error("every round needs an article and a sentence for transformers")
    return args


def main() -> None:
    args = arguments()
    result = measured(args)
    show(result)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
