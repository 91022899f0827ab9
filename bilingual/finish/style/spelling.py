"""British, Oxford or American spelling, word by word.

    organise, colour, centre, analyse (british)    organize, colour, centre, analyse (oxford)
    organize, color, center, analyze (american)

Names are left alone: a word with a capital is changed only where it begins a sentence, no other
capitalised word follows, and it is not often a name (Labour, Grey, Honor). So are words all in
capitals, quoted titles and addresses. Left out: different words for one thing (lift, elevator), and
"he analyses", which is also the plural of "analysis".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from bilingual.finish.style.spans import Shield, rewrite, text_before
from bilingual.language.words import word_list

Spelling = Literal["british", "oxford", "american"]

_WORD: Final = re.compile(r"\b[A-Za-z][a-z]+\b")
_ENDINGS: Final = "e|ed|es|er|ers|ing|ings|ingly|edly|able|ability|ation|ations|ational|ationally"
_IZE: Final = re.compile(rf"([a-z]{{3,}})i([sz])({_ENDINGS})")
_AGGRANDIZE: Final = re.compile(r"(aggrand)i([sz])(ement)")
_YZE: Final = re.compile(r"([a-z]{3,})y([sz])(e|ed|es|er|ers|ing|able)")
_PREFIX: Final = re.compile(r"^(?:un|re|pre|over|mis|dis|out|non|in|under)(?=[a-z]{2})")

# Where a sentence begins, perhaps with a quotation mark; "St." and "Prof." end none.
_OPENS: Final = re.compile(
    r"(?:^|(?:\b[a-z]{2,}|[A-Za-z]{5}|[\d)\"”’'])[.!?]+[\"”’')]*\s+)[\"“‘'(\[]*$|[:,]\s+[\"“‘']$"
)
_REACH: Final = 12
_NAME_FOLLOWS: Final = re.compile(r"[\s&-]+(?:of\s+(?:the\s+)?)?[A-Z]")

# What an American word must stand beside to be the British one and not its double.
_COUNTED: Final = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|square|cubic|few|per))[\s-]$"
)
_COMPUTING: Final = re.compile(
    r"\b(?:computer|software|computing|coding|antivirus|spyware|malware|malicious|executable|to|will|can|could|would"
    r"|must|should|may|might|you|we|they|I)\s$"
)
_DETERMINED: Final = re.compile(
    r"\b(?:an?|the|his|her|its|their|our|my|your|this|that|no|any|driving|driver['’]s|fishing|export|import)\s$",
    re.IGNORECASE,
)


def spell(
    text: str, spelling: Spelling, shield: Shield, names: frozenset[str] = frozenset()
) -> str:
    """The text in one spelling; `names` are words that stand as names in the source."""

    def written(match: re.Match[str]) -> str:
        word = match[0]
        other = _other(word.lower(), spelling)
        if other is None or word in names or not _fits(match, other):
            return word
        if word[0].isupper():
            return other.capitalize() if _begins_sentence(match) else word
        return other

    return rewrite(_WORD, text, shield, written)


@lru_cache(maxsize=16384)
def _other(word: str, spelling: Spelling) -> str | None:
    """The word in the wanted spelling, None when it is that already or has only one."""
    american = spelling == "american"
    written = (TO_AMERICAN if american else TO_BRITISH).get(word, word)
    if word == "license" and not american:
        written = "licence"
    written = _rooted(written, american)
    written = _turned(_YZE, written, "z" if american else "s", lyse=True)
    for pattern in (_IZE, _AGGRANDIZE):
        written = _turned(pattern, written, "s" if spelling == "british" else "z")
    return None if written == word else written


def _rooted(word: str, american: bool) -> str:
    for british, other in ROOTS.items():
        source, target = (british, other) if american else (other, british)
        if source in word and target not in word:
            return word.replace(source, target, 1)
    return word


def _turned(pattern: re.Pattern[str], word: str, letter: str, *, lyse: bool = False) -> str:
    match = pattern.fullmatch(word)
    if match is None or match[2] == letter:
        return word
    stem, ending = match[1], match[3]
    if lyse:
        turns = stem in LYSE and (letter == "s" or ending != "es")
    else:
        turns = _is_greek(stem, ending, to_z=letter == "z")
    return word[: match.start(2)] + letter + ending if turns else word


def _is_greek(stem: str, ending: str, *, to_z: bool) -> bool:
    """Whether the ending after the stem is the one that is spelled both ways."""
    bare = _PREFIX.sub("", stem)
    if not to_z:
        known = stem in GREEK_IN_S if stem.endswith("s") else len(bare) > 2
        return known and stem not in NEVER_ISE and bare not in NEVER_ISE
    # raise, noise, bruise; likewise, clockwise
    if stem[-1] in "aouw" or stem in NEVER_IZE or bare in NEVER_IZE or len(bare) < 3:
        return stem in SURE_VERBS
    return not (ending == "es" and stem in NOT_VERBS_IN_ISES)


def _fits(match: re.Match[str], other: str) -> bool:
    """Whether the words around it let the word be the one that has the other spelling."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    after = match.string[match.end() : match.end() + 8]
    if other in ("metre", "metres"):
        return bool(_COUNTED.search(before))
    if other in ("programme", "programmes"):
        return not _COMPUTING.search(before)
    if other == "licence":
        return bool(_DETERMINED.search(before))
    if other == "rigour":
        return not after.startswith(" mortis")
    return True


