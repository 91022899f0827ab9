"""Does a French sentence stand alone? "Il a ajouté que …" does not: who is "il"?

`dependence` looks at the surface only, no parser: who is the subject, which connective opens, who
speaks a quotation, whether the quotation marks are paired. It errs on the side of "depends": a
self-contained sentence passed over costs less than a point that nobody can understand.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Dependence = Literal["pronoun", "demonstrative", "possessive", "connective", "speaker", "fragment"]

SHORTEST = 4  # words; below it a "sentence" is a label or a cry

# Phrases that tie a sentence to the one before it. Not "alors que", not "comme le", not "même si":
# see _LOOSE.
CONNECTIVES = """
à l'inverse|à ce propos|à ce sujet|à ce titre|à ce stade|à ce moment-là|à cet égard|à cette fin
à cette occasion|à l'époque|à son tour|à leur tour|ainsi|alors|après quoi|au contraire
au lieu de cela|au passage|auparavant|aussi|autre exemple|autrement dit|bref|car|ce faisant
cependant|certes|d'ailleurs|d'autant que|d'autant plus que|d'autres|d'ici là|d'où|dans ce cadre
dans ce cas|dans ce contexte|dans ce sens|dans cette affaire|dans cette optique
dans cette perspective|dans la foulée|dans le même temps|de ce fait|de fait|de même|de plus|de quoi
de son côté|de leur côté|dès lors|donc|du coup|également|elle aussi|en attendant|en conséquence
en effet|en outre|en réponse|en revanche|enfin|ensuite|entre-temps|et|eux|idem|l'autre|l'un|l'une
là|là-bas|là encore|la veille|le lendemain|les autres|lui|mais|malgré ça|malgré cela|malgré tout
même|même chose|même constat|néanmoins|ni|or|ou|par ailleurs|par conséquent|par contre|parce que
parce qu'|parmi eux|parmi elles|plus tard|un peu plus tard|pour autant|pour cela|pour rappel
pour sa part|pour leur part|pourtant|preuve que|puis|résultat|seul problème|sinon|surtout|tous
toutes|tous deux|toutes deux|tout de même|toutefois|une façon de|une manière de|voici|voilà
""".strip().replace("\n", "|")
# Capitals are often typed without their accent: "A l'inverse".
_TYPED = re.sub(r"(^|[|])à", r"\1[àa]", CONNECTIVES)
_LOOSE = (
    r"(?:alors qu|ainsi que|aussi bien|même si|même le|même la|même les|tous les|toutes les"
    r"|surtout le)"
)
# "Ce mardi", "Cette année", "Ces derniers mois" only say when; "ce jour-là" points back.
_TIME = (
    r"ce(?:t|tte|s)? (?:derni(?:er|ère)s? |\d+(?:er)? )?"
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|nuit|semaines?"
    r"|week-end|mois|années?|saison|été|hiver|automne|printemps|après-midi|matinée|soirée|jours|janvier|février|mars"
    r"|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b(?!-là)"
)
# "il" that refers to nobody. "Il s'agit de" is not among them: it comments on the sentence before.
_IMPERSONAL = (
    r"il (?:n'|ne )?(?:y a|y avait|y aura|faut|fallait|faudra|faudrait|reste|existe|suffit"
    r"|convient|pleut|neige"
    r"|(?:est|était|sera|serait) (?:pas |plus |donc |désormais )?(?:(?:im)?possible"
    r"|(?:im)?probable|nécessaire"
    r"|important|temps|difficile|interdit|\d))\b"
)
_PRONOUN = rf"(?!{_IMPERSONAL})(?:il|elle|ils|elles)\b"
_SUBORDINATE = r"[^,]*\b(?:alors qu|quand|lorsqu|si|bien qu)"
_RULES: tuple[tuple[Dependence, str], ...] = (
    ("pronoun", _PRONOUN),
    (
        "demonstrative",
        rf"(?!{_TIME})(?:(?:ce|cela|ceci|ça|cet|cette|ces|celui|celle|ceux|celles"
        r"|tel|telle|tels|telles)\b|c')",
    ),
    ("possessive", r"(?:son|sa|ses|leur|leurs)\b"),
    ("connective", rf"(?!{_LOOSE})(?:{_TYPED})(?![\w'-])"),
    # "Le rythme, toutefois, …": the connective comes after the subject.
    (
        "connective",
        r"[^,«\"“]{1,40}, (?:toutefois|cependant|pourtant|néanmoins|en effet|en revanche"
        r"|par ailleurs|également|donc),",
    ),
    # "Selon lui, …" and "Mardi, il a …": the one spoken of is still missing.
    ("pronoun", r"(?:[\w'-]+ ){0,2}(?:lui|elle|eux|elles)(?:-mêmes?)?,"),
    ("pronoun", rf"(?!{_SUBORDINATE})[^,«\"“]{{1,60}}, {_PRONOUN}"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_LEADING_MARKS = re.compile(r"[\s\-–—•«»“”\"'(\[]+")
_TWO_WORDS = re.compile(r"\w\W+\w")
_END = re.compile(r"[.!…][\s»”\")\]]*$")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
# "a-t-il ajouté", "explique-t-elle", "dit-il"; a name earlier in the same sentence says who.
_INVERTED = re.compile(r"\w-(?:il|elle|ils|elles)\b")
_CAPITAL = re.compile(r"(?:^|(?<=[\s,;]))(?:[dl]'|qu')?[A-ZÀ-Ý]\w+")
# "Nous" and "nos confrères" are the paper; "je" outside quotation marks is somebody.
_I = re.compile(r"\b(?:je|moi|mon|ma|mes|tu)\b|\bj'")


@lru_cache(maxsize=1024)
def dependence(text: str) -> Dependence | None:
    """Why `text` needs the sentence before it, or None when it stands alone.

    "fragment" is a part of a quotation or of a line: not even the sentence before makes it worth
    showing.

    >>> dependence("Mais la mairie a refusé."), dependence("La mairie a refusé.")
    ('connective', None)
    """
    if not is_whole(text):
        return "fragment"
    plain = " ".join(text.replace("’", "'").split())
    opening = plain[_end_of_marks(plain) :].lower()
    for kind, pattern in _COMPILED:
        if pattern.match(opening):
            return kind
    return "speaker" if _speaker_is_missing(plain) else None


def is_whole(text: str) -> bool:
    """Whether `text` is a whole statement: full stop, paired marks, SHORTEST words or more.

    A question is none: it tells the reader nothing that the next sentence does not.
    """
    stripped = text.strip()
    if len(stripped.split()) < SHORTEST or not _END.search(stripped) or stripped[0] in "»”)":
        return False
    pairs = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
    return stripped.count('"') % 2 == 0 and all(
        stripped.count(opening) == stripped.count(closing) for opening, closing in pairs
    )


def quoted_share(text: str) -> float:
    """The share of the characters that stand between quotation marks, 0-1."""
    return sum(len(quote) for quote in _QUOTED.findall(_closed(text))) / max(1, len(text))


def _closed(text: str) -> str:
    """Without the opening marks that nothing closes: each would be followed to the end of the
    text."""
    for opening, closing in ("«»", "“”"):
        end = text.rfind(closing) + 1
        text = text[:end] + text[end:].replace(opening, " ")
    return text


def _end_of_marks(text: str) -> int:
    marks = _LEADING_MARKS.match(text)
    return marks.end() if marks else 0


def _speaker_is_missing(text: str) -> bool:
    """A quotation whose speaker is a pronoun or nobody, or an "I" that only the page explains."""
    outside = _QUOTED.sub(" … ", _closed(text))
    if not _TWO_WORDS.search(outside):
        return True
    inverted = _INVERTED.search(outside)
    if inverted and not _names_somebody(outside[: inverted.start()]):
        return True
    return bool(_I.search(outside.lower()))


def _names_somebody(text: str) -> bool:
    """Whether a name stands in `text`: a capital that is not the first letter of the sentence."""
    starts = [match.start() for match in _CAPITAL.finditer(text)]
    return any(start > 0 for start in starts)
