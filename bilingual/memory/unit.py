"""What a file of translations holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# What files call the origin of a machine's translation, in lower case; the first is this program's word.
MACHINES: Final = (
    "engine",
    "mt",
    "nmt",
    "amt",
    "machine",
    "machine translation",
    "automatic translation",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A French text and its English, "" where the file has none; `engine` is what made it, "" when a person did."""

    french: str
    english: str
    engine: str = ""
