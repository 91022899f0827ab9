"""What a line looks like: a paragraph, a title, a name. Measures only; the decisions are made in
`clean`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bilingual.sources.furniture import NAME, fold, words_of

# A line without a final stop is still a paragraph from this many words on: editors lose stops when
# they copy.
_PARAGRAPH_WORDS = 25
_FINAL_STOP = re.compile(r"[.…][\"»”’')\]\s]*$")
_FINAL_MARK = re.compile(r"[.!?…:;][\"»”’')\]\s]*$")
# A stop after a word of three letters or more: "M." and "St." end no sentence. Some regional papers
# open their titles with a place and a stop ("Brest. Le phare ..."), hence the three words.
_INNER_STOP = re.compile(r"^(?:\S+\s+){3}.*?\w{3}[.!?…][»”\"]?\s+[A-ZÀ-ÖØ-Þ«“\"]")
_QUOTED = re.compile(r"^[«“\"„].*[»”\"]\W*$")
_ITEM = re.compile(r"^(?:[-–—•·*▪■►]|\d{1,2}[.)°])\s")
_NAME_LINE = re.compile(NAME)
# Words of grammar say nothing about what a title is about.
_GRAMMAR_TEXT = (
    "alors apres aucun aussi autre autres avant avec avoir bien cela celle celles celui cette "
    "ceux chez "
    "comme comment contre dans deja depuis dernier derniere deux dont elle elles encore entre "
    "etait etre "
    "fait faire faut hors jusqu leur leurs mais meme memes moins nous parmi pendant peut plus "
    "plusieurs "
    "pour pourquoi pres quand quel quelle quelles quels sans selon sera sont sous tous tout toute "
    "toutes "
    "trois tres veut vers veulent voici voila vont votre vous face ainsi avait notre "
)
_GRAMMAR = frozenset(_GRAMMAR_TEXT.split())


def is_body(text: str) -> bool:
    """A paragraph or sentence of running text, as opposed to a title, a caption without stop or a
    button."""
    count = len(words_of(fold(text)))
    if _FINAL_STOP.search(text):
        return count >= 3
    if count >= _PARAGRAPH_WORDS:
        return True
    if _INNER_STOP.search(text) and count >= 6:
        return True
    return bool(_FINAL_MARK.search(text) or _QUOTED.match(text)) and count >= 16


def is_item(text: str) -> bool:
    """A list item or a line of dialogue."""
    return _ITEM.match(text) is not None


def is_name(text: str) -> bool:
    """A few capitalised words and nothing else: "Ada Martin", "Luc de la Tour"."""
    return (
        _NAME_LINE.fullmatch(text) is not None
        and 2 <= sum(word[0].isupper() for word in text.split()) <= 3
        and len(text) <= 40
        and not re.search(r"\d|[’'](?:est|a)\b", text)
    )


def is_long_title(text: str) -> bool:
    """Longer than intertitles are; calibrated on the pages of tests/data/pages and on French news
    layouts."""
    return len(text) >= 70 or len(words_of(fold(text))) >= 12


def has_colon(text: str) -> bool:
    """ "Budget : le Sénat vote contre" - the build of a title that must speak for itself."""
    return re.search(r"\w\s?:\s\w", text) is not None


def topics(text: str) -> set[str]:
    """Stems (first five letters) of the words that carry meaning."""
    return {word[:5] for word in words_of(fold(text)) if len(word) >= 4 and word not in _GRAMMAR}


def common_topics(paragraphs: Sequence[str]) -> set[str]:
    """Stems that run through the whole article: sharing them says nothing about belonging to one
    section."""
    limit = max(3, len(paragraphs) // 4)
    counts: dict[str, int] = {}
    for paragraph in paragraphs:
        for stem in topics(paragraph):
            counts[stem] = counts.get(stem, 0) + 1
    return {stem for stem, count in counts.items() if count >= limit}


def similarity(a: str, b: str) -> float:
    """Share of words in common, 0-1 (Dice over word multisets); order does not count.

    >>> similarity("Le roi arrive", "Le roi arrive.")
    1.0
    """
    left, right = Counter(words_of(fold(a))), Counter(words_of(fold(b)))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def is_keywords(text: str) -> bool:
    """Four or more words, each with a capital: the subjects under an article, "Brest Patrimoine
    Phares Bretagne"."""
    words = text.split()
    return len(words) >= 4 and all(word[0].isupper() for word in words) and not text.endswith(".")
