"""What the model loses is enforced by translating on behind it, and nothing else is given up for
it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cases import each
from hypothesis import given
from hypothesis import strategies as st

from bilingual.compare import compare
from bilingual.engines import EchoTranslator
from bilingual.engines.base import AlignmentLink, Decoding, Hypothesis
from bilingual.glossary.terms import NO_TERMS, Term, TermTable
from bilingual.language.typography import with_capital
from bilingual.records import Sentence
from bilingual.translate import Rendering, Search, translate, translate_texts
from bilingual.translate.attempts import PREFIX_BEAM, ROUNDS, missing

WORDS = {
    "le": "the", "la": "the", "les": "the", "un": "a", "une": "a", "président": "president",
    "a": "has", "vu": "seen", "à": "in", "et": "and", "paie": "pays", "amende": "penalty",
    "pékin": "baking", "téhéran": "terrible", "équateur": "equation", "de": "of", "lourde": "heavy",
    "lundi": "Monday", "12": "12", "il": "he", "va": "goes",
}  # fmt: skip
PLAIN = Decoding()
FINE = TermTable([Term((("amende", "fine"),))])


@dataclass
class WordByWord:
    """An engine that translates every word by a list, knows where each came from, and goes on
    behind a prefix.

    What it has no word for it leaves out; `forgets` are words that it loses whenever it is given a
    prefix; `deaf`, it heeds no prefix; `glue` is what it goes on with in the prefix's last word.
    After `breath` words of its own it stops.
    """

    forgets: frozenset[str] = frozenset()
    aligned: bool = True
    deaf: bool = False
    glue: str = ""
    breath: int = 99
    max_tokens: int = 512
    workers: int = 1
    signature: str = "word-by-word"
    model_name: str = "word-by-word"
    beams: list[int] = field(default_factory=list)
    begun: list[tuple[str, ...]] = field(default_factory=list)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return EchoTranslator().count_tokens(texts)

    def translate(
        self, texts: Sequence[str], decoding: Decoding = PLAIN, prefixes: Sequence[str] = ()
    ) -> list[Hypothesis]:
        self.beams.append(decoding.beam)
        self.begun.append(tuple(prefixes))
        return [
            self._said(text, prefix, decoding)
            for text, prefix in zip(texts, prefixes or [""] * len(texts), strict=True)
        ]

    def _said(self, text: str, prefix: str, decoding: Decoding) -> Hypothesis:
        prefix = "" if self.deaf else prefix
        done = len(prefix.split())
        alignment: list[AlignmentLink] = []
        english = ""
        for match in re.finditer(r"\w+|[.,]", text):
            word = WORDS.get(match[0].lower(), match[0] if match[0] in ".," else "")
            if prefix and word in self.forgets:
                continue
            if not word:
                continue
            position = len(english.split())
            if position >= max(done, self.breath) and word not in ".,":
                continue
            said = prefix.split()[position] if position < done else word
            joint = "" if said in ".," or not english else " "
            start = len(english) + len(joint)
            english += joint + said
            alignment.append(AlignmentLink(start, len(english), match.start(), match.end()))
        if not english.startswith(prefix):  # the prefix is longer than what there is to say
            english = prefix
        if prefix and self.glue:
            english = prefix + self.glue + english[len(prefix) :]
        found, english = tuple(alignment), with_capital(english, text)
        return Hypothesis(
            english,
            -0.5,
            alignment=(lambda: found) if decoding.alignment and self.aligned else tuple,
        )


def forced(engine: WordByWord, terms: TermTable) -> Search:
    return Search(engine, Decoding(alignment=True), terms=terms, constrained=True)


def render(text: str, engine: WordByWord, terms: TermTable = NO_TERMS) -> Rendering:
    return translate_texts([text], engine, terms=terms, constrained=True)[0]


def test_a_lost_name_stands_in_its_place() -> None:
    engine = WordByWord()
    said = render("Le président a vu Pékin et paie.", engine)
    assert said.text == "The president has seen Beijing and pays."
    assert [constraint.write for constraint in said.enforced] == ["Beijing"]
    assert said.retried


def test_nothing_is_glued_to_what_is_enforced() -> None:
    lost = "Le président a vu Pékin et paie."
    assert "Beijingthing" not in render(lost, WordByWord(glue="thing")).text


def test_several_are_placed_from_left_to_right() -> None:
    engine = WordByWord()
    said = render("Il va à Pékin et à Téhéran.", engine)
    assert said.text == "He goes in Beijing and in Tehran."
    assert [constraint.write for constraint in said.enforced] == ["Beijing", "Tehran"]
    assert [len(prefixes) for prefixes in engine.begun] == [0, 1, 1]
    assert engine.beams == [4, PREFIX_BEAM, PREFIX_BEAM]


def test_a_term_of_the_glossary_is_placed_and_said() -> None:
    sentences = [
        Sentence(
            index=0, paragraph=0, role="body", start=0, end=29, text="Il paie une amende à Pékin."
        )
    ]
    (said,) = translate(forced(WordByWord(), FINE), sentences)
    assert said.text == "He pays a fine in Beijing."
    assert [(use.french, use.english, use.outcome) for use in said.terms] == [
        ("amende", "fine", "placed")
    ]
    assert [(repair.before, repair.after) for repair in said.repairs] == [("", "Beijing")]


@each("asked, outcome", [("penalty", "met"), ("penal sum", "missed")])
def test_a_term_is_met_by_the_model_or_missed(asked: str, outcome: str) -> None:
    sentences = [
        Sentence(index=0, paragraph=0, role="body", start=0, end=18, text="Il paie une amende.")
    ]
    terms = TermTable([Term((("amende", asked),))])
    (said,) = translate(forced(WordByWord(aligned=False), terms), sentences)
    assert [use.outcome for use in said.terms] == [outcome]


def test_nothing_is_placed_at_the_cost_of_another_loss() -> None:
    engine = WordByWord(forgets=frozenset({"12"}))
    far = Term(
        (("une amende lourde", "fine"),)
    )  # too much would have to go to write it over the words
    said = render("Il paie une amende lourde de 12.", engine, TermTable([far]))
    assert said.text == "He pays a penalty heavy of 12."
    assert said.enforced == ()


def test_a_term_that_costs_too_much_to_place_is_written_over_the_words_that_stand_there() -> None:
    engine = WordByWord(forgets=frozenset({"12"}))
    said = render("Il paie une amende de 12.", engine, FINE)
    assert said.text == "He pays a fine of 12."
    assert [constraint.write for constraint in said.enforced] == ["fine"]


def test_a_garbled_name_that_costs_too_much_to_place_is_written_anew() -> None:
    engine = WordByWord(forgets=frozenset({"12"}))
    said = render("Il va à Pékin et paie 12.", engine)
    assert said.text == "He goes in Beijing and pays 12."
    assert [constraint.write for constraint in said.enforced] == ["Beijing"]


def test_what_loses_its_end_is_translated_clause_by_clause() -> None:
    engine = WordByWord(breath=5)
    said = render("Le président paie une amende ; il va à Téhéran lundi.", engine)
    assert said.text == "The president pays a penalty; he goes in Tehran Monday."
    assert {constraint.write for constraint in said.enforced} >= {"Tehran"}


def test_what_must_be_a_part_only_is_translated_clause_by_clause() -> None:
    """No name and no number is lost, but the English is much too short."""
    clause = "le président paie une lourde amende et il va lundi"
    said = render(f"{clause}, et {clause}.", WordByWord(breath=11))
    words = "the president pays a heavy penalty and he goes monday"
    assert said.text.lower() == f"{words}, and {words}."
    assert said.retried


def test_it_ends_after_some_rounds() -> None:
    engine = WordByWord(deaf=True)
    render("Il va à Pékin et à Téhéran et à Pékin et à Téhéran et à Pékin.", engine)
    assert len(engine.begun) <= 2 + 3 * ROUNDS


@each("constrained", [True, False])
def test_an_engine_without_alignment_is_never_given_a_prefix(constrained: bool) -> None:
    engine = WordByWord(aligned=False)
    translate_texts(["Il va à Pékin."], engine, constrained=constrained)
    assert not any(engine.begun)


def test_off_means_off() -> None:
    engine = WordByWord()
    said = translate_texts(["Il va à Pékin."], engine, constrained=False)[0]
    assert said.text == "He goes in baking."
    assert len(engine.begun) == 1


def test_nothing_missing_costs_nothing() -> None:
    engine = WordByWord()
    render("Le président paie une amende.", engine)
    assert len(engine.begun) == 1


FRENCH = st.lists(
    st.sampled_from([*WORDS, "Pékin", "Téhéran", "Équateur", "12", "lundi", "."]),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(st.lists(FRENCH, min_size=1, max_size=4))
def test_placing_never_loses_more(texts: list[str]) -> None:
    plain = translate_texts(texts, WordByWord(), constrained=False)
    constrained = translate_texts(texts, WordByWord(), constrained=True)
    for text, before, after in zip(texts, plain, constrained, strict=True):
        assert missing(compare(text, after.text)) <= missing(compare(text, before.text))
