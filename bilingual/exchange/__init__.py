"""Translations between programs: a TMX or TSV file into the translation memory, and the memory into such a file.

Both formats keep apart what people said and what an engine said, so that a machine's sentence never passes for a
person's on its way through a file.
"""

from bilingual.exchange.model import Unit
from bilingual.exchange.tmx_reader import read_tmx
from bilingual.exchange.transfer import Exported, Imported, export_units, import_units

__all__ = ["Exported", "Imported", "Unit", "export_units", "import_units", "read_tmx"]
