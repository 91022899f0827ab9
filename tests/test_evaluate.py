"""Reading, matching and scoring references; expected values come from sacrebleu's command line on
the same files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from cases import each
from factories import make_brief
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import UsageError
from bilingual.evaluate import (
    METRICS,
    Comparison,
    Evaluation,
    Matching,
    Pair,
    compare,
    evaluate,
    match,
    read_references,
    with_scores,
)
from bilingual.records import Brief, Reference

# French, a first system, a second system, the reference.
SEGMENTS = [
    ("Le maire a ouvert le marché.", "The mayor opened the market.", "The mayor has open market.",
     "The mayor opened the market."),
    ("Il a plu toute la nuit.", "It rained all night.", "It has rain the night.",
     "It rained all night long."),
    ("Le prix du pain monte de 3 %.", "Bread price rises 3%.",
     "The price of the bread mounts of 3%.", "The price of bread is going up by 3%."),
    ("Personne n'a été blessé.", "No one was hurt.", "Person has been wounded.",
     "Nobody was hurt."),
    ("Les écoles rouvrent lundi.", "Schools reopen on Monday.", "The schools open Monday.",
     "Schools reopen on Monday."),
    ("Le train de 18h30 est supprimé.", "The 6.30 pm train is cancelled.",
     "The train of 18h30 is removed.", "The 6:30 pm train has been cancelled."),
    ("« Nous restons », dit-elle.", '"We are staying," she says.', '"We rest," says she.',
     '"We are staying," she says.'),
    ("La route du nord reste fermée.", "The northern road remains closed.",
     "The road north stays shut.", "The road to the north remains closed."),
]  # fmt: skip


ENVIRONMENT = os.environ | {"PYTHONIOENCODING": "utf-8"}


def reference(number: int, source: str, english: str = "-", article_id: str = "a") -> Reference:
    return Reference(
        id=f"{article_id}-{number}", article_id=article_id, source=source, reference=english
    )


REFERENCES = [reference(number, french, ref) for number, (french, *_, ref) in enumerate(SEGMENTS)]


def system(column: int, article_id: str = "a", **changes: Any) -> Brief:
    pairs = [(segment[0], segment[column]) for segment in SEGMENTS]
    return make_brief([("body", pairs)], id=article_id, **changes)


def matching(column: int) -> Matching:
    return match([system(column)], REFERENCES)


# -- reading
# ------------------------------------------------------------------------------------------


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def line(**values: object) -> str:
    return json.dumps({"id": "x", "source": "Il pleut.", "reference": "It rains."} | values)


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    write(tmp_path, "b.jsonl", line(id="b1"), "", line(id="b2", article_id="autre", licence="CC0"))
    write(tmp_path, "a.jsonl", "\ufeff" + line(id="a1", source="Il\u2028pleut."))
    write(tmp_path, "notes.txt", "no reference")
    found = read_references(tmp_path)
    assert [(r.id, r.article_id) for r in found] == [("a1", "a"), ("b1", "b"), ("b2", "autre")]
    assert read_references(tmp_path / "b.jsonl") == found[1:]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{", ":2: not valid JSON", "One object a line"),
        ("[]", ":2: not a JSON object", "One object a line"),
        ('{"id": "y", "source": "Oui."}', ":2: 'reference': field required", "One object"),
        (line(id="y", sourse="Oui."), ":2: 'sourse': extra inputs", "Did you mean 'source'?"),
        (line(id=7), ":2: 'id': input should be a valid string", "One object"),
        (line(id="y", source=" "), ":2: 'source' is empty", "One object"),
        (line(id="x"), ":2: the id 'x' was already given at", "an id of its own"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, message: str, hint: str) -> None:
    path = write(tmp_path, "a.jsonl", line(), text)
    with pytest.raises(UsageError) as raised:
        read_references(path)
    assert f"{path}{message}" in raised.value.message
    assert hint in raised.value.hint


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        read_references(tmp_path / "none")
    with pytest.raises(UsageError, match=r"no \.jsonl file in this folder"):
        read_references(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(line().encode() + b"\n\xff")
    with pytest.raises(UsageError, match=r"a\.jsonl:2: not UTF-8"):
        read_references(tmp_path)


# -- matching
# ------------------------------------------------------------------------------------------

TEXT = make_brief(
    [
        ("title", [("Le marché rouvre", "The market reopens")]),
        (
            "body",
            [
                ("Le marché rouvre samedi, a dit l’adjointe.", "It reopens."),
                ("«\u00a0Les travaux ont coûté 3\u202f000 euros de plus.", "“Works cost more."),
                ("Nous avons payé\u00a0», a-t-elle ajouté.", "We paid,” she added."),
                ("Les commerçants attendent la foule et le soleil.", "Traders wait."),
            ],
        ),
    ],
    id="a",
)


@each(
    "source, sentences, place, hypothesis",
    [
        ("Le marché rouvre", (0,), "sentence", "The market reopens"),
        ("LE  MARCHÉ ROUVRE\nsamedi, a dit l'adjointe", (1,), "sentence", "It reopens."),
        ("samedi, a dit l'adjointe", (1,), "part", "It reopens."),
        ('"Les travaux ont coûté 3 000 euros de plus.', (2,), "sentence", "“Works cost more."),
        (
            'Les travaux ont coûté 3 000 euros de plus. Nous avons payé", a-t-elle ajouté.',
            (2, 3),
            "run",
            "“Works cost more. We paid,” she added.",
        ),
        ("de plus. Nous avons payé", (2, 3), "part", "“Works cost more. We paid,” she added."),
        (
            "Tous les commerçants attendent la foule et le soleil.",
            (4,),
            "sentence",
            "Traders wait.",
        ),
    ],
)
def test_a_snippet_is_found(
    source: str, sentences: tuple[int, ...], place: str, hypothesis: str
) -> None:
    found = match([TEXT], [reference(1, source)])
    assert found.unmatched == ()
    (pair,) = found.pairs
    assert (pair.sentences, pair.place, pair.hypothesis) == (sentences, place, hypothesis)
    assert pair.similarity >= 0.8


@each(
    "found, reason",
    [
        (reference(1, "Le marché", article_id="b"), "no brief of 'b'"),
        (reference(1, "« … »"), "the snippet has no word"),
        (
            reference(1, "Les joueurs attendent le match et la finale."),
            "text not found in 'a' (needs 0.80; nearest is sentence 4 with 0.38)",
        ),
        (reference(1, "Le marché rouvre lundi"), "text not found in 'a' (needs 1.00"),
        (reference(1, "Zut alors vraiment pas drôle"), "text not found in 'a' (needs 0.80)"),
    ],
)
def test_what_is_not_found_is_named_with_a_reason(found: Reference, reason: str) -> None:
    done = match([TEXT], [found])
    assert done.pairs == ()
    assert done.unmatched[0].reference == found
    assert reason in done.unmatched[0].reason


def test_articles_without_references_are_named() -> None:
    done = match([TEXT, system(1, "seul")], [reference(1, "Le marché rouvre")])
    assert done.without_references == ("seul",)
    assert done.system == TEXT.provenance.engine


def test_two_briefs_of_one_article_are_refused() -> None:
    with pytest.raises(UsageError, match="two briefs have the article id 'a'"):
        match([TEXT, system(1), system(2, "b")], [])


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(min_size=1), st.sampled_from([s for s, *_ in SEGMENTS]))))
def test_no_reference_is_lost(sources: list[str]) -> None:
    references = [reference(number, source) for number, source in enumerate(sources)]
    done = match([system(1)], references)
    kept = [pair.reference.id for pair in done.pairs] + [u.reference.id for u in done.unmatched]
    assert sorted(kept) == sorted(r.id for r in references)
    assert all(list(p.sentences) == sorted(set(p.sentences)) and p.sentences for p in done.pairs)


# -- scores
# ------------------------------------------------------------------------------------------


def cli(folder: Path, *arguments: str) -> str:
    """What sacrebleu's own program prints about files of one segment a line."""
    for number, name in enumerate(("source", "first", "second", "reference")):
        write(folder, name, *(segment[number] for segment in SEGMENTS), "")
    call = [sys.executable, "-m", "sacrebleu", "reference", "-m", "bleu", "chrf", "ter"]
    call += ["--chrf-word-order", "2", "-w", "6", *arguments]
    done = subprocess.run(
        call, cwd=folder, capture_output=True, encoding="utf-8", check=True, env=ENVIRONMENT
    )
    return done.stdout


