"""Files of articles -> files of briefs, on the cluster from end to end."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, cast

from bilingual.distributed.cluster import import_ray, open_ray, ordered, refuse_sizes
from bilingual.distributed.worker import LINE, OUTLET, PLACE, ROWS, brief_dataset
from bilingual.errors import NothingReadable, OutputError, UnreadableSource, UsageError
from bilingual.settings import Settings
from bilingual.sources import json_lines

if TYPE_CHECKING:
    import ray.data

_LINES = ("jsonl", "ndjson")
_LINES_AT_ONCE = 256


@dataclass(frozen=True)
class Tally:
    """How many articles have a brief, and how many an error instead."""

    written: int
    failed: int


def brief_files(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    settings: Settings | None = None,
    *,
    workers: int = 0,
    rows: int = ROWS,
    output: Literal["jsonl", "parquet"] = "parquet",
) -> Tally:
    """The briefs of all articles in JSON Lines and Parquet files, as files of such rows in the
    folder `out`.

    `inputs` are files, or folders of such files, on a disk that all machines see or as addresses
    that pyarrow knows (s3://, gs://, abfs://, hdfs://). Rows, workers and errors are as
    `brief_dataset` says; the order is kept, and the files of `out` are in order of their names.
    `out` must be empty or not there. Raises UsageError, NothingReadable, UnreadableSource,
    OutputError, MissingExtra and ModelError; one article that fails is counted, and its row says
    why.
    """
    if output not in ("jsonl", "parquet"):
        raise UsageError(f"no output called {output!r}", hint="Take jsonl or parquet.")
    refuse_sizes(workers, rows)
    import_ray()
    settings = (settings or Settings()).without_secrets()
    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    target = _place(out)
    if _kinds(target):
        raise OutputError(f"{target}: not empty", hint="Choose a folder of its own for the output.")
    workers = open_ray(settings, workers)
    with ordered():
        articles = _articles(paths, settings)
        _write(brief_dataset(articles, settings, workers=workers, rows=rows), target, output)
        return _counted(target, output)


def _articles(paths: Sequence[str | Path], settings: Settings) -> ray.data.Dataset:
    places = [_place(path) for path in paths]
    kinds = {place: _kinds(place) for place in places}
    for place, found in kinds.items():
        if not found & {*_LINES, "parquet"}:
            raise NothingReadable(
                f"{place}: no articles found", hint="Files that are read: .jsonl and .parquet."
            )
    lines = [place for place in places if kinds[place] & set(_LINES)]
    tables = [place for place in places if "parquet" in kinds[place]]
    if lines and tables:
        raise UsageError(
            "both JSON Lines and Parquet among the inputs", hint="Take one kind after the other."
        )
    return _lines(lines, settings) if lines else _tables(tables)


def _tables(places: Sequence[str]) -> ray.data.Dataset:
    found = import_ray().data.read_parquet(
        list(places), include_paths=True, file_extensions=["parquet"]
    )
    return cast("ray.data.Dataset", found)


def _lines(places: Sequence[str], settings: Settings) -> ray.data.Dataset:
    """One row for each line that is not blank. Ray's own reader of JSON Lines gives up a file for
    one broken line, and takes what looks like a date for one."""
    files = import_ray().data.read_binary_files(
        list(places), include_paths=True, file_extensions=list(_LINES)
    )
    found = files.map_batches(
        _split, batch_size=1, batch_format="pyarrow", fn_kwargs={"settings": settings}
    )
    return cast("ray.data.Dataset", found)


def _split(files: Any, settings: Settings) -> Iterator[Any]:
    import pyarrow

    for file in files.to_pylist():
        rows: list[dict[str, Any]] = []
        name = PurePosixPath(file["path"]).name
        for row in json_lines(io.BytesIO(file["bytes"]), file["path"], name, settings):
            rows.append({LINE: row.values, PLACE: row.location, OUTLET: row.outlet})
            if len(rows) == _LINES_AT_ONCE:
                yield pyarrow.Table.from_pylist(rows)
                rows = []
        if rows:
            yield pyarrow.Table.from_pylist(rows)


def _write(briefs: ray.data.Dataset, target: str, output: str) -> None:
    from ray.data.datasource import FilenameProvider

    names = FilenameProvider(file_format=output)
    if output == "parquet":
        briefs.write_parquet(target, filename_provider=names)
    else:
        briefs.write_json(target, filename_provider=names, force_ascii=False)


def _counted(target: str, output: str) -> Tally:
    """Of what was written: a task that Ray ran twice would be counted twice while it runs."""
    ray = import_ray()
    if output == "parquet":
        rows = ray.data.read_parquet(target).select_columns(["error"])
    else:
        rows = _lines([target], Settings(max_bytes=1_000_000_000))
    counts = rows.map_batches(_count, batch_format="pyarrow").take_all()
    return Tally(
        sum(int(count["written"]) for count in counts), sum(int(c["failed"]) for c in counts)
    )


def _count(table: Any) -> Any:
    import json

    import pyarrow

    if "error" in table.column_names:
        errors = table["error"].to_pylist()
    else:
        errors = [json.loads(line)["error"] for line in table[LINE].to_pylist()]
    failed = sum(error is not None for error in errors)
    return pyarrow.table({"written": [len(errors) - failed], "failed": [failed]})


def _place(path: str | Path) -> str:
    """An address as it is, a path in full: the workers have another current folder."""
    text = str(path)
    return text if "://" in text else str(Path(text).absolute())


def _kinds(place: str) -> set[str]:
    """Suffixes of the files at a place, without their dots. Raises UnreadableSource."""
    import pyarrow
    from pyarrow import fs

    try:
        system, path = fs.FileSystem.from_uri(place)
        info = system.get_file_info(path)
        found = [info]
        if info.type == fs.FileType.Directory:
            found = system.get_file_info(fs.FileSelector(path, recursive=True))
    except (OSError, pyarrow.ArrowException) as error:
        raise UnreadableSource(
            f"{place}: cannot be reached ({' '.join(str(error).split())[:200]})",
            hint="Give a path that all machines see, or an address that pyarrow knows.",
        ) from error
    return {PurePosixPath(each.path).suffix[1:].lower() for each in found if each.is_file}
