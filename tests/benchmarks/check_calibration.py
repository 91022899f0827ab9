"""Precision and recall of every check on perturbed references, and false alarms on untouched ones.

    python tests/benchmarks/check_calibration.py [--testsets DIR] [--json FILE] [--seed 1] [--model
    DIR]

French sources with their references of newstest2013 and FLORES-200 dev (../shared/testsets) are
taken as right. Each perturbation spoils every reference it can; precision is that of a mixture of
as many spoiled as untouched pairs, so it is recall / (recall + false alarm rate) over the same
sentences. Numbers and names are spoiled without the library's own parsers. With a converted model,
its translations of the first sentences are made and the confidence threshold is held against their
chrF. Nothing is trained here.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bilingual.checks import check
from bilingual.checks.decide import CONFIDENCE
from bilingual.records import FlagKind, Sentence, Translation

TESTSETS = Path(__file__).resolve().parents[2].parent / "shared" / "testsets"
SETS = ("newstest2013", "flores200-dev-sib")
Pair = tuple[str, str]
Perturb = Callable[[str, str, random.Random], str | None]


def kinds(source: str, target: str, score: float | None = None) -> set[FlagKind]:
    """The kinds of flags that one pair gets."""
    text = source if source.strip() else "."
    sentence = Sentence(index=0, paragraph=0, role="body", start=0, end=len(text), text=text)
    translation = Translation(index=0, text=target, engine="reference", score=score)
    return {flag.kind for flag in check([sentence], [translation])}


_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_NUMERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty)\b",
    re.IGNORECASE,
)
_NUMERALS = (
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "twenty",
    "ninety",
)
_MONTH = re.compile(r"\b(?:January|February|April|June|July|September|October|November|December)\b")
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_RUN = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*")


def _choose(pattern: re.Pattern[str], text: str, rng: random.Random) -> re.Match[str] | None:
    """Any match of the English, found without the library's own parsers."""
    matches = list(pattern.finditer(text))
    return rng.choice(matches) if matches else None


def _put(text: str, match: re.Match[str], other: str) -> str:
    return re.sub(r"\s{2,}", " ", text[: match.start()] + other + text[match.end() :])


def drop_number(_source: str, target: str, rng: random.Random) -> str | None:
    """Any number in digits is taken out of the English."""
    match = _choose(_DIGITS, target, rng)
    return _put(target, match, "") if match else None


def change_number(_source: str, target: str, rng: random.Random) -> str | None:
    """Any digit of any number is changed."""
    match = _choose(_DIGITS, target, rng)
    if not match:
        return None
    places = [i for i in range(match.start(), match.end()) if target[i].isdigit()]
    place = rng.choice(places)
    # A leading zero would be another way to write a shorter number.
    digits = [
        d for d in ("123456789" if place == places[0] else "0123456789") if d != target[place]
    ]
    return target[:place] + rng.choice(digits) + target[place + 1 :]


def change_word_number(_source: str, target: str, rng: random.Random) -> str | None:
    """Another numeral in words stands for any from two to fifty."""
    match = _choose(_NUMERAL, target, rng)
    return (
        _put(target, match, rng.choice([w for w in _NUMERALS if w != match[0].lower()]))
        if match
        else None
    )


def change_month(_source: str, target: str, rng: random.Random) -> str | None:
    """Another month or weekday stands for any."""
    for pattern, names in (
        (_MONTH, ("January", "April", "October")),
        (_DAY, ("Monday", "Thursday", "Sunday")),
    ):
        if match := _choose(pattern, target, rng):
            return _put(target, match, rng.choice([name for name in names if name != match[0]]))
    return None


def _names(source: str, target: str) -> list[re.Match[str]]:
    """Runs of capitalised words inside the English sentence that the French spells alike, each said
    once."""
    return [
        match for match in _RUN.finditer(target)
        if match.start() and target[match.start() - 2 : match.start()] not in (". ", "? ", "! ",
        ": ")
        and match[0] in source and target.count(match[0]) == 1
    ]  # fmt: skip