def test_scores_are_those_of_sacrebleu(tmp_path: Path) -> None:
    found = evaluate(matching(2))
    theirs = json.loads(cli(tmp_path, "-i", "second", "--confidence"))
    copied = json.loads(cli(tmp_path, "-i", "source"))
    assert [score.metric for score in found.scores] == list(METRICS)
    for ours, their, copy in zip(found.scores, theirs, copied, strict=True):
        assert ours.value == pytest.approx(their["score"], abs=1e-6)
        assert ours.signature == their["signature"]
        assert ours.baseline == pytest.approx(copy["score"], abs=1e-6)
        mean, half = their["confidence_mean"], their["confidence_var"]
        assert (ours.low, ours.high) == pytest.approx((mean - half, mean + half), abs=1e-4)
    assert [score.higher_is_better for score in found.scores] == [True, True, False]
    assert found.n == len(SEGMENTS) == found.scores[0].n


def test_the_paired_bootstrap_is_that_of_sacrebleu(tmp_path: Path) -> None:
    found = compare(matching(1), matching(2))
    # As text: its JSON form of this table fails on TER.
    table = cli(tmp_path, "-i", "first", "second", "--paired-bs", "--format", "text")
    scores = [float(value) for value in re.findall(r"(\d+\.\d+) \(\d", table)]
    p_values = [float(value) for value in re.findall(r"\(p = (\d\.\d+)\)", table)]
    assert [entry.a for entry in found.metrics] == pytest.approx(scores[:3], abs=1e-5)
    assert [entry.b for entry in found.metrics] == pytest.approx(scores[3:], abs=1e-5)
    assert [entry.p_value for entry in found.metrics] == pytest.approx(p_values, abs=5e-5)
    for entry in found.metrics:
        assert entry.difference == pytest.approx(entry.b - entry.a)
        assert entry.signature in table
    assert {entry.better for entry in found.metrics} == {"a"}
    assert {entry.better for entry in compare(matching(2), matching(1)).metrics} == {"b"}


