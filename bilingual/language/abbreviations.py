"""French abbreviations and initials: does the full stop after a token end the sentence?

Compiled from ordinary usage (Lexique des règles typographiques de l'Imprimerie nationale, and
English forms that news agencies leave standing: Inc., Jr., No.). Tokens are written without their
last full stop. Case counts where French has a word of the same letters: "M." is a man and "m." a
metre, "MM." are men and "mm." millimetres, "Col." is a colonel and "col." a pass.
"""

from __future__ import annotations

import re

from bilingual.language.words import word_list

TITLES = frozenset(word_list("titles"))

NUMBERED = frozenset(word_list("before a number"))

_SAFE_TITLES = frozenset(word_list("safe titles"))

INNER = frozenset(word_list("inner"))

CLOSING = frozenset(word_list("closing"))

MONTHS = frozenset(word_list("short months"))

STARTERS = frozenset(word_list("starters"))

PARTICLES = frozenset(word_list("particles"))

_BEFORE_NAMES = frozenset(word_list("before names"))
_LETTERED = frozenset(word_list("lettered"))
_ERA = frozenset(word_list("era"))

_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,2})+\Z")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


def opens_sentence(word: str) -> bool:
    """Whether `word`, an elided one without apostrophe, is a usual first word of a sentence."""
    head = re.split(r"['’-]", word.lower(), maxsplit=1)[0]
    return head in STARTERS


def stop_is_inner(before: str, token: str, after: str, then: str = "") -> bool:
    """Whether the full stop after `token` belongs to it and the sentence goes on with `after`.

    `before` is the word left of the token, `after` and `then` the two right of it, "" for none.

    >>> stop_is_inner("rencontré", "M", "Xi")
    True
    >>> stop_is_inner("vitamine", "C", "Elle")
    False
    """
    token = _ELISION.sub("", token, count=1)
    low = token.lower()
    if token in TITLES or low.capitalize() in _SAFE_TITLES:
        return not (token == "M" and before.isdigit() and opens_sentence(after))
    if len(token) == 1 and token.isupper():
        return _is_initial(before, after, then)
    if low in INNER or (low == "ex" and before.lower() in {"p", "p.", "par"}):
        return True
    if low == "v" and before[:1].isupper():
        return after[:1].isupper()  # Roe v. Wade
    if low in MONTHS:
        return after.isdigit() and (before[:1].isdigit() or len(after) == 4)
    if low in NUMBERED:
        return _is_number(after)
    if low in CLOSING:
        return not opens_sentence(after)
    if _DOTTED.match(token):
        era = low == "j.-c" and before.lower().rstrip(".") in _ERA
        return not (era or opens_sentence(after))
    return False


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or bool(_ROMAN.match(word)) or (len(word) == 1 and word.isupper())


def _is_initial(before: str, after: str, then: str) -> bool:
    low = _ELISION.sub("", before).lower()
    if before.endswith("°") or low in _LETTERED:
        return False  # 1 °C, hépatite B, terminale S
    if not opens_sentence(after):
        return not after[:1].isdigit() or low in _BEFORE_NAMES
    if after.lower() in PARTICLES and then[:1].isupper():
        return True
    return before.islower() and low in _BEFORE_NAMES