def swap_names(source: str, target: str, rng: random.Random) -> str | None:
    """Two different names of the English change places."""
    names = _names(source, target)
    if len(names) < 2:
        return None
    left, right = sorted(rng.sample(names, 2), key=lambda match: match.start())
    return _put(_put(target, right, left[0]), left, right[0])


def change_name(source: str, target: str, rng: random.Random) -> str | None:
    """Another name stands in the place of one."""
    names = _names(source, target)
    other = rng.choice(["Wobblegate", "Zumrak", "Okonkwo", "Quillfeld"])
    return _put(target, rng.choice(names), other) if names else None


def put_in_name(_source: str, target: str, rng: random.Random) -> str | None:
    """A name that the French lacks is put between two words in lower case."""
    places = [match.end() for match in re.finditer(r"[a-z] (?=[a-z])", target)]
    other = rng.choice(["Leeds", "Chirac", "Sweden", "Wobblegate", "Okonkwo", "Zumrak"])
    if not places or other in _source:
        return None
    place = rng.choice(places)
    return f"{target[:place]}in {other} {target[place:]}"


def make_up_word(_source: str, target: str, rng: random.Random) -> str | None:
    """The beginning of a word and the end of another are put together, as a model does with
    pieces."""
    words = list(re.finditer(r"(?<![\w'’-])[a-z]{6,}(?![\w'’-])", target))
    if len(words) < 2:
        return None
    left, right = rng.sample(words, 2)
    return _put(target, left, left[0][: rng.randint(2, 4)] + right[0][-rng.randint(3, 5) :])


def _marks(target: str) -> list[re.Match[str]]:
    """The two quotation marks of a sentence that has two, with 45 characters or more between."""
    marks = list(re.finditer('"', target))
    return marks if len(marks) == 2 and marks[1].start() - marks[0].start() > 45 else []


def lose_mark(_source: str, target: str, rng: random.Random) -> str | None:
    """One of two quotation marks is lost."""
    marks = _marks(target)
    return _put(target, rng.choice(marks), "") if marks else None


def lose_quotation(_source: str, target: str, _rng: random.Random) -> str | None:
    """Both quotation marks are lost."""
    return target.replace('"', "") if _marks(target) else None


def add_quotation(source: str, target: str, _rng: random.Random) -> str | None:
    """The second half of a sentence without quotation marks is quoted."""
    words = target.split()
    if len(words) < 16 or re.search("[\"“”«»'‘]", source + target):
        return None
    half = len(words) // 2
    return " ".join(words[:half]) + ' "' + " ".join(words[half:]) + '"'


def turn_quotation(_source: str, target: str, _rng: random.Random) -> str | None:
    """What was outside is quoted, and what was quoted is not; where a sentence begins or ends with
    a quotation."""
    marks = _marks(target)
    if not marks:
        return None
    left, right = marks[0].start(), marks[1].start()
    before, quoted, after = target[:left], target[left + 1 : right], target[right + 1 :]
    if not before.strip() and len(after) > 15:
        return f'{quoted} "{after.strip()}"'
    return f'"{before.strip()}" {quoted}{after}' if len(before) > 15 and len(after) < 3 else None


def cut_half(_source: str, target: str, rng: random.Random) -> str | None:
    """The first or the second half of the words is lost (sentences of eight words and more)."""
    words = target.split()
    if len(words) < 8:
        return None
    half = len(words) // 2
    kept = words[:half] if rng.random() < 0.5 else words[half:]
    return " ".join(kept)


def repeat_phrase(_source: str, target: str, rng: random.Random) -> str | None:
    """A phrase of three to six words is said two or three times running."""
    words = target.split()
    if len(words) < 8:
        return None
    size = rng.randint(3, 6)
    start = rng.randrange(len(words) - size + 1)
    phrase = words[start : start + size]
    return " ".join([*words[: start + size], *phrase * rng.randint(1, 2), *words[start + size :]])


def leave_french(source: str, _target: str, _rng: random.Random) -> str | None:
    """The French stands for the English (sentences of four words and more)."""
    return source if len(source.split()) >= 4 else None


