"""The parts of a text divided into lanes of bounded size, as many at a time as the engine has
workers.

While one thread compares what was said with the French, the engine works for another; a second
attempt at one sentence keeps one worker busy, not all. The lanes follow from the parts alone, not
from the number of workers: what an engine says may depend on what else is in a batch, if only in
the last digits of a score, and must be the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Lock
from typing import Final

from bilingual.translate.attempts import Attempt
from bilingual.translate.search import OnProgress, Search
from bilingual.translate.second_chances import best_attempts

# Of the source, at most: small enough to divide an article among workers, large enough to be quick.
LANE_TOKENS: Final = 640


def in_lanes(
    parts: Sequence[str], search: Search, *, on_progress: OnProgress
) -> dict[str, Attempt]:
    """The best attempt at each part. `on_progress` is called with every batch that is done,
    from any thread, one at a time.

    Raises what the first lane to fail raises; lanes that were not begun by then never are.
    """
    lanes = _lanes(parts, search)
    if search.translator.workers <= 1 or len(lanes) <= 1:
        return {
            k: v
            for lane in lanes
            for k, v in best_attempts(lane, search, on_progress=on_progress).items()
        }
    lock = Lock()

    def report_in_turn(batch: Iterable[str]) -> None:
        with lock:
            on_progress(batch)

    best: dict[str, Attempt] = {}
    with ThreadPoolExecutor(search.translator.workers, thread_name_prefix="lane") as pool:
        try:
            running = [
                pool.submit(best_attempts, lane, search, on_progress=report_in_turn)
                for lane in lanes
            ]
            for lane in as_completed(running):
                best |= lane.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return best


def _lanes(parts: Sequence[str], search: Search) -> list[list[str]]:
    """As few lanes as hold the tokens, all about equally long in tokens; those with the longest
    parts first, so that a lack of memory shows at once."""
    if not parts:
        return []
    counted = sorted(zip(search.translator.count_tokens(parts), parts, strict=True), reverse=True)
    total = sum(tokens for tokens, _ in counted)
    number = -(-total // LANE_TOKENS)
    lanes: list[list[str]] = [[] for _ in range(number)]
    before = 0
    for tokens, part in counted:
        lanes[before * number // total].append(part)
        before += tokens
    return [lane for lane in lanes if lane]
