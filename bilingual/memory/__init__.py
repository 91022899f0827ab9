"""The translation memory: what was translated before, and what people corrected; also as TMX and
TSV files.

Files mark which translations come from people and which from an engine, so an export and a later
import never turn a machine's sentence into a person's.
"""

from bilingual.memory.corrections import Changes, Correction, tidied
from bilingual.memory.exchange import Exported, Imported, export_units, import_units
from bilingual.memory.rescue import Rescued, rescue_file, rescue_from_briefs
from bilingual.memory.store import Counts, Memory, memory_file, open_memory, read_memory
from bilingual.memory.units import Unit, read_tmx

__all__ = [
    "Changes",
    "Correction",
    "Counts",
    "Exported",
    "Imported",
    "Memory",
    "Rescued",
    "Unit",
    "export_units",
    "import_units",
    "memory_file",
    "open_memory",
    "read_memory",
    "read_tmx",
    "rescue_file",
    "rescue_from_briefs",
    "tidied",
]
