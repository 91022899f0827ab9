"""French and English held against each other: one lazy `Comparison` of two texts, read by everybody
who judges them."""

from bilingual.compare.comparison import Comparison, compare
from bilingual.compare.facts import English, French, english_facts, french_facts

__all__ = ["Comparison", "English", "French", "compare", "english_facts", "french_facts"]
