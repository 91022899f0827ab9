"""The Hugging Face hub: what of a Marian repository is worth fetching, over plain HTTPS.

Its own client would bring 30 MB for what is a list of files and their contents. HF_ENDPOINT,
HF_TOKEN, HF_HUB_OFFLINE, HF_HOME, HF_HUB_CACHE and the proxies of the environment mean here what
they mean to that client, and the two share one cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from bilingual.errors import ModelNotFound, without_logins

_COMMON: Final = (
    "config.json",
    "generation_config.json",
    "*.spm",
    "*vocab*.json",
    "*vocab*.txt",
    "tokenizer_config.json",
    "README.md",
)
# One kind of weights is enough, the first that there is: repositories often hold the same in four.
_WEIGHTS: Final = ("model.bin", "model.safetensors", "pytorch_model.bin")
HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_REVISION: Final = re.compile(r"[0-9a-f]{7,64}")
_TIMEOUT: Final = 30.0  # seconds without a byte
_PIECE: Final = 1 << 20
OnFile = Callable[[str, int], None]


class Fetched(NamedTuple):
    revision: str
    licence: str


class _File(NamedTuple):
    """`sha256` is "" for small files, of which the hub does not say it."""

    name: str
    bytes: int
    sha256: str


def cached_or_fetched(hub_id: str) -> Path:
    """The files of a hub repository in the hub's cache, fetched when they are not there.

    Raises ModelNotFound when they cannot be fetched (offline, unknown name, no network).
    """
    repository = _cache() / f"models--{hub_id.replace('/', '--')}"
    main = repository / "refs" / "main"
    if main.is_file():
        snapshot = repository / "snapshots" / main.read_text(encoding="utf-8").strip()
        if any((snapshot / name).is_file() for name in _WEIGHTS):
            return snapshot
    with _in_our_words(hub_id):
        aside = repository / f".{os.getpid()}"
        try:
            snapshot = repository / "snapshots" / fetch(hub_id, aside).revision
            shutil.rmtree(snapshot, ignore_errors=True)
            snapshot.parent.mkdir(parents=True, exist_ok=True)
            aside.rename(snapshot)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        main.parent.mkdir(exist_ok=True)
        main.write_text(snapshot.name, encoding="utf-8")
    return snapshot


def fetch(hub_id: str, target: Path, on_file: OnFile | None = None) -> Fetched:
    """Fetches the files of a Marian repository into the folder `target`; `on_file` hears of each
    before it comes.

    Raises ModelNotFound, also for a file that did not arrive whole.
    """
    with _in_our_words(hub_id):
        with _opened(f"api/models/{quote(hub_id)}?blobs=true") as answer:
            said = json.load(answer)
        # What the hub says becomes the name of a folder.
        if not (HUB_ID.fullmatch(hub_id) and _REVISION.fullmatch(said["sha"])):
            raise ValueError(
                f"{said['sha']!r:.80} of {hub_id!r:.80} is no revision of a repository"
            )
        target.mkdir(parents=True, exist_ok=True)
        for file in _wanted(said["siblings"]):
            if on_file:
                on_file(file.name, file.bytes)
            _download(f"{quote(hub_id)}/resolve/{said['sha']}/{quote(file.name)}", file, target)
        return Fetched(said["sha"], str((said.get("cardData") or {}).get("license") or ""))


def _wanted(siblings: list[dict[str, Any]]) -> list[_File]:
    files = {
        each["rfilename"]: _File(
            each["rfilename"], int(each.get("size") or 0), (each.get("lfs") or {}).get("sha256", "")
        )
        for each in siblings
    }
    weights = [name for name in _WEIGHTS if name in files][:1]
    chosen = [
        name for name in files if any(fnmatch(name, pattern) for pattern in (*_COMMON, *weights))
    ]
    return [files[name] for name in chosen if not {"/", "\\", ":"} & {*name}]


def _download(path: str, file: _File, target: Path) -> None:
    digest, size = hashlib.sha256(), 0
    with _opened(path) as answer, (target / file.name).open("wb") as out:
        while piece := answer.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    if (file.bytes and size != file.bytes) or file.sha256 not in ("", digest.hexdigest()):
        raise OSError(f"{file.name} did not arrive whole")


def _opened(path: str) -> Any:
    if os.environ.get("HF_HUB_OFFLINE", "").lower() in ("1", "on", "yes", "true"):
        raise OSError("HF_HUB_OFFLINE is set")
    endpoint = without_logins(os.environ.get("HF_ENDPOINT", "https://huggingface.co")).rstrip("/")
    request = Request(f"{endpoint}/{path}", headers={"User-Agent": "bilingual"})
    if token := _token():
        # Large files lie on other servers, to which the hub redirects; the token is none of theirs.
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    return urlopen(request, timeout=_TIMEOUT)


def _token() -> str:
    file = _home() / "token"
    return os.environ.get("HF_TOKEN") or (file.read_text().strip() if file.is_file() else "")


def _home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.environ.get("HF_HOME") or f"{cache}/huggingface").expanduser()


def _cache() -> Path:
    return Path(os.environ.get("HF_HUB_CACHE") or _home() / "hub").expanduser()


@contextmanager
def _in_our_words(hub_id: str) -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
        if isinstance(error, HTTPError):
            error.close()
        first = str(error).strip().split("\n")[0]
        raise ModelNotFound(
            f"{hub_id}: not in the cache, and the hub did not give it"
            f" ({type(error).__name__}: {first})",
            hint="Check the id (owner/name) and the network, then run "
            f"'bilingual models pull {hub_id}'; without a network, give --model a folder.",
        ) from error
