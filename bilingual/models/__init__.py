"""Models: which are installed, which one a name means, and how they are opened, converted, fetched
and verified.
"""

from bilingual.models.find import (
    FileEntry,
    Manifest,
    ModelInfo,
    choose_engine,
    find_model,
    home,
    installed_models,
    read_manifest,
    write_manifest,
)
from bilingual.models.manage import convert, load_translator, pull, verify

__all__ = [
    "FileEntry",
    "Manifest",
    "ModelInfo",
    "choose_engine",
    "convert",
    "find_model",
    "home",
    "installed_models",
    "load_translator",
    "pull",
    "read_manifest",
    "verify",
    "write_manifest",
]
