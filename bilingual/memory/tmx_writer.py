"""Units -> TMX 1.4b, piece by piece. Nothing in it changes from one writing to the next: no date, no user name.

What an engine said carries the property "x-bilingual-origin", "engine", and the `creationid` "MT!" by which other tools
know machine translation; "x-bilingual-engine" names the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

import bilingual
from bilingual.memory.unit import MACHINES, Unit

_HEAD: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="bilingual" creationtoolversion="{bilingual.__version__}" segtype="sentence" \
o-tmf="bilingual memory" adminlang="en" srclang="fr" datatype="plaintext"/>
<body>
"""
_FOOT: Final = "</body>\n</tmx>\n"
# A reader of XML makes a line feed of a carriage return, unless it is written so.
_AS_THEY_ARE: Final = {"\r": "&#13;"}


def tmx(units: Iterable[Unit]) -> Iterator[str]:
    """The file, in pieces; the texts must hold no character that XML forbids (see `without_controls`)."""
    yield _HEAD
    yield from map(_written, units)
    yield _FOOT


def _written(unit: Unit) -> str:
    french = f'<tuv xml:lang="fr"><seg>{_text(unit.french)}</seg></tuv>'
    english = f'<tuv xml:lang="en"><seg>{_text(unit.english)}</seg></tuv>'
    if not unit.engine:
        return f"<tu>\n{french}\n{english}\n</tu>\n"
    engine = f'<prop type="x-bilingual-engine">{_text(unit.engine)}</prop>'
    marked = f'<prop type="x-bilingual-origin">{MACHINES[0]}</prop>\n{engine}'
    return f'<tu creationid="MT!">\n{marked}\n{french}\n{english}\n</tu>\n'


def _text(text: str) -> str:
    return escape(text, _AS_THEY_ARE)
