"""Which attention tells best where an English word came from.

In deep decoders it is the mean over the heads of the layer before the last (Garg et al. 2019, "Jointly Learning to Align
and Translate with Transformer Models", section 4); a shallow student, like the built-in model, is trained to align with
the first head of its last layer.
"""

from __future__ import annotations

from typing import Final

SHALLOW: Final = 3


def alignment_layer(layers: int) -> int:
    """The layer to look at, counted from the end: -1 is the last."""
    return -1 if layers <= SHALLOW else -2


def alignment_heads(layers: int, heads: int) -> int:
    """Of how many of its heads, counted from the first, the mean is taken."""
    return 1 if layers <= SHALLOW else heads