def _begins_sentence(match: re.Match[str]) -> bool:
    text, word = match.string, match[0].lower()
    if word in OFTEN_NAMES or _NAME_FOLLOWS.match(text, match.end()):
        return False
    verb = _IZE.fullmatch(word)
    if verb is not None and verb[1] not in SURE_VERBS:
        return False  # Denise, Louise, Belize
    return bool(_OPENS.search(text_before(match, _REACH)))


NEVER_IZE: Final = frozenset(word_list("never -ize"))
NOT_VERBS_IN_ISES: Final = frozenset(word_list("nouns in -ises"))
NEVER_ISE: Final = frozenset(word_list("never -ise"))
GREEK_IN_S: Final = frozenset(word_list("Greek in s"))
SURE_VERBS: Final = frozenset(word_list("sure verbs"))
LYSE: Final = frozenset(word_list("-yse"))
OFTEN_NAMES: Final = frozenset(word_list("often names"))
_OUR_ENDINGS = ("", "s", "ed", "ing", "ings", "er", "ers", "less", "ful", "fully", "able", "ably")


def _families() -> Iterator[tuple[str, str]]:
    for word in word_list("-our"):
        for ending in _OUR_ENDINGS:
            yield word + ending, word.removesuffix("our") + "or" + ending
    for word in word_list("-our alone"):
        yield word, word.replace("our", "or")
    for word in word_list("-re"):
        american = word.removesuffix("re") + "er"
        yield from ((word, american), (word + "s", american + "s"))
    for word in word_list("doubled l"):
        for ending in ("ed", "ing", "er", "ers"):
            yield word + word[-1] + ending, word + ending


def _pairs(name: str) -> dict[str, str]:
    return dict(pair.split("|") for pair in word_list(name))


# A British spelling with an American one. Where one of the two is also another word (check, tire,
# story, license) only the way that leaves no doubt is taken. Forms that nobody writes
# ("tumourable") come with the families and do no harm.
_BOTH_WAYS: Final = {
    british: american for british, american in _families() if british != american
} | _pairs("both ways")
TO_AMERICAN: Final = _BOTH_WAYS | _pairs("to American")
TO_BRITISH: Final = {american: british for british, american in _BOTH_WAYS.items()} | _pairs(
    "to British"
)
ROOTS: Final = _pairs("medical roots")
