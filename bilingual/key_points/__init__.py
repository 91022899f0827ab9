"""Key points: whole sentences of the article that say most of what it says.

Strings in, numbers and small values out; no records. Numpy and the standard library only. The
weights are made and measured by `python -m bilingual.train.ranker`.
"""
