"""Who makes the briefs of a run: this process, or whatever else keeps the contract of `Runner`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bilingual.compose import build_brief, open_summarizer, segmented
from bilingual.engines.base import Translator
from bilingual.errors import BilingualError, InputError
from bilingual.language.terms import TermTable
from bilingual.records import Article, Brief
from bilingual.settings import Settings


@dataclass(frozen=True)
class Task:
    """An article that needs a brief, under its final id; `location` is how people are told where it came from."""

    article: Article
    location: str


# The task at hand, how many of its sentences are translated, how many it has.
Progress = Callable[[Task, int, int], None]


class Runner(Protocol):
    """Makes the briefs of a run. `signature` and `model_name` are those of the translator that it uses."""

    @property
    def signature(self) -> str: ...

    @property
    def model_name(self) -> str: ...

    def build(
        self, tasks: Iterable[Task], progress: Progress
    ) -> Iterator[tuple[Task, Brief | InputError]]:
        """Each task with its brief, or with the reason why it has none, in the order of the tasks.

        Tasks may be taken ahead of the results. One that fails does not stop the others; what stops all of them, such
        as a failing engine, is raised. A runner with nothing to report need not call `progress`.
        """
        ...


class LocalRunner:
    """One article after the other in this process."""

    def __init__(self, translator: Translator, settings: Settings, terms: TermTable) -> None:
        """Raises SettingsError or ModelError when the settings ask for key points that cannot be written."""
        self._translator, self._settings, self._terms = translator, settings, terms
        self._summarizer = open_summarizer(settings)

    @property
    def signature(self) -> str:
        return self._translator.signature

    @property
    def model_name(self) -> str:
        return self._translator.model_name

    def build(
        self, tasks: Iterable[Task], progress: Progress = lambda *_: None
    ) -> Iterator[tuple[Task, Brief | InputError]]:
        for task in tasks:
            yield task, self._made(task, progress)

    def _made(self, task: Task, progress: Progress) -> Brief | InputError:
        try:
            return self._brief(task, progress)
        except InputError as error:
            return error
        except BilingualError:
            raise
        except Exception as error:  # a fault in one article must not cost the others
            return fault(task.location, error)

    def _brief(self, task: Task, progress: Progress) -> Brief:
        done, total = 0, len(segmented(task.article, self._settings))

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(task, done, total)

        return build_brief(
            task.article,
            self._translator,
            self._settings,
            terms=self._terms,
            summarizer=self._summarizer,
            progress=advance,
        )


def fault(location: str, error: Exception) -> InputError:
    """What people are told of an exception that no article should be able to cause."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return InputError(
        f"{location}: this article shows a fault in the program ({what})",
        hint="The other articles are not touched by it. Please report it, with the article.",
    )
