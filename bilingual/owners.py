"""Which source each brief of a folder belongs to, so that no article overwrites another's brief or a stranger's file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from typing import Any

from bilingual.records import Article

Owner = tuple[str, str]  # the location of the source and, in a feed, the address of the entry


class Owners:
    """Gives each article an id that is its own, over this run and the earlier ones in the same folder.

    An article whose id is another's gets a suffix that depends on where it came from, so that it keeps its name when
    its text is edited. `record` is the run record of the folder; `is_foreign` says whether files of that name lie
    there that no run has written; `reserved` are names that are taken for good.
    """

    def __init__(
        self,
        record: Mapping[str, Any],
        is_foreign: Callable[[str], bool] = lambda _: False,
        reserved: frozenset[str] = frozenset(),
    ) -> None:
        articles = record.get("articles")
        self._earlier: dict[str, Owner] = {
            name: (str(known.get("location", "")), str(known.get("entry", "")))
            for name, known in (articles.items() if isinstance(articles, dict) else ())
            if isinstance(known, dict)
        }
        self._is_foreign = is_foreign
        self._now = set(reserved)

    def name(self, article: Article, location: str, entry: str = "") -> Article:
        """The article under the id that is its own from now on."""
        name, attempt = article.id, 0
        while name in self._now or self._is_other(name, (location, entry)):
            seed = f"{location}\n{article.url or ''}\n{attempt}"
            name = f"{article.id[:80].rstrip('-')}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"
            attempt += 1
        self._now.add(name)
        self._earlier[name] = (location, entry)
        return article if name == article.id else article.model_copy(update={"id": name})

    def entry_of(self, name: str) -> str:
        """The address of the feed entry behind a brief; "" for any other source."""
        return self._earlier.get(name, ("", ""))[1]

    def _is_other(self, name: str, own: Owner) -> bool:
        owner = self._earlier.get(name)
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
