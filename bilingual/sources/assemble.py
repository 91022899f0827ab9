"""A cleaned page and its metadata -> an Article with a unique id, or an error that says why there
is none."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from bilingual.errors import EmptyArticle, TooLarge, WrongLanguage, without_logins
from bilingual.language.words import FUNCTION_WORDS
from bilingual.records import Article, Block, DroppedLine, Role
from bilingual.settings import Settings
from bilingual.sources.clean import Page
from bilingual.sources.lines import sanitise
from bilingual.sources.metadata import Metadata

# Below this many words names and quotations decide, not the language; checked on single sentences
# of the PUD set.
_WORDS_TO_JUDGE = 20
# Probability from which another language is certain; French news paragraphs stay far below for
# every other one.
_CERTAIN = 0.95
# From these shares of words a text is French without a closer look. Function words alone: half of
# newstest2013 mixed with its English reaches 0.356, Catalan 0.33; those that no other language
# writes so are absent there. Of tests/data and corpus/ 54 of 61 texts have both.
_FUNCTION_SHARE = 0.36
_FRENCH_SHARE = 0.025
_ONLY_FRENCH = """
    du des une dans sur avec cette pour aux été où être leur leurs après selon depuis elle deux très
    sont
"""
_LANGUAGES = {
    "en": "English", "es": "Spanish", "de": "German", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "ca": "Catalan", "oc": "Occitan", "ro": "Romanian", "ar": "Arabic",
    "ru": "Russian", "zh": "Chinese", "pl": "Polish", "tr": "Turkish", "ja": "Japanese",
    "uk": "Ukrainian", "br": "Breton", "la": "Latin", "eu": "Basque", "sv": "Swedish",
    "el": "Greek", "he": "Hebrew", "fa": "Persian", "vi": "Vietnamese",
}  # fmt: skip


def assemble(
    page: Page, metadata: Metadata, *, name: str, location: str, settings: Settings
) -> Article:
    """The article; `name` becomes its id, `location` stands in error messages and, without an
    outlet, as its source.

    Raises EmptyArticle when nothing is left and WrongLanguage when the body is clearly not French.
    """
    kept = _with_title(page.kept, sanitise(metadata.title))
    if not any(re.search(r"[^\W_]", text) for _, text in kept):
        raise _empty(location, page.dropped, settings)
    text, blocks = _laid_out(kept)
    if settings.check_language:
        _check_language([t for role, t in kept if role != "title"] or [text], location)
    return Article(
        id=slug(name),
        title=next((t for role, t in kept if role == "title"), ""),
        text=text,
        blocks=blocks,
        source=sanitise(without_logins(metadata.source)) or sanitise(short_name(location)),
        url=without_logins(metadata.url) or None,
        author=sanitise(metadata.author) or None,
        published=sanitise(metadata.published) or None,
        licence=sanitise(metadata.licence) or None,
        dropped=page.dropped,
    )


def short_name(location: str) -> str:
    """A file's name without its folders, which differ from machine to machine; an address
    as it is."""
    return location if "://" in location else PurePath(location).name or location


def _with_title(kept: Sequence[tuple[Role, str]], title: str) -> list[tuple[Role, str]]:
    """A title from the metadata leads, when the page itself shows none."""
    if title and not any(role == "title" for role, _ in kept):
        return [("title", title), *kept]
    return list(kept)


def _laid_out(kept: Sequence[tuple[Role, str]]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    position = 0
    for role, text in kept:
        blocks.append(Block(role=role, start=position, end=position + len(text)))
        position += len(text) + 2
    return "\n\n".join(text for _, text in kept), tuple(blocks)


def _empty(location: str, dropped: Sequence[DroppedLine], settings: Settings) -> EmptyArticle:
    if not dropped:
        return EmptyArticle(
            f"{location}: the file is empty", hint="Paste the article into it, or leave it out."
        )
    hint = "Nothing in it can be translated; leave it out."
    if not settings.keep_all:
        hint = "If there is an article in it, read it with --keep-all."
    return EmptyArticle(
        f"{location}: no article text, only page furniture ({len(dropped)} lines)", hint=hint
    )


def check_size(text: str, location: str, settings: Settings) -> None:
    """Raises TooLarge when a line is longer than `settings.max_line` characters."""
    longest = max(map(len, re.split(r"[\r\n]", text)), default=0)
    if longest > settings.max_line:
        raise TooLarge(
            f"{location}: a line of {longest:,} characters (the limit is {settings.max_line:,})",
            hint="This is hardly an article; if it is, break the line into paragraphs or raise "
            "max_line.",
        )


def _check_language(paragraphs: Sequence[str], location: str) -> None:
    text = "\n".join(paragraphs)
    if len(text.split()) < _WORDS_TO_JUDGE or _reads_french(text[:20_000]):
        return
    language, probability = _identifier().classify(text[:20_000])
    if language == "fr" or probability < _CERTAIN:
        return
    name = _LANGUAGES.get(language, f"another language ({language})")
    raise WrongLanguage(
        f"{location}: the text is in {name}, not French",
        hint="Only French is translated; if it is French after all, switch check_language off.",
    )


def _reads_french(text: str) -> bool:
    """A quick test for French. It saves most texts the language identifier, which costs a second
    and 86 MB.

    >>> _reads_french("Le pont sera fermé pendant deux mois pour des travaux sur les piles.")
    True
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    function = sum(word in FUNCTION_WORDS for word in words)
    only_french = sum(map(words.count, _ONLY_FRENCH.split()))
    return (
        function >= _FUNCTION_SHARE * len(words) and only_french >= _FRENCH_SHARE * len(words) > 0
    )


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


MAX_SLUG = 80
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": " ", "'": " "}
)


def slug(name: str) -> str:
    """ASCII letters, digits and single hyphens, at most 80 characters; "article" when nothing is
    left.

    >>> slug("../../Été : l’œuvre")
    'ete-l-oeuvre'
    """
    folded = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    ascii_only = folded.encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(short) > MAX_SLUG:
        # Cut at a word, unless one word is all there is.
        short = short[: MAX_SLUG + 1].rpartition("-")[0] or short[:MAX_SLUG]
    return short.strip("-") or "article"


def name_of(location: str) -> str:
    """What names the thing at a location: the stem of a file, the last part of an address."""
    return url_name(location) if "://" in location else PurePath(location).stem


def url_name(url: str) -> str:
    """The last path part of an address, without its suffix; the host when there is no path."""
    parts = urlsplit(url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return re.sub(r"\.\w{1,5}$", "", last) or (parts.hostname or url)


class UniqueIds:
    """Gives each article of a run an id of its own; the first keeps the plain one.

    A later article with the same id gets `-` and six hex digits of a digest of its content, so that
    the name does not depend on how many came before it.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def settle(self, article: Article) -> Article:
        """The article itself, or a copy with another id when its id is taken."""
        name, salt = article.id, 0
        while name in self._taken:
            content = f"{article.url or ''}\n{article.source}\n{article.text}\n{salt or ''}"
            digest = hashlib.sha256(content.encode()).hexdigest()[:6]
            name, salt = f"{article.id}-{digest}", salt + 1
        self._taken.add(name)
        return article if name == article.id else article.model_copy(update={"id": name})
