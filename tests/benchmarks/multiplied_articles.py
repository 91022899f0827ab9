"""As many different articles as a benchmark of speed needs, put together from the sentences of a
folder of articles.

Each sentence is changed in its digits and in one word, so that no two are equal and neither a cache
nor the search for duplicates saves work. Sentences that would be translated in a special way (short
headings, sentences that are cut) are left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from bilingual import Settings, read_articles
from bilingual.segment import segment

LENGTHS = range(70, 250)  # characters of a sentence: what 28 pieces may be the translation of
ARTICLE_WORDS = 600
_PARAGRAPH = 4  # sentences
_DIGITS = re.compile(r"\d")
_WORD = re.compile(r"(?<![\w'’-])[a-zà-ÿ]{5,9}(?![\w'’-])")
_MARKS = re.compile(r"[“”\"()]")
_SEED = 5


def write_articles(corpus: Path, folder: Path, count: int) -> None:
    """Text files of a headline and paragraphs, about ARTICLE_WORDS words each; the same ones every
    time."""
    folder.mkdir(parents=True)
    sentences = list(_sentences(corpus))
    chance = random.Random(_SEED)
    changed = _changed(sentences, chance)
    for number in range(count):
        title = next(changed).rstrip(" .!?")
        body: list[str] = []
        while sum(len(sentence.split()) for sentence in (title, *body)) < ARTICLE_WORDS:
            body.append(next(changed))
        starts = range(0, len(body), _PARAGRAPH)
        paragraphs = [" ".join(body[start : start + _PARAGRAPH]) for start in starts]
        text = "\n\n".join([title, *paragraphs])
        (folder / f"article-{number:03}.txt").write_text(text + "\n", encoding="utf-8")


def _sentences(corpus: Path) -> Iterator[str]:
    """Whole sentences of running text; none with half a quotation, which would change where its
    neighbours end."""
    for article in read_articles([corpus], Settings()):
        for sentence in segment(article):
            text = " ".join(sentence.text.split())
            whole = text[0].isupper() and text[-1] == "." and text.count("«") == text.count("»")
            if (
                sentence.role == "body"
                and whole
                and not _MARKS.search(text)
                and len(text) in LENGTHS
            ):
                yield text


def _changed(sentences: list[str], chance: random.Random) -> Iterator[str]:
    """Endlessly the sentences in random order, each time another text."""
    words = sorted({word for sentence in sentences for word in _WORD.findall(sentence)})
    seen: set[str] = set()
    while True:
        for sentence in chance.sample(sentences, len(sentences)):
            new = _change(sentence, words, chance)
            if new not in seen and len(new) in LENGTHS:
                seen.add(new)
                yield new


def _change(sentence: str, words: list[str], chance: random.Random) -> str:
    sentence = _DIGITS.sub(lambda _: str(chance.randint(1, 9)), sentence)
    places = list(_WORD.finditer(sentence))
    if not places:
        return sentence
    place = chance.choice(places)
    return sentence[: place.start()] + chance.choice(words) + sentence[place.end() :]
