"""One line -> what kind of page furniture it is, if any, by the line alone.

A line is furniture when it consists of set phrases from end to end (`lexicon`), dates, bylines and
credits; a sentence that merely contains such words is not. What needs neighbours (captions, related
titles, rubrics) is for `clean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bilingual.records import DropReason
from bilingual.sources import phrases
from bilingual.sources.page_dates import MONTHS, WEEKDAYS

Opens = Literal["", "box", "tail", "comments", "author"]

_PLAIN = str.maketrans(
    "àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ’‘ʼ‐‑\u00a0\u202f\u2009",
    "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYY'''--   ",
)
# Bullets, arrows, emoji and separators around and between phrases.
_ORNAMENT = (
    r"[\s•·|/\\>›»→►▶▸➡*#,;:–—\-+()\[\]…✕×←‹<♦●■□▪\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+"
)

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(WEEKDAYS)
_CLOCK = (
    r"[012]?\d ?(?:h|:|heures?) ?(?:[0-5]\d)?(?::[0-5]\d)?(?: ?(?:cet|gmt|utc|heure de paris|hne"
    r"|hae))?"
)
_CALENDAR = (
    rf"(?:(?:{_DAY})\.?,? )?(?:le )?(?:[0-3]?\d(?:er)? (?:{_MONTH})\b\.?"
    rf"|(?:{_MONTH})\.? [0-3]?\d\b)(?:,? (?:19|20)\d\d\b)?"
    r"|(?:le )?[0-3]?\d[/.-][01]?\d[/.-](?:20|19)?\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d"
)
_WHEN = (
    rf"(?:(?:{_CALENDAR})(?: ?(?:,|a|-|–|\|)? ?{_CLOCK})?"
    rf"|(?:aujourd'hui|hier|ce matin|ce soir|{_DAY})(?:,? a {_CLOCK}| {_CLOCK})?"
    r"|il y a (?:une?|\d+) (?:secondes?|minutes?|min|heures?|h|jours?|semaines?|mois|ans?)"
    rf"|{_CLOCK}|a l'instant)"
)
_EVENT = (
    r"(?:article )?(?:publiee?|mise? a jour|mise? en ligne|modifiee?|actualisee?|maj|paru|posteee?"
    r"|cree|diffusee?|date de publication|"
    r"derniere (?:mise a jour|modification)|premiere publication)"
)
_DATED = rf"(?:et )?{_EVENT}(?: ?:? ?(?:le|a|:|-)?)? ?(?:{_WHEN})?"

# In bylines a capital word is part of a name unless it opens the next piece of the line.
_STOP = (
    r"(?!(?:Offrir\b|Lire\b|Voir\b|Suivre\b|Publi|Mis\b|Mise\b|Modifi|Partag"
    r"|Temps\b|Lecture\b|Le\s\d|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche))"
)
_CAPITAL = rf"{_STOP}[A-ZÀ-ÖØ-ÞŒ](?:[\w’'.-]*\w\.?|\.)?"
_PARTICLE = r"(?:de|du|des|la|le|von|van|der|den|ben|bin|al|el|da|di|dos|y)\s|d[’']|l[’']"
NAME = rf"{_CAPITAL}(?:\s+(?:(?:{_PARTICLE})\s?)*{_CAPITAL}){{0,4}}"
_LINK = (
    r"\s*(?:,\s*(?:et\s|avec\s)?|\set\s|\s?&\s?|\savec\s|\s?/\s?|\s[–—-]\s)\s*(?:l[’']|la\s|le\s)?"
)
_NAMES = rf"{NAME}(?:{_LINK}{NAME})*"
_ROLE = (
    r"(?:\s*[,(]?\s*(?:(?:notre\s)?(?:envoyée?s?\s(?:spéciale?s?|spéciaux)|correspondante?s?"
    r"|journalistes?|chef|cheffe|rédact(?:eur|rice)|"
    r"grand\sreporter|service)\b[^.!?]{0,60}|à\s[A-ZÀ-Þ][\w’' -]{2,30}"
    r"|en\s[A-ZÀ-Þ][\w’' -]{2,30})\)?)*"
)
_OFFICE = (
    rf"(?:(?:[Ll]a|[Nn]otre)\s)?[Rr]édaction(?:\s{_STOP}[\w’'-]+){{0,4}}|(?:(?:[Ll]e"
    rf"|[Nn]otre)\s)?[Ss]ervice(?:\s{_STOP}[\w’'-]+){{1,4}}"
)
_HOUSES = "|".join(
    re.escape(name).replace(r"\ ", r"\s").replace("'", "[’']")
    for name in sorted({*phrases.OUTLETS, *phrases.AGENCIES}, key=len, reverse=True)
)
_BY = re.compile(
    r"(?:(?:Propos\srecueillis|Texte|Écrit|Ecrit|Rédigé|Article\srédigé|Publié|Article|Un\sarticle"
    r"|Reportage)\s(?:de\s|par\s)|"
    r"(?:Article\s)?[Pp]ar\s|PAR\s|Auteure?\s?:\s?|Texte\spar\s?:\s?"
    r"|(?:De|Avec)\s(?:notre|nos)\s(?:correspondante?s?"
    r"|envoyée?s?\s\w+)(?:\s(?:à|en|au|aux)\s[A-ZÀ-Þ][\w’' -]{1,30}(?:,|\s[–—-])\s|\s))"
    rf":?\s*(?:(?P<office>{_OFFICE})"
    rf"|(?:la\s|le\s|l[’'])?(?P<names>(?:{_HOUSES})(?:{_LINK}(?:{_HOUSES}))*(?!\w)|{_NAMES}))"
    rf"(?:,?\s(?:avec|et)\s(?:{_HOUSES})|,\s(?:éditée?|relue?|traduite?)\spar\s(?:la\srédaction"
    rf"|{_NAMES}))?{_ROLE}"
)
_HOUSE = re.compile(
    rf"(?:[Aa]vec\s)?(?P<names>(?:{NAME}\s+(?:avec\s+)?)?\(?(?:{_HOUSES})\)?(?:{_LINK}(?:{_HOUSES}"
    rf"|agences?))*(?:\s\(avec\s(?:{_HOUSES})\))?|"
    rf"La\s[Rr]édaction(?:\s(?:avec|et)\s(?:{_HOUSES}))?(?:\s(?:de|du"
    rf"|d[’'])\s?[A-Z][\w’' -]{{2,30}})?)"
)


@dataclass(frozen=True)
class Verdict:
    """Why a line is furniture; a weak one needs its neighbours, `opens` starts a list or a form
    below it."""

    reason: DropReason
    strong: bool = True
    opens: Opens = ""
    names: str = ""


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Lower case without accents, of the same length as `text`, so that positions agree."""
    plain = text.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    # A few capitals (İ) have a small form of two characters.
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)