def by_metric(scores: Sequence[Any]) -> dict[str, float]:
    return {score.metric: score.value for score in scores}


def test_one_segment_has_no_interval() -> None:
    """One word is missing, all four in place: TER is 1 insertion / 5 words; precision 1, brevity
    exp(1 - 6/5)."""
    brief = make_brief([("body", [("Il pleut fort ici.", "It rains hard.")])], id="a")
    found = evaluate(match([brief], [reference(1, "Il pleut fort ici.", "It rains hard here.")]))
    scores = {score.metric: score for score in found.scores}
    # "It rains hard ." against "It rains hard here .": n-grams 4/4, 2/3, 1/2, and 0/1 smoothed to
    # 1/2 (exp).
    expected = 100 * (1 * 2 / 3 * 1 / 2 * 1 / 2) ** 0.25 * 2.718281828459045 ** (1 - 5 / 4)
    assert scores["BLEU"].value == pytest.approx(expected)
    # TER (words by white space): "hard." becomes "hard" and "here." comes in: two edits over four
    # words.
    assert scores["TER"].value == pytest.approx(50.0)
    assert all(score.low is None and score.high is None and score.n == 1 for score in found.scores)
    assert "eff:yes" in scores["BLEU"].signature


def test_a_perfect_translation() -> None:
    brief = make_brief([("body", [(french, ref) for french, *_, ref in SEGMENTS])], id="a")
    scores = evaluate(match([brief], REFERENCES)).scores
    assert by_metric(scores) == pytest.approx({"BLEU": 100, "chrF++": 100, "TER": 0})
    assert [(score.low, score.high) for score in scores] == [
        pytest.approx((100, 100)),
        pytest.approx((100, 100)),
        (0, 0),
    ]


