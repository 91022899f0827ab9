"""The translation memory: what was translated before, and what people corrected; also as TMX and
TSV files.

Files keep apart what people said and what an engine said, so that a machine's sentence never passes
for a person's on its way through one.
"""

from bilingual.memory.corrections import Changes, Correction, tidied
from bilingual.memory.exchange import Exported, Imported, export_units, import_units
from bilingual.memory.store import Counts, Memory, memory_file, open_memory
from bilingual.memory.units import Unit, read_tmx

__all__ = [
    "Changes",
    "Correction",
    "Counts",
    "Exported",
    "Imported",
    "Memory",
    "Unit",
    "export_units",
    "import_units",
    "memory_file",
    "open_memory",
    "read_tmx",
    "tidied",
]
