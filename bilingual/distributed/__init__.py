"""The same pipeline on many machines, with Ray Data: a pool of actors, each holding one model,
makes the briefs.

`RayRunner` makes the briefs of `pipeline.run`: articles are read and files are written here, briefs
are made there. `brief_files` goes from JSON Lines or Parquet to JSON Lines or Parquet, and nothing
passes through this process. `brief_dataset` is the step between, for datasets that are read and
written otherwise.

    from bilingual import Settings
    from bilingual.distributed import brief_files

    brief_files("s3://news/2025/", "s3://briefs/2025/", Settings(), workers=64)

What a worker writes is what a run on one machine writes, byte for byte, where the machines have the
same bilingual, the same model and processors of one kind. Where RAY_ADDRESS names a cluster that is
used ("auto": the one this machine is part of); otherwise a Ray of this machine's own is started.
Needs `pip install 'bilingual[ray]'`.
"""

from __future__ import annotations

from bilingual.distributed.outputs import Tally, brief_files
from bilingual.distributed.runner import RayRunner
from bilingual.distributed.worker import brief_dataset

__all__ = ["RayRunner", "Tally", "brief_dataset", "brief_files"]
