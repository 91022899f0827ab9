"""The user's own terms: a CSV, TSV or TBX file -> Terms, and what in it contradicts itself."""

from bilingual.glossary.conflicts import Conflict, find_conflicts
from bilingual.glossary.entries import Glossary
from bilingual.glossary.load import load_glossary

__all__ = ["Conflict", "Glossary", "find_conflicts", "load_glossary"]
