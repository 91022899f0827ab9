"""Parts divided among as many threads as the engine has workers.

While one thread compares what was said with the French, the engine works for another; a second attempt at one sentence
keeps one worker busy, not all. What is said of a part does not depend on the lane it is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Lock

from bilingual.translate.attempts import Attempt
from bilingual.translate.search import Search, Told
from bilingual.translate.second_chances import best_attempts


def in_lanes(parts: Sequence[str], search: Search, *, told: Told) -> dict[str, Attempt]:
    """The best attempt at each part. `told` hears of every batch, from any thread, one at a time.

    Raises what the first lane to fail raises; an interruption stops every lane at its next batch.
    """
    lanes = min(search.translator.workers, len(parts))
    if lanes <= 1:
        return best_attempts(parts, search, told=told)
    lock = Lock()

    def told_in_turn(batch: Iterable[str]) -> None:
        with lock:
            told(batch)

    by_length = sorted(parts, key=len)  # each lane gets as many long ones
    best: dict[str, Attempt] = {}
    with ThreadPoolExecutor(lanes, thread_name_prefix="translate") as pool:
        try:
            running = [
                pool.submit(best_attempts, by_length[lane::lanes], search, told=told_in_turn)
                for lane in range(lanes)
            ]
            for lane in as_completed(running):
                best |= lane.result()
        except BaseException:
            search.stop.set()
            raise
    return best