def words_of(folded: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded)


@lru_cache(maxsize=1024)
def judge(text: str) -> Verdict | None:
    """The kind of furniture that the line is, or None for text that may belong to the article."""
    if len(text) > 1500:
        return None
    folded = fold(text)
    core = _trim(folded)
    if not core:
        return Verdict("markup")
    tiled = _tiled(folded)
    certain = tiled if tiled is not None and tiled.strong else None
    return _label(core) or _by(text) or certain or _menu(core) or _opening(core) or tiled


def _trim(folded: str) -> str:
    return re.sub(rf"^{_ORNAMENT}|{_ORNAMENT}$", "", re.sub(rf"^{_ORNAMENT}|\.$", "", folded))


def _label(core: str) -> Verdict | None:
    if _BOX.fullmatch(core):
        return Verdict("related", opens="box")
    if _TAIL.fullmatch(core):
        return Verdict("related", opens="tail")
    if _AUTHOR.fullmatch(core):
        return Verdict("byline", strong=False, opens="author")
    if _COMMENTS.fullmatch(core):
        return Verdict("comments", opens="comments")
    return None


def _opening(core: str) -> Verdict | None:
    for reason, pattern, longest in _OPENINGS:
        if len(core) <= longest and pattern.match(core):
            return Verdict(reason)
    return None