def leave_half_french(source: str, target: str, _rng: random.Random) -> str | None:
    """The first half is English, the second French (sentences of eight words and more)."""
    french, english = source.split(), target.split()
    if len(french) < 8:
        return None
    return " ".join(english[: len(english) // 2] + french[len(french) // 2 :])


_OPPOSITES = dict(
    pair
    for left, right in (
        ("rise", "fall"), ("rose", "fell"), ("rising", "falling"), ("increase", "decrease"),
        ("increased", "reduced"), ("growth", "decline"), ("win", "lose"), ("won", "lost"),
        ("victory", "defeat"), ("open", "closed"), ("opened", "closed"), ("beginning", "end"),
        ("started", "stopped"), ("before", "after"), ("more", "less"), ("high", "low"),
        ("higher", "lower"), ("highest", "lowest"), ("supported", "rejected"),
        ("support", "reject"), ("allowed", "banned"), ("guilty", "innocent"),
        ("released", "arrested"), ("killed", "injured"), ("confirmed", "denied"),
        ("accepted", "refused"), ("accept", "refuse"), ("buy", "sell"), ("bought", "sold"),
        ("majority", "minority"), ("success", "failure"), ("succeeded", "failed"),
        ("morning", "evening"), ("rich", "poor"), ("young", "old"), ("mother", "father"),
        ("brother", "sister"), ("son", "daughter"), ("husband", "wife"), ("north", "south"),
        ("northern", "southern"), ("left", "right"), ("legal", "illegal"),
        ("possible", "impossible"), ("true", "false"), ("public", "private"), ("attack", "defence"),
        ("allies", "enemies"), ("first", "last"), ("yesterday", "tomorrow"),
    )
    for pair in ((left, right), (right, left))
)  # fmt: skip
_OPPOSABLE = re.compile(rf"(?<![\w-])(?:{'|'.join(_OPPOSITES)})(?![\w-])", re.IGNORECASE)
_NOT = re.compile(r" not(?= )|(?<=do|es|id|is|re|as|ve|ad|ld)n['’]t", re.IGNORECASE)


def say_opposite(_source: str, target: str, rng: random.Random) -> str | None:
    """A word of the English gives way to its opposite."""
    match = _choose(_OPPOSABLE, target, rng)
    return _put(target, match, _OPPOSITES[match[0].lower()]) if match else None


def lose_negation(_source: str, target: str, rng: random.Random) -> str | None:
    """A "not" is lost."""
    match = _choose(_NOT, target, rng)
    return _put(target, match, "") if match else None


PERTURBATIONS: tuple[tuple[str, FlagKind, Perturb], ...] = (
    ("drop a number", "numbers", drop_number),
    ("change a digit", "numbers", change_number),
    ("change a numeral in words", "numbers", change_word_number),
    ("change a month or weekday", "numbers", change_month),
    ("swap two names", "names", swap_names),
    ("change a name", "names", change_name),
    ("put in a name", "names", put_in_name),
    ("make up a word", "invented", make_up_word),
    ("lose a quotation mark", "quotations", lose_mark),
    ("lose a quotation", "quotations", lose_quotation),
    ("add a quotation", "quotations", add_quotation),
    ("turn a quotation round", "quotations", turn_quotation),
    ("say the opposite", "reversed", say_opposite),
    ("lose a negation", "reversed", lose_negation),
    ("cut half the sentence", "length", cut_half),
    ("repeat a phrase", "repetition", repeat_phrase),
    ("leave the French", "copied", leave_french),
    ("leave half in French", "copied", leave_half_french),
)


def load(folder: Path, name: str) -> list[Pair]:
    """The sentence pairs of one set; FLORES quotes some lines as cells of a table, which is
    undone."""
    sides = [
        (folder / f"{name}.{lang}").read_text(encoding="utf-8").split("\n")[:-1]
        for lang in ("fr", "en")
    ]
    if name.startswith("flores"):
        sides = [[_CELL.sub(_plain, line) for line in side] for side in sides]
    return list(zip(*sides, strict=True))


_CELL = re.compile(r'"(.*)"', re.DOTALL)


def _plain(cell: re.Match[str]) -> str:
    whole = cell.start() == 0 and cell.end() == len(cell.string)
    return cell[1].replace('""', '"') if whole else cell[0]


def rows(name: str, pairs: Sequence[Pair], seed: int) -> Iterator[dict[str, object]]:
    """One row per perturbation: n, recall, false alarms on the same sentences untouched, precision
    at 50/50."""
    untouched = [kinds(source, target) for source, target in pairs]
    for label, kind, perturb in PERTURBATIONS:
        rng = random.Random(f"{seed} {name} {label}")
        n = found = alarms = 0
        for (source, target), before in zip(pairs, untouched, strict=True):
            spoiled = perturb(source, target, rng)
            if spoiled is None or spoiled == target:
                continue
            n += 1
            found += kind in kinds(source, spoiled)
            alarms += kind in before
        precision = found / (found + alarms) if found + alarms else 0.0
        yield {"set": name, "perturbation": label, "check": kind, "n": n,
        "recall": round(found / max(1, n), 4),
               "precision": round(precision, 4), "false_alarms": alarms}  # fmt: skip
    for kind in dict.fromkeys(kind for _, kind, _ in PERTURBATIONS):
        alarms = sum(kind in flags for flags in untouched)
        yield {"set": name, "perturbation": "none", "check": kind, "n": len(pairs),
        "false_alarms": alarms,
               "per_100": round(100 * alarms / len(pairs), 2)}  # fmt: skip


def confidence_rows(model: Path, name: str, pairs: Sequence[Pair]) -> Iterator[dict[str, object]]:
    """For some thresholds: the share of sentences below it, and the mean chrF below and above."""
    from sacrebleu.metrics import CHRF

    from bilingual.engines import open_engine
    from bilingual.engines.base import Decoding
    from bilingual.settings import Settings

    engine = open_engine("ctranslate2", model, Settings())
    hypotheses = engine.translate([source for source, _ in pairs], Decoding())
    metric = CHRF()
    quality = [
        (hypothesis.score or 0.0, metric.sentence_score(hypothesis.text, [target]).score)
        for hypothesis, (_, target) in zip(hypotheses, pairs, strict=True)
    ]
    for threshold in (-2.0, CONFIDENCE, -1.25, -1.0, -0.75, -0.5):
        below = [chrf for score, chrf in quality if score < threshold]
        above = [chrf for score, chrf in quality if score >= threshold]
        yield {"set": name, "perturbation": f"{engine.model_name} < {threshold}",
        "check": "confidence",
               "n": len(quality), "per_100": round(100 * len(below) / len(quality), 2),
               "chrf_below": _mean(below), "chrf_above": _mean(above)}  # fmt: skip


def _mean(values: Sequence[float]) -> float | str:
    return round(sum(values) / len(values), 1) if values else ""


def table(report: Sequence[dict[str, object]]) -> str:
    """The report for people."""
    lines = [
        f"{'set':<18} {'perturbation':<26} {'check':<11} {'n':>5} {'recall':>7} {'prec.':>7} "
        f"{'alarms/100':>11}"
    ]
    for row in report:
        rate = row.get("per_100", "")
        lines.append(
            f"{row['set']:<18} {row['perturbation']:<26} {row['check']:<11} {row['n']:>5} "
            f"{row.get('recall', ''):>7} {row.get('precision', ''):>7} {rate:>11}"
            f" {row.get('chrf_below', ''):>6} {row.get('chrf_above', ''):>6}".rstrip()
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; write the JSON when asked."""
    parser = argparse.ArgumentParser(description="Precision and recall of the checks.")
    parser.add_argument("--testsets", type=Path, default=TESTSETS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path, help="a converted model, to look at its confidence")
    parser.add_argument("--sentences", type=int, default=300, help="how many the model translates")
    arguments = parser.parse_args(argv)
    if not arguments.testsets.is_dir():
        print(f"no test sets at {arguments.testsets}; pass --testsets", file=sys.stderr)
        return 2
    if arguments.model:
        pairs = load(arguments.testsets, SETS[0])[: arguments.sentences]
        print(table(list(confidence_rows(arguments.model, SETS[0], pairs))))
        return 0
    report = [
        row for name in SETS for row in rows(name, load(arguments.testsets, name), arguments.seed)
    ]
    print(table(report))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
