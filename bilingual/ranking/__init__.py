"""What `bilingual.summarize` needs to know of single French sentences: how much each says, and whether it stands alone.

Strings in, numbers and small values out; no records. Inference is numpy and the standard library only.
"""
