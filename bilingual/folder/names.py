"""Which source each brief of a folder belongs to, so that no article overwrites another's brief or a stranger's file."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from typing import Final, Protocol

from bilingual.records import Article

Owner = tuple[str, str]  # the location of the source and, in a feed, the address of the entry
RESERVED: Final = re.compile(r"index(-\d+)?|run")  # what the folder itself is described by


class Book(Protocol):
    """Who owns which id, from earlier runs; and whether an id was claimed in this one (`claim` does it)."""

    def owner(self, name: str) -> Owner | None: ...

    def claim(self, name: str) -> bool: ...


class Owners:
    """Gives each article an id that is its own, over this run and the earlier ones in the same folder.

    An article whose id is another's gets a suffix that depends on where it came from, so that it keeps its name when
    its text is edited. `book` knows the owners of earlier runs; `is_foreign` says whether files of that name lie there
    that no run has written, or are going to.
    """

    def __init__(self, book: Book, is_foreign: Callable[[str], bool] = lambda _: False) -> None:
        self._book = book
        self._is_foreign = is_foreign
        # The last suffix given to a name: a table may have thousands of rows of one title.
        self._attempts: dict[tuple[str, str, str | None], int] = {}

    def name(self, article: Article, location: str, entry: str = "") -> Article:
        """The article under the id that is its own from now on."""
        name, attempt = article.id, 0
        last = self._attempts.get((article.id, location, article.url))
        if last is not None:
            name, attempt = self._suffixed(article, location, last), last + 1
        while self._is_other(name, (location, entry)) or not self._book.claim(name):
            name = self._suffixed(article, location, attempt)
            self._attempts[article.id, location, article.url] = attempt
            attempt += 1
        return article if name == article.id else article.model_copy(update={"id": name})

    def _suffixed(self, article: Article, location: str, attempt: int) -> str:
        seed = f"{location}\n{article.url or ''}\n{attempt}"
        return f"{article.id[:80].rstrip('-')}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"

    def _is_other(self, name: str, own: Owner) -> bool:
        if RESERVED.fullmatch(name):
            return True
        owner = self._book.owner(name)
        if owner is None:
            return self._is_foreign(name)
        if owner == own:
            return False
        if owner[0] == own[0]:
            # Another entry of the same feed; records of old runs do not say which.
            return bool(owner[1] and own[1])
        return _is_still_there(owner[0], own[0])


def _is_still_there(owner: str, location: str) -> bool:
    """A file that is gone was moved or renamed, and its brief may be replaced; what was no file is kept."""
    if "://" in owner or owner == "standard input":
        return True
    try:
        return not os.path.samefile(owner, location)  # noqa: PTH121 - the same file by another path
    except (OSError, ValueError):
        return os.path.exists(owner)  # noqa: PTH110 - pathlib raises for names that are too long
