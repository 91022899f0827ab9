"""What can go wrong, as one tree. Each error says what to do and has an exit code.

BilingualError
├── UsageError          2  the call, the settings file or the output folder is wrong
│   ├── SettingsError   2  an unknown key or a value out of range
│   ├── GlossaryError   2  the glossary cannot be read, or lines of it are broken
│   ├── TranslationMemoryError 2  the translation memory, or a file for it, cannot be used
│   │   └── MemoryDamaged 2  its file is not what the program wrote
│   └── OutputError     2  the output folder cannot be written
│       └── ForeignFile 2  a file of somebody else lies where one would be written
├── ModelError          3  no translation is possible
│   ├── ModelNotFound   3
│   ├── ModelDamaged    3
│   ├── MissingExtra    3  an optional library is needed
│   └── EngineError     3  the engine failed or broke its contract
├── InputError          1  one article cannot be used; the others go on
│   ├── UnreadableSource 1 missing, forbidden, not text, network
│   ├── EmptyArticle    1
│   ├── WrongLanguage   1
│   └── TooLarge        1
├── DeliveryError       1  a mail server did not take the test e-mail; everything was written
├── TrainingError       1  parallel text or a training run cannot be used
└── NothingReadable     4  not one article was found

Errors of other libraries are converted where they enter, with the cause kept.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

# Also a password with a slash in it, after which the rest looks like a path. As a path an address
# has one slash less. The limits keep it linear.
_LOGIN: Final = re.compile(
    r"(?<=\w\w:)(//?)(?:[^/?#\s@]{0,300}@|[^/?#@:\s\[]{0,300}:(?!\d*(?:[/?#:,;)\s]|$))\S{0,300}@)"
)


def without_logins(text: str) -> str:
    """The text without the user names and passwords of the addresses in it.

    >>> without_logins("https://ada:secret@example.org/a: cannot be read")
    'https://example.org/a: cannot be read'
    """
    return _LOGIN.sub(r"\1", text) if ":/" in text else text


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str, *, cutoff: float = 0.6) -> str:
    """The hint that names the known word nearest to a wrong one, if one is near enough (0 to 1)."""
    near = difflib.get_close_matches(
        wrong, [each for each in known if each != wrong], n=1, cutoff=cutoff
    )
    return f"Did you mean '{near[0]}'?" if near else otherwise


class BilingualError(Exception):
    """What happened (`message`, which names the file) and what to do (`hint`), a line each, without
    passwords in addresses."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = without_logins(message)
        self.hint = without_logins(hint)
        super().__init__(self.message)


class UsageError(BilingualError):
    exit_code = 2


class SettingsError(UsageError):
    pass


class GlossaryError(UsageError):
    pass


class TranslationMemoryError(UsageError):
    pass


class MemoryDamaged(TranslationMemoryError):
    pass


class OutputError(UsageError):
    pass


class ForeignFile(OutputError):
    pass


class ModelError(BilingualError):
    exit_code = 3


class ModelNotFound(ModelError):
    pass


class ModelDamaged(ModelError):
    pass


class MissingExtra(ModelError):
    pass


class EngineError(ModelError):
    pass


class InputError(BilingualError):
    exit_code = 1


class UnreadableSource(InputError):
    pass


class EmptyArticle(InputError):
    pass


class WrongLanguage(InputError):
    pass


class TooLarge(InputError):
    pass


class DeliveryError(BilingualError):
    pass


class TrainingError(BilingualError):
    exit_code = 1


class NothingReadable(BilingualError):
    exit_code = 4
