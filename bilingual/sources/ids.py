"""File names, titles and addresses -> short ids that are safe in any path, each given once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from bilingual.records import Article

MAX_SLUG = 80
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": " ", "'": " "}
)


def slug(name: str) -> str:
    """ASCII letters, digits and single hyphens, at most 80 characters; "article" when nothing is left.

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

    A later article with the same id gets `-` and six hex digits of a digest of its content, so that the name does not
    depend on how many came before it.
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
