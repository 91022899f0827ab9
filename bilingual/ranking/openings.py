"""Does a French sentence stand alone? "Il a ajouté que …" does not: a reader of key points has not met him.

`dependence` looks at the surface only, no parser: who is the subject, which connective opens, who speaks a quotation,
whether the quotation marks are paired. It errs on the side of "depends": a self-contained sentence passed over costs
less than a point nobody can understand.
"""

from __future__ import annotations

import re
from typing import Literal

Dependence = Literal["pronoun", "demonstrative", "possessive", "connective", "speaker", "fragment"]

# Phrases that tie a sentence to the one before. "alors que" and "comme le" do not, so they are cut out below.
CONNECTIVES = """
a l'inverse|a ce propos|a ce sujet|a ce titre|a ce stade|a ce moment-la|a cet egard|a cette fin|a cette occasion
a l'epoque|ainsi|alors|au contraire|au lieu de cela|au passage|auparavant|aussi|autre exemple|autrement dit|bref|car
ce faisant|cependant|certes|d'ailleurs|d'autant que|d'autant plus que|d'autres|dans ce cadre|dans ce cas|dans ce contexte
dans ce sens|dans cette affaire|dans cette optique|dans cette perspective|dans la foulee|dans le meme temps|de fait
de meme|de plus|de son cote|de leur cote|des lors|donc|du coup|egalement|en consequence|en effet|en outre|en reponse
en revanche|enfin|ensuite|entre-temps|et|idem|la|la-bas|la encore|le premier|la premiere|le second|la seconde
les deux|les premiers|les autres|l'autre|lui|eux|l'un|l'une|mais|malgre ca|malgre cela|malgre tout|meme|meme chose|meme constat
neanmoins|ni|or|ou|par ailleurs|par consequent|par contre|parce que|parce qu'|parmi eux|parmi elles|plus tard
un peu plus tard|pour autant|pour cela|pour rappel|pour sa part|pour leur part|pourtant|preuve que|puis|resultat|seul probleme
sinon|surtout|tous|toutes|tous deux|toutes deux|tout de meme|toutefois|une facon de|une maniere de|de quoi|d'ou|soit|voici|voila
""".replace("\n", "|").strip("|")
# "Ce mardi", "Cette année", "Ces derniers mois" only say when.
_TIME_NOUNS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|nuit|semaine|week-end|mois|annee|saison"
    "|ete|hiver|automne|printemps|apres-midi|matinee|soiree|jours|semaines|annees|janvier|fevrier|mars|avril|mai|juin"
    "|juillet|aout|septembre|octobre|novembre|decembre"
)
# "il" that refers to nobody. "Il s'agit de" is not among them: it comments on the sentence before.
_IMPERSONAL = (
    r"il (?:n'|ne )?(?:y a|y avait|y aura|faut|fallait|faudra|faudrait|reste|existe|suffit|convient|pleut|neige"
    r"|(?:est|etait|sera|serait) (?:pas |plus |donc |desormais )?(?:im)?(?:possible|probable|necessaire|important|temps"
    r"|difficile|interdit|\d))\b"
)
_MARKS = r"[\s\-–—•«»“”\"'(\[]*"
_PRONOUN = rf"(?!{_IMPERSONAL})(?:il|elle|ils|elles)\b"
_RULES: tuple[tuple[Dependence, str], ...] = (
    ("pronoun", _PRONOUN),
    (
        "demonstrative",
        rf"(?!(?:ce|cet|cette|ces) (?:derniere?s? |\d+(?:er)? )?(?:{_TIME_NOUNS})\b(?!-la))"
        r"(?:(?:ce|cela|ceci|ca|cet|cette|ces|celui|celle|ceux|celles|tel|telle|tels|telles)\b|c')",
    ),
    ("possessive", r"(?:son|sa|ses|leur|leurs)\b"),
    ("connective", rf"(?!alors qu|comme )(?:{CONNECTIVES})(?![\w'-])"),
    # "Selon lui", "Mardi, il a …", "Interrogé à Paris, elle …": the one spoken of is still missing.
    (
        "pronoun",
        r"(?:[\w'-]+ ){0,2}(?:lui|elle|eux|elles)(?:-memes?)?,"
        rf"|(?![^,]*\b(?:alors qu|quand|lorsqu|si|bien qu))[^,«\"“]{{1,60}}, {_PRONOUN}",
    ),
)
_COMPILED = tuple((kind, re.compile(_MARKS + pattern)) for kind, pattern in _RULES)
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
# "a-t-il ajouté", "explique-t-elle", "dit-il"; a name before it in the same sentence tells who.
_INVERTED = re.compile(r"\w(?:-t)?-(?:il|elle|ils|elles)\b")
_NAME = re.compile(r"(?<=[\w,;] )(?:d'|l'|qu')?[A-ZÀ-Ý]\w+")
_FIRST_PERSON = re.compile(r"\b(?:je|j'|nous|mon|ma|mes|notre|nos|tu|vous|votre|vos)\b|\bj'")
_PLAIN = str.maketrans("àâäéèêëîïôöùûüç’œ", "aaaeeeeiioouuuc'o")


def dependence(text: str) -> Dependence | None:
    """Why `text` needs the sentence before it, or None when it stands alone.

    "fragment" is a part of a quotation or of a line (unpaired quotation marks, a colon at the end, no verb's room):
    not even the sentence before makes it a sentence worth showing.

    >>> dependence("Mais la mairie a refusé."), dependence("La mairie a refusé.")
    ('connective', None)
    """
    if not is_whole(text):
        return "fragment"
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").lower().translate(_PLAIN)
    for kind, pattern in _COMPILED:
        if pattern.match(plain):
            return kind
    return "speaker" if _speaker_is_missing(text) else None


def is_whole(text: str) -> bool:
    """A sentence with its end and with paired quotation marks and brackets, at least four words long."""
    stripped = text.strip()
    if len(stripped.split()) < 4 or stripped[-1] in ":;," or stripped[0] in "»”)":
        return False
    pairs = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
    return stripped.count('"') % 2 == 0 and all(
        stripped.count(a) == stripped.count(b) for a, b in pairs
    )


def _speaker_is_missing(text: str) -> bool:
    """A quotation whose speaker is a pronoun, or nobody, or a "we" that only the page's context explains."""
    outside = _QUOTED.sub(" … ", text).replace("’", "'")
    words = re.findall(r"\w+", outside)
    if len(words) < 2:
        return True
    inverted = _INVERTED.search(outside)
    if inverted and not _NAME.search(" " + outside[: inverted.start()]):
        return True
    return bool(_FIRST_PERSON.search(outside.lower()))
