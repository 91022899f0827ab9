"""Many briefs -> one Edition: what is in the issue, which articles tell the same story, in which order."""

from bilingual.newsletter.edition.build import build_edition
from bilingual.newsletter.edition.read import read_edition
from bilingual.newsletter.edition.schema import edition_schema
from bilingual.newsletter.edition.settings import EditionSettings, load_edition_settings

__all__ = [
    "EditionSettings",
    "build_edition",
    "edition_schema",
    "load_edition_settings",
    "read_edition",
]