def test_an_empty_translation_is_scored_as_nothing() -> None:
    brief = make_brief([("body", [(french, "") for french, *_ in SEGMENTS])], id="a")
    scores = by_metric(evaluate(match([brief], REFERENCES)).scores)
    assert scores == pytest.approx({"BLEU": 0, "chrF++": 0, "TER": 100})


def test_untranslated_sentences_count_as_they_stand() -> None:
    french = [(source, source) for source, *_ in SEGMENTS]
    failed = {n: {"origin": "untranslated"} for n in range(len(SEGMENTS))}
    brief = make_brief([("body", french)], id="a", translations=failed)
    found = evaluate(match([brief], REFERENCES))
    assert found.untranslated == found.n == len(SEGMENTS)
    assert all(score.value == score.baseline for score in found.scores)


def test_rows_and_segments_say_what_was_scored() -> None:
    briefs = [system(1, "b"), system(2, "a"), system(1, "seul")]
    other = [reference(n, french, ref, "b") for n, (french, *_, ref) in enumerate(SEGMENTS[:3])]
    done = match(briefs, [*REFERENCES, *other, reference(99, "Rien.", article_id="perdu")])
    found = evaluate(done)
    assert [(row.article_id, row.n) for row in found.rows()] == [("a", 8), ("b", 3), ("all", 11)]
    assert [segment.reference_id for segment in found.segments] == [
        pair.reference.id for pair in done.pairs
    ]
    assert [u.reference.id for u in found.unmatched] == ["perdu-99"]
    assert found.without_references == ("seul",)
    assert by_metric(found.segments[8].scores) == pytest.approx(
        {"BLEU": 100, "chrF++": 100, "TER": 0}
    )
    assert Evaluation.model_validate_json(found.model_dump_json()) == found


def test_scores_go_into_the_brief_and_leave_it_again() -> None:
    brief = system(1)
    found = evaluate(match([brief], REFERENCES))
    scored = with_scores(brief, found)
    assert scored.scores == found.articles[0].scores == found.scores
    assert Brief.model_validate_json(scored.model_dump_json()) == scored
    stranger = scored.model_copy(update={"article": TEXT.article.model_copy(update={"id": "b"})})
    assert with_scores(stranger, found).scores == ()


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(UsageError, match="no references to score against"):
        evaluate(match([TEXT], []))
    with pytest.raises(UsageError, match="none of 1 references was found; b-1: no brief of 'b'"):
        evaluate(match([TEXT], [reference(1, "Le marché", article_id="b")]))


# -- two systems
# ------------------------------------------------------------------------------------------


def test_a_system_does_not_beat_itself() -> None:
    found = compare(matching(1), matching(1))
    assert [(m.difference, m.p_value, m.better) for m in found.metrics] == [(0, 1, "neither")] * 3
    assert Comparison.model_validate_json(found.model_dump_json()) == found


def test_one_segment_proves_nothing() -> None:
    one = [match([system(column)], REFERENCES[:1]) for column in (1, 2)]
    found = compare(*one)
    assert found.n == 1
    assert {(entry.p_value, entry.better) for entry in found.metrics} == {(None, "neither")}


def test_the_order_of_references_does_not_matter() -> None:
    turned = match([system(2)], REFERENCES[::-1])
    assert compare(matching(1), turned) == compare(matching(1), matching(2))


def test_different_references_are_refused() -> None:
    fewer = match([system(2)], REFERENCES[:-2])
    with pytest.raises(
        UsageError, match=r"not judged by the same references \(2 differ: a-6, a-7\)"
    ):
        compare(matching(1), fewer)
    pair = matching(2).pairs[0]
    reworded = pair.reference.model_copy(update={"reference": "Other words."})
    changed: tuple[Pair, ...] = (pair.model_copy(update={"reference": reworded}),)
    with pytest.raises(UsageError, match=r"\(1 differ: a-0\)"):
        compare(
            match([system(1)], REFERENCES[:1]), matching(2).model_copy(update={"pairs": changed})
        )
    with pytest.raises(UsageError, match="neither system has a matched reference"):
        compare(match([TEXT], []), match([TEXT], []))
