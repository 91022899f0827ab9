"""The tree in the docstring is the tree in the code, and every exit code is a documented one."""

from __future__ import annotations

import inspect
import re

from bilingual import errors


def classes() -> list[type[errors.BilingualError]]:
    return [
        value
        for _, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, errors.BilingualError)
    ]


def test_the_drawn_tree_is_the_real_one() -> None:
    drawn: dict[str, tuple[str, int]] = {}
    path: list[str] = ["BilingualError"]
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^([│ ]*)[├└]── (\w+)\s+(\d)", line)
        if found:
            depth = len(found[1]) // 4 + 1
            path[depth:] = [found[2]]
            drawn[found[2]] = (path[depth - 1], int(found[3]))
    real = {
        cls.__name__: (cls.__bases__[0].__name__, cls.exit_code)
        for cls in classes()
        if cls is not errors.BilingualError
    }
    assert drawn == real


def test_message_and_hint_are_kept() -> None:
    error = errors.EmptyArticle("a.txt: no text", hint="Look at it.")
    assert (str(error), error.message, error.hint) == (
        "a.txt: no text",
        "a.txt: no text",
        "Look at it.",
    )
    assert isinstance(error, errors.InputError)


def test_exit_codes_are_documented() -> None:
    assert {cls.exit_code for cls in classes()} <= {1, 2, 3, 4}
