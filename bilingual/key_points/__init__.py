"""What `bilingual.key_points.choose` needs to know of French sentences: how much each says, and whether it stands alone.

Strings in, numbers and small values out; no records. Numpy and the standard library only. The weights are made and
measured by `python -m bilingual.train.ranker`.
"""
