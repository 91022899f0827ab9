"""Photo captions and credits: a credit at the end of a line, and what stands next to it or repeats
it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bilingual.records import DropReason
from bilingual.sources import phrases
from bilingual.sources.furniture import NAME, fold
from bilingual.sources.lines import Line
from bilingual.sources.shape import is_body, similarity

Marks = dict[int, DropReason]

_LONGEST_CAPTION = 420
# Two prints of one caption differ by an article or a credit ("dans le"/"au"); two sentences of a
# text differ more. Calibrated on the pages of tests/data/pages.
_SAME = 0.85
_SAME_ELSEWHERE = 0.9
# Every line is compared with each of them; a page with more is no article, and must not take for
# ever.
_MOST_CAPTIONS = 200

_AGENCY = "|".join(
    re.escape(name).replace(r"\ ", r"\s")
    for name in sorted({*phrases.PHOTO_AGENCIES, *phrases.OUTLETS}, key=len, reverse=True)
)
_WHO = rf"(?:{NAME}|(?:[A-Z]\.\s?)+[A-ZÀ-Þ][\w’'-]+)"
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\(?(?:©|\(c\)|Copyright)\s?[^.]{0,90}\.?$",
        r"[Tt]ous droits réservés\b.{0,90}$",
        rf"(?:[–—|-]\s?)?\(?(?:{_WHO}\s?/\s?)+(?:{_AGENCY})(?:\s?/\s?{_WHO})*(?:\s(?:via|pour|for"
        rf"|[-–])\s{_WHO})?\)?\.?$",
        rf"(?:[–—|-]\s?)?\(?(?:{_AGENCY})\s?/\s?{_WHO}(?:\s?/\s?{_WHO})*\)?\.?$",
        rf"(?:(?<=[.!?…»”\"])\s|\s[–—|-]\s|^)(?:{_AGENCY})(?:\s?[–—,-]\s?{_WHO})?$",
        rf"(?:(?<=[.!?…»”\"])\s|^)\(?{_WHO}\s?/\s?{_WHO}(?:\s?/\s?{_WHO})*\)?\.?$",
        rf"(?:(?<=[.!?…»”\"])\s|\s[–—|-]\s|^)\(?{_WHO}\s?[,–-]\s?(?:{_AGENCY})\)?$",
        rf"\bvia\s(?:{_AGENCY})\)?$",
        r"(?:[|–—-]\s?)?\(?(?:[Cc]rédits?|CRÉDITS?|[Cc]redits?)(?:\s(?:photos?|images?"
        r"|vidéo))?\s?:.{0,90}$",
        r"(?:[|–—-]\s?)?\(?(?:[Pp]hotos?|PHOTOS?|[Ii]mages?|[Vv]isuel|[Vv]idéo|VIDÉO"
        rf"|[Ii]nfographie)\s?:\s?(?:{_AGENCY}|{_WHO}|[Aa]rchives|DR\b).{{0,90}}$",
        r"\(?(?:Photo(?:graphie)?|Image|Cliché)\sd[’'](?:illustration|archives?)\b.{0,60}$",
        r"\((?:[Pp]hoto|[Ii]llustration|[Aa]rchives|[Ii]mage)[^()]{0,60}\)\.?$",
        r"(?:^|\s)PHOTOS?\s[A-ZÀ-Þ][A-ZÀ-Þ ,.'’/-]{4,80}$",
        r"(?:[|–—-]\s?)ARCHIVES?\b.{0,60}$",
        r"(?:(?<=[.!?…»”\"])\s|^)(?:Photo(?:graphie)?|Illustration|Dessin"
        r"|Infographie)s?\s(?:[LD][’'])?[A-ZÀ-Þ][\w’'-]*(?:\s[\w’'-]+){0,4}$",
        r"(?<=(?:19|20)\d\d\.)\s[A-ZÀ-Þ]{2,}(?:[ /'’-]+[A-ZÀ-Þ]{2,}){1,4}$",
        r"\(?Capture d[’']écran\b.{0,80}$",
        rf"\(Photo by .{{3,80}}\)$|^(?:Photo|Image)s? (?:de|par) {_WHO}(?:[,/ ].{{0,50}})?$",
    )
)  # fmt: skip
_SIGNATURE = re.compile(rf"[\s–—(-]*(?:{_AGENCY})[\s).]*")
_OPENS_CAPTION = re.compile(
    r"(?:Légende|Légende de l[’']image|Image|Photo|Illustration|En photo|Vidéo|Sur cette photo"
    r"|Sur la photo)\s?:\s|"
    r"(?:Photo|Image) (?:d[’']illustration|d[’']archives?|non datée|prise)\b|Photo (?:fournie"
    r"|publiée|diffusée) par\b"
)
_ENLARGE = re.compile(
    r"(?:ouvrir|afficher|voir|agrandir|zoomer)(?: sur)?(?: (?:l'image"
    r"|la photo))?(?: en (?:mode )?plein ecran)?"
)
_DATED_END = re.compile(
    r"\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
    r"|decembre)\s+(?:19|20)\d\d"
    r"(?:[, ]+(?:a|au|en|dans) [\w' -]{2,40})?[.)]*$"
)


def credit_start(text: str) -> int | None:
    """Where the photo credit at the end of the line begins, None when there is none.

    >>> credit_start("Le pont rouvert, le 3 mai 2025. LINA PETIT / AFP")
    31
    """
    if len(text) > _LONGEST_CAPTION:
        return None
    starts = [match.start() for pattern in _CREDITS if (match := pattern.search(text))]
    starts = [start for start in starts if not _ends_sentence(text, start)]
    return min(starts) if starts else None


def _ends_sentence(text: str, start: int) -> bool:
    """Names with a slash that close a sentence: "... était l'invité de RMC/BFMTV." has no
    credit."""
    inside = re.search(r"(?:[\w,]\s|/)$", text[:start]) is not None
    return inside and text.endswith(".") and "/" in text[start:] and text[start].isalpha()


def mark_captions(lines: Sequence[Line], marked: Mapping[int, DropReason], title: int) -> Marks:
    """Captions and credits among the lines that have no mark yet; line `title` (-1: none) is never
    one."""
    free = [i for i in range(len(lines)) if i not in marked and i != title]
    found: Marks = {}
    stems: dict[int, str] = {}
    last = max((i for i in free if is_body(lines[i].text)), default=-1)
    for i in free:
        reason, stem = _alone(lines[i])
        # Agencies sign the last sentence of an article in the very way others credit a photo.
        if i == last and _SIGNATURE.fullmatch(lines[i].text[len(stem) :]):
            continue
        if reason is not None:
            found[i] = reason
            stems[i] = stem
    found |= _beside(lines, free, found, stems)
    found |= _twins(lines, free, found)
    return found | _again(lines, free, found, stems)


def _alone(line: Line) -> tuple[DropReason | None, str]:
    start = credit_start(line.text)
    if start != 0 and (line.hint == "caption" or _OPENS_CAPTION.match(line.text)):
        return "caption", line.text
    if start is None:
        return None, ""
    stem = line.text[:start].strip(" |–—-(")
    if len(stem) < 3:
        return "credit", ""
    # More than three sentences before a credit: a paragraph that a credit was pasted onto.
    if len(re.findall(r"\w{3}[.!?…]\s+[A-ZÀ-Þ«]", stem)) > 2:
        return None, ""
    return "caption", stem


def _beside(
    lines: Sequence[Line], free: Sequence[int], found: Marks, stems: Mapping[int, str]
) -> Marks:
    """The print of a caption without its credit above or below it, and the line that a bare credit
    belongs to."""
    more: Marks = {}
    open_lines = {i for i in free if i not in found}
    for i, stem in stems.items():
        for j in (i - 1, i - 2, i + 1):
            if j in open_lines and stem and similarity(stem, lines[j].text) >= _SAME:
                more[j] = "caption"
        if stem or found[i] != "credit":
            continue
        if i - 1 in open_lines and not lines[i].gap and _captionlike(lines[i - 1]):
            more[i - 1] = "caption"
        # Some sites print the credit above the caption: "PHOTO ADA ROY, ARCHIVES LA PRESSE".
        below = i + 1 if lines[i].text.startswith("PHOTO ") else -1
        if below in open_lines and not lines[below].gap and not is_body(lines[below].text):
            more[below] = "caption"
        # A button that enlarges the picture stands above its caption.
        if i - 1 in open_lines and i >= 2 and _ENLARGE.fullmatch(fold(lines[i - 2].text)):
            more[i - 1] = "caption"
    return more


def _captionlike(line: Line) -> bool:
    if not 25 <= len(line.text) <= 250 or line.hint in ("title", "heading"):
        return False
    return not is_body(line.text) or _DATED_END.search(fold(line.text)) is not None


def _twins(lines: Sequence[Line], free: Sequence[int], found: Marks) -> Marks:
    """Alternative text and caption printed under each other, both ending in a full date, without
    any credit."""
    more: Marks = {}
    open_lines = set(free)
    for i in free:
        j = i + 1
        if j not in open_lines or i in found or j in found or lines[j].gap:
            continue
        dated = _DATED_END.search(fold(lines[i].text)) is not None
        short = len(lines[i].text) <= _LONGEST_CAPTION
        if dated and short and similarity(lines[i].text, lines[j].text) >= _SAME:
            more |= {i: "caption", j: "caption"}
    return more


def _again(
    lines: Sequence[Line], free: Sequence[int], found: Marks, stems: Mapping[int, str]
) -> Marks:
    """Marks lines that repeat a caption: nearly the same words and exactly the same numbers. A
    different number means a different fact."""
    known = [stem for stem in stems.values() if len(stem.split()) >= 6]
    known += [lines[i].text for i in found if i not in stems]
    by_numbers: dict[tuple[str, ...], list[str]] = {}
    for stem in known[:_MOST_CAPTIONS]:
        by_numbers.setdefault(_numbers(stem), []).append(stem)
    return {
        i: "caption"
        for i in free
        if i not in found
        and len(lines[i].text) <= _LONGEST_CAPTION
        and any(
            _same_caption(stem, lines[i].text)
            for stem in by_numbers.get(_numbers(lines[i].text), ())
        )
    }


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", text))


def _same_caption(stem: str, text: str) -> bool:
    close = abs(len(stem) - len(text)) <= 0.3 * len(stem)
    return close and similarity(stem, text) >= _SAME_ELSEWHERE
