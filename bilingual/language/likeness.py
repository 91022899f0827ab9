"""How much two names read alike, with the French way of writing foreign sounds undone.

>>> alike(fold("Tchernychev"), fold("Chernyshev")) > SAME_SOUND
True
>>> alike(fold("Londres"), fold("London")) > SAME_SOUND
False
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import filterfalse

MAX_LETTERS = 40
# Letters in common (difflib ratio, 0-1) for two spellings to be one name; see
# tests/benchmarks/check_calibration.py.
ALIKE = 0.72
SAME_SOUND = 0.985  # from here on two spellings are the same name


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case without accents: the key of every comparison here."""
    text = text.casefold()
    if text.isascii():
        return text
    text = text.replace("œ", "oe").replace("ø", "o").replace("ł", "l").replace("’", "'")
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", text)))


_SOUNDS = (
    ("tch", "c"), ("tsch", "c"), ("dj", "j"), ("ch", "c"), ("sh", "c"), ("ou", "u"), ("oo", "u"),
    ("ph", "f"), ("qu", "k"), ("ck", "k"), ("kh", "k"), ("gu", "g"), ("eff", "ev"), ("off", "ov"),
    ("ï", "i"), ("y", "i"), ("w", "v"), ("ie", "i"), ("ei", "i"), ("ai", "i"), ("q", "k"),
    ("x", "ks"), ("h", ""), ("j", "i"),
)  # fmt: skip


_DOUBLED = re.compile(r"(.)\1+")
_FRENCH = re.compile(r"(?:eur|eau|aud|el|et|ier|ard|ac|ot|ain|ois|ais|(?<!in)e)$")


def doubling_lost(whole: str, written: str) -> bool:
    """Whether the second of two folded words is the first without double letters that it has:
    vasseur, vaseur.

    Not at the end (Lehmann, Lehman), and a double s only in names that look French: it is how
    French writes the s of other languages (Borissov, Hassan).
    """
    if len(written) >= len(whole) or _DOUBLED.sub(r"\1", whole) != _DOUBLED.sub(r"\1", written):
        return False
    last = whole[-1] == whole[-2] and written[-1] != written[-2:-1]
    return not last and (whole.count("ss") == written.count("ss") or bool(_FRENCH.search(whole)))


@lru_cache(maxsize=16384)
def _sound(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    return _DOUBLED.sub(r"\1", word).replace("c", "k").removesuffix("e")


@lru_cache(maxsize=16384)
def alike(left: str, right: str) -> float:
    """How much two folded words read alike, 0-1, with the French spelling of foreign sounds
    undone."""
    if left == right:
        return 1.0
    left, right = left[:MAX_LETTERS], right[:MAX_LETTERS]
    if min(len(left), len(right)) < 3 or abs(len(left) - len(right)) > 6:
        return 0.0
    sounds = _sound(left), _sound(right)
    if sounds[0] and sounds[0] == sounds[1]:
        return 0.99  # above SAME_SOUND
    matcher = SequenceMatcher(None, *sounds, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
