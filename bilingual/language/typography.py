"""How text is written: French into the form a model knows, English in a consistent form.

Everything here is pure. `normalise_source` and `decapitalise` prepare a sentence for the engine and
never reach a reader; `polish_english` is the last step on what the engine said and changes neither
a letter nor a digit.

Left out on purpose: French number forms (1 300, 2 %); finish/numbers.py rewrites them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bilingual.language.words import word_list

# White space that may stand before a mark, for a pattern that goes on with the mark. A run of it is
# entered at its beginning only; a search that began anew at every space of it would take the square
# of its length.
SPACE_BEFORE = r"(?:(?<!\s)\s++)?"

_TRANSLATION = str.maketrans(
    # transformers 5 never normalises for Marian, and many vocabularies have only straight forms.
    dict.fromkeys("’‘ʼ‛′´`", "'")
    | dict.fromkeys("“”„‟″‹›", '"')
    | dict.fromkeys("‐‑−﹣－", "-")
    | dict.fromkeys("‒—―", "–")
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_DOT_LEADER = re.compile(r"\.(?:\s?\.){3,}")
_OTHER_LEADER = re.compile(r"([-–_=*~·•])(?:\s?\1){3,}")
_ELISION = re.compile(r"(?i)\b((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)') (?=\w)")
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|eu|info)(?:/\S*)?(?!\w)"
)

_SENTENCE_START = re.compile(r"(?:^|[.!?]\s)\W*+(?:\w|$)")
_NAME_AFTER_TITLE = re.compile(r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Dr|Mgr)\s+\w")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_INITIAL = re.compile(r"[B-DF-HJ-NP-TV-XZ]\.")
_MOSTLY_CAPITALS = 0.7  # share of letters; "L'ONU et l'OTAN" in running text stays below

_SPACE_BEFORE = re.compile(r"(?<=\S)[ \t]+(?=[:;!?]+(?:[\s\"')\]]|$))")
_SPACE_BEFORE_STOP = re.compile(r"(?<=[\w\"')\]%])[ \t]+(?=[,.](?:[\s\"')\]]|$))")
_AFTER_OPENING = re.compile(r"(?<=[(\[])[ \t]+(?=\S)")
_BEFORE_CLOSING = re.compile(r"(?<=\S)[ \t]+(?=[)\]])")
# What the four above need; nearly every text lacks it.
_LOOSE = re.compile(r"[ \t][)\],.:;!?]|[(\[][ \t]")
_GUILLEMETS = re.compile(r"« ?| ?»")
_ENGLISH_FORMS = str.maketrans(dict.fromkeys("’‘", "'") | dict.fromkeys("“”„‟", '"'))


_FIRST_LETTER = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"[\s\"'“‘«(\[]*([^\W\d_]+)")


def normalise_source(text: str) -> str:
    """French in the form a translation model was trained on: NFC, plain spaces, straight quotes, no
    leaders.

    Invisible characters (soft hyphen, zero width, direction marks) vanish, control characters
    become spaces, dot leaders become "...", œ and « » stay. Doing it twice changes nothing.

    >>> normalise_source("L’État a\\u202fdit…\\u00a0: «\\u00a0Non\\u00a0» ........ 12")
    "L'État a dit... : « Non » ... 12"
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _visible(c) for c in text)
    text = unicodedata.normalize("NFC", text).translate(_TRANSLATION)
    text = _SPACES.sub(" ", text).strip()
    text = _OTHER_LEADER.sub(r"\1", _DOT_LEADER.sub("...", text))
    return _ELISION.sub(r"\1", text)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs", "Co", "Cn"}:
        return ""
    return " " if category in {"Cc", "Zl", "Zp", "Zs"} else character


def without_controls(text: str) -> str:
    """The text without what no text has: control characters but tab and line ends become spaces,
    halves of characters and U+FFFE and U+FFFF vanish. The rest can be written in Unicode and XML.

    >>> without_controls("Une\\x1b[1m ligne\\n")
    'Une [1m ligne\\n'
    """
    return _NO_CHARACTER.sub("", _CONTROL.sub(" ", text))


def is_verbatim(text: str) -> bool:
    """Whether there is nothing to translate: only digits, signs, web and e-mail addresses.

    >>> is_verbatim("20.15 – 21.00"), is_verbatim("Contact : a@exemple.fr")
    (True, False)
    """
    # Each address has a sign in it and no white space: letters alone are a word.
    if any(word.isalpha() for word in text.split()):
        return False
    return not any(character.isalpha() for character in _ADDRESS.sub(" ", text))


def is_capitals(text: str) -> bool:
    """Whether a text of two words or more is written mostly in capitals, as headlines are."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return (
        len(text.split()) > 1 and len(letters) > 5 and capitals >= _MOSTLY_CAPITALS * len(letters)
    )


def decapitalise(text: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A headline in capitals in sentence case; other text is returned as it is.

    Acronyms (a list, and short words without a vowel), Roman numerals, initials, words with digits,
    the names of countries and large cities, and `names` (see `names_in`) keep or get their
    capitals. Other names become lower-case, because nothing tells them from words; accents that the
    capitals lacked are not put back.

    >>> decapitalise("L'ONU DEMANDE À PARIS UNE TRÊVE")
    "L'ONU demande à Paris une trêve"
    """
    if not is_capitals(text):
        return text

    def recased(match: re.Match[str]) -> str:
        word = match.group()
        initial = _INITIAL.fullmatch(text, match.start(), match.end() + 1)
        return word if initial else recase_word(word, names)

    lowered = _WORD.sub(recased, text)
    for pattern in (_SENTENCE_START, _NAME_AFTER_TITLE):
        lowered = pattern.sub(lambda match: match.group()[:-1] + match.group()[-1].upper(), lowered)
    return lowered