def _by(text: str) -> Verdict | None:
    """A byline, alone or followed by dates and buttons: "Par Ada Martin Publié le 3 mars 2025
    Partager"."""
    if len(text) > 250 or text[-1] in "!?":
        return None
    for pattern in (_BY, _HOUSE):
        match = pattern.match(text.lstrip("-–—•| ("))
        if match is None:
            continue
        rest = text.lstrip("-–—•| (")[match.end() :]
        if _tiles(fold(rest)) is not None:
            names = match["names"] or match.groupdict().get("office") or ""
            return Verdict(
                "byline",
                names=_capital(names.strip(" ") if "(" in names[1:] else names.strip("() ")),
            )
    return None


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _tiled(folded: str) -> Verdict | None:
    tiles = _tiles(folded)
    if not tiles or _COLUMNS.search(folded):
        return None
    certain = {reason for reason, strong in tiles if strong}
    reasons = certain or {reason for reason, _ in tiles}
    reason = next(reason for reason in _ORDER if reason in reasons)
    # A lone rubric, button or date may be an intertitle; three in a row are a menu.
    return Verdict(reason, strong=bool(certain) or len(tiles) >= 3)


def _tiles(folded: str) -> list[tuple[DropReason, bool]] | None:
    """The phrases that make up the line from end to end (reason, strong?); None when something else
    is left."""
    found: list[tuple[DropReason, bool]] = []
    position = 0
    while position < len(folded):
        gap = _GAP.match(folded, position)
        if gap is not None and gap.end() > position:
            position = gap.end()
            continue
        match = _TILE.match(folded, position)
        if match is None or match.end() == position:
            return None
        reason, _, strength = (match.lastgroup or "").partition("_")
        found.append((_REASONS[reason], strength == "strong"))
        position = match.end()
    return found


def _menu(core: str) -> Verdict | None:
    """A menu pasted as one line also holds names of shows and places, but no stop and few other
    words."""
    tokens = words_of(core)
    if len(tokens) < 4 or re.search(r"[.!?:\d]", core):
        return None
    known = len(_WEAK_WORD.findall(core))
    return Verdict("navigation") if known >= 0.6 * len(tokens) else None


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns).replace(" ", r"\s")


def _tile_pattern() -> str:
    groups: list[str] = [rf"(?P<date_strong>{_any([_DATED])})", rf"(?P<date_weak>{_any([_WHEN])})"]
    groups += [rf"(?P<{reason}_strong>{_any(p)})" for reason, p in phrases.STRONG.items()]
    groups += [rf"(?P<{reason}_weak>{_any(p)})" for reason, p in phrases.WEAK.items()]
    return rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)"


_REASONS: dict[str, DropReason] = {"date": "date", "related": "related"}
_REASONS |= {reason: reason for reason in phrases.STRONG}
_ORDER: tuple[DropReason, ...] = ("date", *phrases.STRONG, "related")
_TILE = re.compile(_tile_pattern())
# A row of a table: a word that may be a rubric ("Automobile") and two numbers or more.
_COLUMNS = re.compile(r"^[^\d,;:.!?]*[a-z](?:[\s|]+[+-]?\d+(?:[.,]\d+)?(?:\s?%)?){2,}\s*$")
_GAP = re.compile(rf"(?:\(\d{{1,4}}\)|{_ORNAMENT}|[.!](?=\s|$))")
_BOX = re.compile(_any(phrases.BOX_LABELS) + r"\s?[:!.]?")
_TAIL = re.compile(_any(phrases.TAIL_LABELS) + r"\s?[:!.]?")
_COMMENTS = re.compile(_any(phrases.COMMENT_LABELS) + r"\s?[:!.]?")
_AUTHOR = re.compile(_any(phrases.AUTHOR_LABELS) + r"\s?[:!.]?")
_OPENINGS: list[tuple[DropReason, re.Pattern[str], int]] = [
    (reason, re.compile(_any([pattern])), longest) for reason, pattern, longest in phrases.OPENINGS
]
_WEAK_WORD = re.compile(rf"(?<!\w)(?:{_any(phrases.WEAK['navigation'])})(?!\w)")
