"""Names of the English: those that the model copied in their French spelling, written the English
way (Poutine -> Putin), and those that it mangled, spelt again as in the French (Wentler ->
Wentzler, Brta -> Bárta).

Respelt are only names of which it is known how English writes them, and only where the English has
them letter by letter as the French does; what the model wrote otherwise is left to the checks.
Places lose the article that only French gives them (la Russie; but "the Russia team").

A small vocabulary spells rare names piece by piece and loses some. The English word that stands for
such a name reads nearly like it; what tells it from a legitimate English form (Mayan, Anatolia,
Alexander) is that those keep the stem and change the ending. Left alone: names with an English form
of their own, French spellings of foreign sounds, common endings of French nouns and adjectives, and
everything that is too far from the French to be recognised. Of people whom the gazetteer knows,
every word that reads like a part of the name is put right (Xi Jininping), and of places and peoples
the one word that reads like a form of theirs (Singaforians).

On newstest2013 (3,000 sentences) the references confirm 103 of 119 repairs of the built-in model's
likeliest translations and contradict none (the others stand there in neither form); in the
references themselves it would touch 16 words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from typing import Final, NamedTuple

from bilingual.compare import Comparison, compare, french_facts
from bilingual.glossary.terms import NO_TERMS, TermTable
from bilingual.language.gazetteer import entries
from bilingual.language.names import (
    MAX_WORDS,
    NameMention,
    is_english_name,
    is_latin,
)
from bilingual.language.transliteration import ALIKE, SAME_SOUND, alike, doubling_lost, fold
from bilingual.language.words import is_ordinary
from bilingual.records import Repair

_TITLES: Final = {"M": "Mr", "Mme": "Ms", "Mlle": "Ms"}
_TITLE: Final = re.compile(r"(?<![^\W_])(M\.|Mme\.?|Mlle\.?)(?=\s[A-ZÀ-Ý][\w'’-]+)")
_VERBS: Final = (
    "is|are|was|were|has|have|had|will|would|must|should|can|could|may|might|does|do|did|said"
)
# What may follow a name that stands alone; "and" may lead to a noun: Paris and Nice attacks.
_ALONE: Final = re.compile(
    r"['’]s (?=[a-z])|,?[\"”]|[.;:!?]|$"
    rf"|\s(?:(?:and|or) (?:the )?[A-Z][\w-]+\s)?(?:{_VERBS})\b|\s(?:and|or) the [A-Z][\w-]+,?[\"”.]"
)
_THE: Final = re.compile(r"(?<![\w-])[Tt]he ")
# Also rivers, regions with an article, a race, a ship, a dog, and parts of longer names.
_NOT_BARE: Final = frozenset(
    {"Congo", "Dakar", "Jordan", "Kursk", "Labrador", "Niger", "Punjab", "Senegal", "Sierra Nevada",
     "Sinai", "Tyrol"}
    | {"Veneto"}
)  # fmt: skip
_TITLE_FR: Final = re.compile(r"(?<![^\W_])(?:M\.|Mme|Mlle)\s[A-ZÀ-Ý]")


def english_names(english: str, french: str, terms: TermTable = NO_TERMS) -> str:
    """The English with these names respelt, and M. and Mme as Mr and Ms; done twice it is the same.

    What the editor's own `terms` speak of is left as they have it.

    >>> english_names("M. Poutine left Pékin.", "M. Poutine a quitté Pékin.")
    'Mr Putin left Beijing.'
    """
    if _TITLE_FR.search(french):
        english = _TITLE.sub(lambda found: _TITLES[found[1].rstrip(".")], english)
    own = french_facts(french).terms(terms)
    for mention in french_facts(french).names:
        if any(t.start < mention.end and mention.start < t.end for t in own):
            continue
        if mention.written and mention.text in english:
            english = _respelt(english, mention.text, mention.written)
        if mention.written in _bare_places() and f"he {mention.written}" in english:
            english = _without_article(english, mention.written)
    return english


def _without_article(english: str, place: str) -> str:
    def bare(the: re.Match[str]) -> str:
        named = english.startswith(place, the.end())
        return "" if named and _ALONE.match(english, the.end() + len(place)) else the[0]

    return _THE.sub(bare, english)


@lru_cache(maxsize=1)
def _bare_places() -> frozenset[str]:
    """Places that English gives no article."""
    places = [entry for entry in entries() if entry.kind == "place"]
    given = {english for entry in places if entry.article for _, english in entry.forms}
    bare = {english for entry in places if entry.written for _, english in entry.forms}
    return frozenset(name for name in bare - given - _NOT_BARE if "-" not in name)


def _has(english: str, words: str) -> bool:
    """Whether the English has the words whole; each name would need a pattern of its own."""
    at = english.find(words)
    while at >= 0:
        beside = english[max(0, at - 1) : at], english[at + len(words) : at + len(words) + 1]
        if not any(letter.isalnum() or letter == "_" for letter in beside):
            return True
        at = english.find(words, at + 1)
    return False


def _respelt(english: str, french: str, written: str) -> str:
    bare = written.removeprefix("the ")
    if bare == french or _has(english, bare):
        return english
    pattern = re.compile(rf"(?P<article>(?:^|(?<=\s))[Tt]he )?(?<!\w){re.escape(french)}(?!\w)")
    return pattern.sub(lambda found: (found["article"] or written[: -len(bare)]) + bare, english)


_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_STEM: Final = 3  # letters that an English form keeps at least
_ENDING: Final = 4  # letters that it adds at most
_DROPPED: Final = 3  # letters of a name that an English derivation may lack: Argentinean
# Letters of a known name; shorter ones read like too much (Iran, Irna) unless accented (Péu).
_SHORTEST: Final = 5
_DEMONYM: Final = re.compile(r"(?:an|ans|ese|ish|is?|s|ites?|ers?|men|man|ic)$")
_FRENCH_ENDING: Final = re.compile(
    r"(?:iens?|iennes?|ains?|aines?|ais|aises?|ois|oises?|istes?|ismes?|ités?|ments?|[tsx]ions?|iques?|aux|ales?|als?"
    r"|eurs?|euses?|ogies?|els?|elles?|ants?|ents?|és|ées?|é|inos?|ares|ards?|aires?|s|x)$"
)
_FRENCH_SOUND: Final = re.compile(r"ï|tch|ou(?=[aeiktv])|dj")


def repair_names(french: str, english: str) -> tuple[str, tuple[Repair, ...]]:
    """The English with its mangled names put right, and what was changed; a second time nothing.

    >>> repair_names("Le maire Wentzler est parti.", "Mayor Wentler has left.")[0]
    'Mayor Wentzler has left.'
    """
    pair = compare(french, english)
    said = {fold(word) for word in _WORD.findall(french)}
    repairs: dict[str, Repair] = {}
    for name, found in pair.respelt_names:
        if found[0].isupper() and fold(found) not in said and _mangled(name, found):
            repairs.setdefault(found, Repair(french=name, before=found, after=name))
    for made in (*_known_people(pair, said), *_known_names(pair, said)):
        repairs.setdefault(made.before, made)
    for made in _lost_from_brackets(pair):
        english = _EMPTY.sub(made.after, english)
        repairs.setdefault(made.before, made)
    for before, made in repairs.items():
        english = re.sub(rf"(?<!\w){re.escape(before)}(?!\w)", made.after, english)
    return english, tuple(repairs.values())


_EMPTY: Final = re.compile(r"\(\s?[?\u2047\ufffd]*\s?\)")


def _lost_from_brackets(pair: Comparison) -> list[Repair]:
    """A name in another script, which a vocabulary lacks, in the one pair of brackets it left."""
    lost = [name.text for name in pair.names.missing if not is_latin(name.text)]
    empty = _EMPTY.findall(pair.english.text)
    if len(lost) != 1 or len(empty) != 1 or f"({lost[0]})" not in pair.french.text:
        return []
    return [Repair(french=lost[0], before=empty[0], after=f"({lost[0]})")]


def _known_people(pair: Comparison, said: Container[str]) -> Iterator[Repair]:
    """A known person whom the English calls by a word that only reads like it: Xi Jininping."""
    people = [name for name in pair.french.names if name.alone and name.written]
    english = pair.english.text if people else ""
    words = [word for word in _WORD.findall(english) if word[0].isupper()]
    for mention in people:
        accepted = {part for form in mention.english for part in form.split()}
        for part in mention.written.split():
            key = fold(part)
            alike_words = {
                word
                for word in words
                if word[0] == part[0]
                and fold(word) not in accepted
                and fold(word) not in said
                and ALIKE <= alike(key, fold(word)) < SAME_SOUND
            }
            if key not in map(fold, words) and len(alike_words) == 1:
                yield Repair(french=mention.text, before=alike_words.pop(), after=part)


def _known_names(pair: Comparison, said: Container[str]) -> Iterator[Repair]:
    """A place, people or body whose English is known, and of which the English has no form but one
    that reads like it (Mopotamia): one, or nobody can say which."""
    known = [name for name in pair.french.names if name.english]
    words = _strange(pair.english.text, said) if known else []
    spaced = f" {' '.join(_WORD.findall(fold(pair.english.text)))} " if words else ""
    for mention in known if words else ():
        forms = _forms(mention)
        if mention.alone or any(f" {form} " in spaced for form in forms):
            continue
        names = {fold(part) for part in _WORD.findall(f"{mention.text} {mention.written}")}
        near = ((word, _nearest(word, forms)) for word in words if word.inside <= names)
        found = [(word, form) for word, form in near if form]
        if len(found) == 1:
            word, form = found[0]
            made = _capitals(form, mention.written)
            yield Repair(french=mention.text, before=word.text, after=made)


class _Strange(NamedTuple):
    """A word that nobody knows; `inside` are its neighbours with capitals, folded."""

    text: str
    key: str
    inside: frozenset[str]


def _strange(english: str, said: Container[str]) -> list[_Strange]:
    matches = list(islice(_WORD.finditer(english), MAX_WORDS))
    found: dict[str, _Strange] = {}
    for i, match in enumerate(matches):
        key, text = fold(match[0]), match[0]
        combined = english[match.end() : match.end() + 1] == "-"  # Franco-German
        known = not text[0].isupper() or key in said or is_english_name(key) or is_ordinary(text)
        if not combined and not known:
            beside = matches[max(0, i - 1) : i + 2]
            inside = (
                fold(left[0] if right is match else right[0])
                for left, right in pairwise(beside)
                if english[left.end() : right.start()] == " "
                and left[0][0].isupper()
                and right[0][0].isupper()
            )
            found[key] = _Strange(text, key, frozenset(inside))
    return list(found.values())


def _nearest(word: _Strange, forms: Sequence[str]) -> str:
    """The form the word reads like most and is not derived from (Sumatran, Beirutis), or ""."""
    shortest = _SHORTEST if word.text.isascii() else _STEM
    near = {
        form: alike(form, word.key)
        for form in forms
        if form[0] == word.key[0] and len(form) >= shortest
    }
    if any(_derived(word.key, form) for form in near):
        return ""
    likely = [form for form, likeness in near.items() if likeness >= ALIKE]
    return max(likely, key=lambda form: min(near[form], SAME_SOUND), default="")


def _derived(word: str, form: str) -> bool:
    kept = max(_STEM, len(form) - _DROPPED)
    return bool(_DEMONYM.search(word)) and word[:kept] == form[:kept]


def _forms(mention: NameMention) -> list[str]:
    """Single words; of longer names only those of what English writes: St Petersburg."""
    if " " not in mention.written.removeprefix("the "):
        return [form for form in mention.english if " " not in form]
    written = fold(mention.written).split()
    return [form for form in mention.english if form in written]


def _capitals(form: str, written: str) -> str:
    bare = written.removeprefix("the ")
    return bare if fold(bare) == form else form.capitalize()


def _mangled(name: str, found: str) -> bool:
    """Whether the English word is the name spelled wrong, and no form of it."""
    wanted, written = fold(name), fold(found)
    if not _WORD.fullmatch(name) or wanted[0] != written[0] or _FRENCH_SOUND.search(name.lower()):
        return False
    if written == _without_accented(name):
        return True
    if doubling_lost(wanted, written):  # Vaseur for Vasseur; "Committee" is no Comité
        return not is_ordinary(found)
    if _FRENCH_ENDING.search(name.lower()):
        return False
    if wanted.startswith(written):  # cut off; one letter less is a spelling
        return len(wanted) - len(written) > 1
    pairs = zip(wanted, written, strict=False)
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return stem < max(_STEM, len(wanted) - 2) or len(written) - stem > _ENDING


def _without_accented(name: str) -> str:
    """What is left where a vocabulary lacks the letters with accents."""
    return "".join(letter.lower() for letter in name if fold(letter) == letter.lower())
