"""Many small cases in one test, and pages that are rendered only where a test opens them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, wraps
from typing import Any

Test = Callable[..., None]


def each(names: str, cases: Iterable[Any]) -> Callable[[Test], Test]:
    """`pytest.mark.parametrize` as a loop: one test for all cases, and every case that fails is
    named.

    A thousand cases of a pure function need no thousand items, each with its own fixtures. Not for
    a test that takes a fixture it changes: the cases would share it.
    """
    fields = [name.strip() for name in names.split(",")]
    listed = [case if len(fields) > 1 else (case,) for case in cases]
    assert listed, f"no cases of {names}"

    def decorate(test: Test) -> Test:
        @wraps(test)
        def loop(**fixtures: Any) -> None:
            failures = []
            for number, case in enumerate(listed):
                values = dict(zip(fields, case, strict=True))
                try:
                    test(**fixtures, **values)
                except Exception as error:
                    error.add_note(f"case {number} of {test.__name__}: {values!r}")
                    failures.append(error)
            if len(failures) == 1:
                raise failures[0]
            if failures:
                message = f"{len(failures)} of {len(listed)} cases of {test.__name__}"
                raise ExceptionGroup(message, failures)

        signature = inspect.signature(test)
        others = [field for name, field in signature.parameters.items() if name not in fields]
        loop.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return loop

    return decorate


class Pages(Mapping[str, str]):
    """Pages by name; each is rendered when it is first opened, not when the tests are collected."""

    def __init__(self, makers: Mapping[str, Callable[[], str]]) -> None:
        self._makers = {name: cache(make) for name, make in makers.items()}

    def __getitem__(self, name: str) -> str:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
