"""Whether the full stop behind a French token ends its sentence."""

from __future__ import annotations

from cases import each

from bilingual.language.abbreviations import opens_sentence, stop_is_inner


@each(
    "before, token, after, then",
    [
        ("rencontré", "M", "Xi", ""),
        ("à", "Mme", "Le", "Pen"),
        ("de", "n°", "12", ""),
        ("au", "chap", "IV", ""),
        ("fruits", "p.ex", "pommes", ""),
        ("3", "janv", "2025", ""),
        ("Roe", "v", "Wade", ""),
        ("Martin", "Jr", "King", ""),
        ("Kevin", "D", "Durand", ""),
        ("Jean", "L", "Le", "Pen"),
        ("président", "A", "Il", ""),
        ("aux", "U.S", "Marines", ""),
        ("chez", "d'M", "Xi", ""),
    ],
)
def test_the_sentence_goes_on(before: str, token: str, after: str, then: str) -> None:
    assert stop_is_inner(before, token, after, then)


@each(
    "before, token, after, then",
    [
        ("15", "M", "Le", "jury"),  # metres
        ("vitamine", "C", "Elle", ""),
        ("1°", "C", "Demain", ""),
        ("Kevin", "D", "Le", "jeune"),
        ("dit", "non", "Elle", ""),
        ("grand", "art", "Nous", ""),
        ("Apple", "Inc", "Le", "groupe"),
        ("av", "J.-C", "Rome", ""),
        ("mois", "sept", "Nous", ""),
        ("le", "train", "Paris", ""),
        ("plan", "B", "12", ""),
    ],
)
def test_the_sentence_ends(before: str, token: str, after: str, then: str) -> None:
    assert not stop_is_inner(before, token, after, then)


def test_elided_words_open_sentences_as_whole_ones_do() -> None:
    for word in ("Le", "L'hiver", "qu’il", "Aujourd'hui", "Celui-ci"):
        assert opens_sentence(word)
    for word in ("Paris", "Martin", "12", ""):
        assert not opens_sentence(word)
