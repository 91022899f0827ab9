"""The key points of an article with an abstract, as the text that a reader would see: what is measured is what ships."""

from __future__ import annotations

from bilingual.key_points.extract import key_points
from bilingual.records import Sentence
from bilingual.train.ranker.evaluate import Summarizer
from bilingual.train.ranker.train import Example


def as_sentences(example: Example) -> list[Sentence]:
    """The title and the sentences as records; offsets are of no use here and count the sentences."""
    texts = [example.title, *example.sentences]
    roles = ["title", *["body"] * len(example.sentences)]
    return [
        Sentence.model_validate(
            {"index": i, "paragraph": i, "role": role, "start": i, "end": i + 1, "text": text}
        )
        for i, (role, text) in enumerate(zip(roles, texts, strict=True))
        if text.strip()
    ]


def points_as_text(k: int) -> Summarizer:
    """At most `k` points, lead-ins included, in the order of the article."""

    def summarize(example: Example) -> str:
        sentences = {s.index: s.text for s in as_sentences(example)}
        points = key_points(as_sentences(example), k=k)
        shown = {p.index for p in points} | {p.lead_in for p in points if p.lead_in is not None}
        return " ".join(sentences[index] for index in sorted(shown))

    return summarize
