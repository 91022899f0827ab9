"""Ray itself: found or started, kept quiet, its errors told as ours."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bilingual.engines.base import physical_cores
from bilingual.errors import BilingualError, EngineError, MissingExtra, UsageError
from bilingual.settings import Settings


@dataclass(frozen=True)
class Share:
    """What one worker takes of a machine."""

    cpus: int
    gpus: int

    def pool(self, cpus: float, gpus: float) -> int:
        """How many workers such resources hold; one processor is left for reading and writing."""
        room = gpus // self.gpus if self.gpus else (cpus - 1) // self.cpus
        return max(1, int(room))


def share_of(settings: Settings) -> Share:
    return Share(settings.threads or 1, 1 if settings.device == "cuda" else 0)


def open_ray(settings: Settings, workers: int) -> int:
    """Connect to the cluster, or start a Ray on this machine that ends with this process; nothing
    where one is open.

    Gives the number of workers: as many as wanted, or, for 0, as many as fit. Raises MissingExtra,
    or EngineError where no cluster answers.
    """
    ray = import_ray()
    share = share_of(settings)
    if not ray.is_initialized():
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        address = os.environ.get("RAY_ADDRESS", "")
        if address:
            options["address"] = address
        else:
            workers = workers or max(1, physical_cores() // share.cpus)
            # The workers are what counts, not the cores; reading and writing need one more.
            options |= {"address": "local", "num_cpus": workers * share.cpus + 1}
            options["include_dashboard"] = False
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        ending = signal.getsignal(signal.SIGTERM)
        try:
            ray.init(**options)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise EngineError(
                f"Ray: no cluster at {address or 'this machine'} ({_line(error)})",
                hint="Check RAY_ADDRESS; without it, a Ray is started on this machine.",
            ) from error
        if callable(ending):
            # Ray puts its own handler in the place of the command line's, under which a run ends in
            # order.
            with suppress(ValueError):  # not in the main thread
                signal.signal(signal.SIGTERM, ending)
        # Whatever goes wrong is raised; Ray Data would tell it again, at length.
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    resources = ray.cluster_resources()
    return workers or share.pool(resources.get("CPU", 1), resources.get("GPU", 0))


def import_ray() -> Any:
    """The library with ray.data; raises MissingExtra."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtra(
            "many machines need Ray Data", hint="pip install 'bilingual[ray]'"
        ) from error
    return ray


@contextmanager
def ordered() -> Iterator[None]:
    """Datasets made within keep the order of their rows, draw no bars, and raise what a worker
    raised.

    Ray's errors come out as ours: a worker's own error where it was one, EngineError for all else.
    """
    ray = import_ray()
    context = ray.data.DataContext.get_current().copy()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.execution_options.preserve_order = True
    context.raise_original_map_exception = True
    try:
        with ray.data.DataContext.current(context):
            yield
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None)
        if isinstance(cause, BilingualError):
            raise cause from error
        raise EngineError(
            f"Ray: {_line(error)}", hint="The logs of the workers say more: ray logs."
        ) from error


def _line(error: BaseException) -> str:
    """The last line of what an error says: with Ray that is what happened, the rest is where."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:300]


def refuse_sizes(workers: int, rows: int) -> None:
    """Raises UsageError for numbers that no pool can have."""
    if workers < 0 or rows < 1:
        raise UsageError(
            f"{workers} workers with {rows} rows each",
            hint="workers is 0 (as many as fit) or more, rows at least 1.",
        )
