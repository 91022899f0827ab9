"""Names that French spells by ear, in their English spelling: Tchernychev is Chernyshev.

French and English write Russian, Ukrainian and Arabic names by different rules; between them the
way is mostly fixed. The danger is a French name that only looks foreign (Bouchard, Touraine,
Fletcher), so a word is respelt when two things agree: an ending (or beginning) that is Slavic, and
a sound that only French writes so. Names from the Maghreb keep their French spelling in English
(Bouteflika, Rachid) and stay None, as do names already written the English way. Chinese names in
old French spellings follow no rule of letters; the known ones stand in the gazetteer.

The other half says how much two names read alike, with the same ways of writing sounds undone.

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
from typing import Final

MAX_LETTERS: Final = 40  # of a name that is respelt or compared

_SHAPE: Final = re.compile(r"[A-Z][a-zïéè]+")

# Enough by itself: an ending or a beginning that no French name has.
_STRONG: Final = re.compile(
    r"""^iou(?!p)[a-zï]{2} | ïeva?$ | (?:sk|[lnt])aïa$ | [eo]v(?:itch|na)$ | chvili$ | adzé$
      | tchenko$ | ochenko$ | (?:tch|[ln]i)ouk$ | tch(?:ik|ine|ouk)$ | chtch | chkine$ | [kr]hine$
      | [lrv]iov$ | (?:rgu|[dlrx])eï$ | kolaï$ | ^mikhaïlo?$ | ^viatcheslav | ^i?evgu[eé]ni
      | ^guen+adi[iï]?$ | ^gueorgui""",
    re.VERBOSE,
)
# Slavic, but spelt alike in other languages: counts with a sound of the second pattern.
_ENDING: Final = re.compile(
    r"(?:[^ao]|[^aei])(?:ov|ev)a?$ | [dklnstv]sk(?:i|oï)$ | [yï]ski$ | enko$ | tchi?an$ | insk$ | "
    r"oïarsk$",
    re.VERBOSE,
)
_SOUND: Final = re.compile(
    r"tch | ou | ï | ^ia(?=[cknrv]) | ^ie(?=[rv]) | gu[eéi] | (?<=[aeiou])j(?=[aeiou]) | "
    r"^j(?=.*[eo]v) | ss(?=[aeiou])",
    re.VERBOSE,
)
# A Slavic "-ine" ends many French names (Touraine, Capucine); these beginnings leave no doubt.
_INE: Final = re.compile(r"(?:jine|choustine|kounine|poutine|outkine|ytchine|ourguine|yguine)$")
# Never of a name that French has respelt: the English and the native letters for the same sounds.
_ENGLISH: Final = re.compile(
    r"sh|zh|(?<![ogq])u|w|kk|ck|ee|oo(?!u)|y[aeu]|q|[bcdfg]h(?<!ch)|th|eau|oi(?!v)|[ln]j|sch"
)

_SLAVIC: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"^iou", "yu"), (r"^ia", "ya"), (r"^ie", "ye"),
        (r"chtch", "<>"), (r"tch", ">"), (r"ch", "<"), (r"dj", "~"), (r"j", "zh"),
        (r"gu(?=[eéi])", "g"), (r"(?<=[aeiouy])ss(?=[aeiouyï])", "s"),
        (r"(?<=[^aeouy])iou", "yu"), (r"ou", "u"), (r"(?<=[a-z])i(?=a[^aeiou])(?<![aeou]i)", "y"),
        (r"(?<=[^aeou])iov$", "yov"), (r"ï(?=[aeiou])", "y"), (r"ï$(?<=oï)", "y"), (r"ï", "i"),
        (r"([iy])ne$", r"\1n"), (r"sk[iy]$", "sky"), (r"ié", "e"), (r"[éè]", "e"),
        (r"<", "sh"), (r">", "ch"), (r"~", "j"),
    )
)  # fmt: skip

# Arabic: after the article, and a few beginnings that English always spells with J or u.
_ARTICLE: Final = re.compile(
    r"^([Aa]l)-([A-Z](?=[a-zïéâî]*(?:h|dj|ou|ï))[a-zïéâî]+(?<!ment)(?<!uite))$"
)
_ARABIC: Final = re.compile(
    r"^(?:dja(?:l[aiâ]|b[aei]|afar|mal$|wad)|djoula|nadj(?:ib|af|m)|khadidja"
    r"|moustafa$|mouammar$|bachar$|chou(?:kri|aib)|soule[iï]man)"
)
_ARABIC_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"ch", "sh"), (r"dj", "j"), (r"gu(?=[eéi])", "g"), (r"aoui$", "awi"),
        (r"(?<=ou)ss(?=[aeiou])", "s"), (r"ou", "u"), (r"(?<=[^aeiou])ane$", "an"), (r"ï", "i"),
        (r"[éè]", "e"), (r"â", "a"), (r"î", "i"),
    )
)  # fmt: skip
_KEPT: Final = frozenset({"houthi", "mahmoud", "nour", "daoud", "massoud"})
_ABOU: Final = re.compile(
    r"^Abou(?=[ -](?:[Aa]l-|Bakr|Ghraib|Mazen|Moussab|Sayyaf|Nidal|Hamza|Obe[iï]da|Qatada"
    r"|Dhabi))"
)


@lru_cache(maxsize=4096)
def english_spelling(name: str) -> str | None:
    """The English spelling of a name that French writes by its own rules; None if not certain.

    Each word is judged by itself; one that stays as it is beside one that changes is kept.

    >>> english_spelling("Viatcheslav Tchernychev"), english_spelling("al-Charif")
    ('Vyacheslav Chernyshev', 'al-Sharif')
    >>> english_spelling("Bouchard") is None
    True
    """
    words = name.split(" ")
    if len(name) > MAX_LETTERS or not all(words):
        return None
    found = [_word(word) for word in words]
    spelt = " ".join(new or old for new, old in zip(found, words, strict=True))
    spelt = _ABOU.sub("Abu", spelt)
    return spelt if any(found) or spelt != name else None


def _word(word: str) -> str | None:
    if (match := _ARTICLE.match(word)) is not None:
        article, rest = match.groups()
        spelt = rest if rest.lower() in _KEPT else _respelt(rest, _ARABIC_RULES)
        return f"{article}-{spelt}" if spelt != rest else None
    if _SHAPE.fullmatch(word) is None:
        return None
    lower = word.lower()
    if _ARABIC.search(lower):
        return _changed(word, _ARABIC_RULES)
    return _changed(word, _SLAVIC) if _is_slavic(lower) else None


def _is_slavic(word: str) -> bool:
    """Whether a lower-case word is a Slavic (or Georgian) name in French spelling."""
    if len(word) < 4 or _ENGLISH.search(word):
        return False
    if _STRONG.search(word) or _INE.search(word):
        return True
    return bool(_ENDING.search(word) and _SOUND.search(word))


def _changed(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    spelt = _respelt(word, rules)
    return spelt if spelt != word else None


def _respelt(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    spelt = word.lower()
    for pattern, english in rules:
        spelt = pattern.sub(english, spelt)
    return spelt[:1].upper() + spelt[1:]


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
    """Whether the second folded word is the first without its double letters: vasseur, vaseur.

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
    """How much two folded words read alike, 0-1, whichever language spelt their sounds."""
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