def polish_english(text: str) -> str:
    """English spacing and straight quotes for what an engine returned; letters and digits stay.

    >>> polish_english("He said : « No » , twice  !")
    'He said: "No", twice!'
    """
    text = _SPACES.sub(" ", text.translate(_ENGLISH_FORMS)).strip()
    text = _tighten_quotes(_GUILLEMETS.sub('"', text))
    if not _LOOSE.search(text):
        return text
    text = _AFTER_OPENING.sub("", _BEFORE_CLOSING.sub("", text))
    return _SPACE_BEFORE_STOP.sub("", _SPACE_BEFORE.sub("", text))


def _tighten_quotes(text: str) -> str:
    """Drop the spaces inside paired double quotes; an odd number of them is no pairs."""
    pieces = text.split('"')
    if len(pieces) % 2 == 0:
        return text
    for position in range(1, len(pieces), 2):
        before, inside, after = pieces[position - 1 : position + 2]
        if inside.strip() and not before[-1:].isalnum() and not after[:1].isalnum():
            pieces[position] = inside.strip()  # 5" and 6" are inches
    return '"'.join(pieces)


def with_capital(english: str, french: str) -> str:
    """The English with a capital where the French begins with one; "iPhone" and the like stay.

    >>> with_capital("artificial intelligence worries", "L'intelligence artificielle inquiète")
    'Artificial intelligence worries'
    """
    first, word = _FIRST_LETTER.search(french), _FIRST_WORD.match(english)
    if first is None or word is None or not first[0].isupper() or not word[1].islower():
        return english
    at = word.start(1)
    return english[:at] + english[at].upper() + english[at + 1 :]


ACRONYMS = frozenset(word_list("acronyms"))
# Spelt with one capital although the headline gave them in full.
_TITLES = {
    "MME": "Mme", "MMES": "Mmes", "MLLE": "Mlle", "DR": "Dr", "MGR": "Mgr", "ST": "St",
    "STE": "Ste",
}  # fmt: skip
PLACES = frozenset(word_list("places in headlines"))
_PLACES_BY_CAPITALS = {place.upper(): place for place in PLACES}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORDS_LIKE_NUMERALS = frozenset(
    {"DIX", "MIX", "MIL", "MI", "DI", "LI", "CI", "CL", "DC", "MC", "C", "D", "L", "M"}
)
_NAME = re.compile(r"(?<=[a-zà-ÿœ,;] )[A-ZÀ-ÞŒ][\w-]*[a-zà-ÿœ][\w-]*")
_LOWER = re.compile(r"(?<![\w-])[a-zà-ÿœ][\w-]*")
_VOWELS = re.compile("[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŸŒÆ]")
_LONGEST_CONSONANTS = 5


def names_in(texts: Iterable[str]) -> dict[str, str]:
    """Words that running text always writes with a capital inside sentences, by their capitals.

    >>> names_in(["Selon Durand, le port est prêt.", "Le Port, dit Durand, attend."])
    {'DURAND': 'Durand'}
    """
    names: dict[str, str] = {}
    lower: set[str] = set()
    for text in texts:
        names |= {name.upper(): name for name in _NAME.findall(text)}
        lower.update(word.upper() for word in _LOWER.findall(text))
    return {capitals: name for capitals, name in names.items() if capitals not in lower}


def recase_word(word: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """One word of a headline in the case it has inside a sentence; `names` are of `names_in`.

    >>> [recase_word(word) for word in ("SNCF", "XIV", "ROYAUME-UNI", "G7", "GRÈVE")]
    ['SNCF', 'XIV', 'Royaume-Uni', 'G7', 'grève']
    """
    if not word.isupper():
        return word
    if known := _PLACES_BY_CAPITALS.get(word) or _TITLES.get(word) or names.get(word):
        return known
    if "-" in word:
        return _compound(word, names)
    return word if _keeps_capitals(word) else word.lower()


def _compound(word: str, names: Mapping[str, str]) -> str:
    parts = word.split("-")
    if parts[0] in {"SAINT", "SAINTE"}:  # Saint-Denis, Sainte-Beuve: a name in any sentence
        return "-".join(part.capitalize() for part in parts)
    return "-".join(recase_word(part, names) for part in parts)


def _keeps_capitals(word: str) -> bool:
    if word in ACRONYMS or any(character.isdigit() for character in word):
        return True
    if len(word) == 1:  # "A" and "Y" are words, an elided L' or D' is one too
        return False
    if not _VOWELS.search(word) and len(word) <= _LONGEST_CONSONANTS:
        return True
    return word not in _WORDS_LIKE_NUMERALS and bool(_ROMAN.fullmatch(word))
