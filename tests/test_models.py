"""Names find models, damage is named, and new folders appear whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import bilingual
from bilingual.engines import base
from bilingual.errors import (
    BilingualError,
    MissingExtra,
    ModelDamaged,
    ModelNotFound,
    OutputError,
    SettingsError,
)
from bilingual.models import (
    Manifest,
    choose_engine,
    convert,
    find,
    find_model,
    home,
    hub,
    installed_models,
    load_translator,
    pull,
    read_manifest,
    verify,
    write_manifest,
)
from bilingual.models.find import entries
from bilingual.records import Score
from bilingual.settings import Settings

HUB_ID = "example/opus-mt-fr-en"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The user's home for models and the folder of built-in ones, both empty, and no network."""
    user, built_in = tmp_path / "user", tmp_path / "built-in"
    monkeypatch.setenv("BILINGUAL_HOME", str(user))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setattr(find, "built_in_folders", lambda: (built_in,))
    return user / "models", built_in


def bleu(value: float) -> dict[str, tuple[Score, ...]]:
    score = Score(metric="BLEU", value=value, higher_is_better=True, signature="test", n=3000)
    return {"newstest2013": (score,)}


@pytest.fixture
def install(tiny_hf_model: Path, tiny_ct2_model: Path) -> Callable[..., Path]:
    """Puts the tiny model under a folder in the layout of a built-in one."""

    def put(
        folder: Path, name: str, *, quality: float | None = None, kinds: str = "hf ct2"
    ) -> Path:
        root = folder / name
        for kind in kinds.split():
            shutil.copytree(tiny_hf_model if kind == "hf" else tiny_ct2_model, root / kind)
        (root / "ct2" / "manifest.json").unlink(missing_ok=True)
        scores = {} if quality is None else bleu(quality)
        manifest = Manifest(name=name, licence="MIT", files=entries(root), scores=scores)
        write_manifest(root, manifest)
        return root

    return put


def test_without_models_the_remedy_is_named() -> None:
    assert installed_models() == ()
    with pytest.raises(ModelNotFound, match="no model is installed") as caught:
        find_model("auto")
    assert "bilingual models pull" in caught.value.hint


def test_auto_is_the_best_installed(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    pulled, built_in = places
    install(built_in, "starter", quality=20.0)
    install(built_in, "better", quality=30.0)
    assert [model.name for model in installed_models()] == ["better", "starter"]
    install(pulled, "chosen")
    assert [model.name for model in installed_models()] == ["chosen", "better", "starter"]
    assert find_model("auto").name == "chosen"
    assert find_model("starter").origin == "built-in"
    assert find_model("chosen").origin == "pulled"


def test_auto_skips_what_an_engine_cannot_run(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    install(places[1], "fast", kinds="ct2", quality=30.0)
    install(places[1], "reference", kinds="hf", quality=20.0)
    assert find_model("auto").name == "fast"
    assert find_model("auto", "transformers").name == "reference"
    assert choose_engine(find_model("fast")) == "ctranslate2"
    with pytest.raises(
        ModelNotFound, match="'fast' cannot run on transformers, only on ctranslate2"
    ):
        find_model("fast", "transformers")


def test_a_folder_may_be_either_layout_or_both(
    tiny_hf_model: Path, tiny_ct2_model: Path, tmp_path: Path, install: Callable[..., Path]
) -> None:
    assert set(find_model(str(tiny_hf_model)).engines) == {"transformers"}
    assert set(find_model(str(tiny_ct2_model)).engines) == {"ctranslate2"}
    both = find_model(str(install(tmp_path, "both")))
    assert set(both.engines) == {"transformers", "ctranslate2"}
    assert both.origin == "folder"
    assert both.bytes > 100_000


def test_the_installed_package_comes_before_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    package = Path(bilingual.__file__).parent
    assert find.built_in_folders() == (package / "_models", package.parent / "models")


@pytest.mark.parametrize("name", ["nonsense", "../nonsense", "no/such/folder", "a" * 5000])
def test_an_unknown_name_lists_what_there_is(
    name: str, places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    install(places[1], "starter")
    with pytest.raises(ModelNotFound, match="installed: starter"):
        find_model(name)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="no Marian model"):
        find_model(str(tmp_path))


def test_offline_the_hub_is_not_asked_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelNotFound, match=f"{HUB_ID}: not in the cache") as caught:
        find_model(HUB_ID)
    assert f"bilingual models pull {HUB_ID}" in caught.value.hint
    assert "\n" not in caught.value.message


def test_a_cached_hub_model_is_used(tiny_ct2_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "cached_or_fetched", lambda _: tiny_ct2_model)
    model = find_model(HUB_ID)
    assert (model.name, model.origin, model.source) == (HUB_ID, "hub", HUB_ID)


def test_settings_choose_the_translator(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    install(places[1], "starter")
    assert load_translator(Settings(engine="echo")).signature.startswith("echo:")
    assert load_translator().signature.startswith("ctranslate2-")
    assert load_translator().model_name == "starter"
    assert load_translator(Settings(engine="transformers")).signature.startswith("transformers-")


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_changed_file_is_refused_at_opening(
    engine: str, places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    root = install(places[1], "starter")
    file = root / ("ct2/shared_vocabulary.json" if engine == "ctranslate2" else "hf/config.json")
    file.write_bytes(file.read_bytes().replace(b" ", b"\n", 1))
    with pytest.raises(ModelDamaged, match=f"{file}: its SHA-256") as caught:
        load_translator(Settings(engine=engine))
    assert caught.value.hint
    other = "transformers" if engine == "ctranslate2" else "ctranslate2"
    assert load_translator(Settings(engine=other))  # the damage is not in its folder


def test_a_truncated_or_missing_file_is_named(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    root = install(places[1], "starter")
    weights = root / "ct2" / "model.bin"
    size = weights.stat().st_size
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelDamaged, match=rf"model.bin: 1000 bytes, expected {size}"):
        load_translator()
    weights.unlink()
    with pytest.raises(ModelDamaged, match=r"model.bin: missing"):
        load_translator()


@pytest.mark.parametrize("files", [{}, None, {"../../../../etc/passwd": 1}, {"/etc/passwd": 1},
                                   {"ct2\\..\\x": 1}, {"c:x": 1}])  # fmt: skip
def test_a_manifest_names_every_file_and_none_elsewhere(
    places: tuple[Path, Path], install: Callable[..., Path], files: dict[str, int] | None
) -> None:
    root = install(places[1], "starter", kinds="ct2")
    (root / "README.md").write_text("What people write about it is no part of it.")
    assert verify(find_model("starter")) == []
    manifest = json.loads((root / "manifest.json").read_text())
    if files is None:
        (root / "ct2" / "vocab.json").write_text("{}")
    else:
        manifest["files"] = {
            path: {"sha256": "0" * 64, "bytes": size} for path, size in files.items()
        }
    (root / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelDamaged, match=r"not in the manifest|not a model manifest") as caught:
        load_translator(Settings(model="starter"))
    assert "passwd" not in caught.value.message
    if not files:
        assert any("not in the manifest" in line for line in verify(find_model("starter")))


def test_a_link_out_of_the_folder_is_refused(
    places: tuple[Path, Path], install: Callable[..., Path], tmp_path: Path
) -> None:
    root = install(places[1], "starter", kinds="ct2")
    (root / "ct2" / "model.bin").rename(tmp_path / "elsewhere")
    (root / "ct2" / "model.bin").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelDamaged, match=r"model\.bin: a link that leads out of the folder"):
        load_translator(Settings(model="starter"))


class Evil:
    """What runs when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = str(canary)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (self.canary,)


def zipped(data: bytes) -> bytes:
    """As torch stores its weights."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/version", "3\n")
        archive.writestr("archive/byteorder", "little")
    return stored.getvalue()


CODE = "from pathlib import Path\nPath({!r}).mkdir()\nclass Evil:\n    pass\n"
CUSTOM = {"auto_map": {"AutoConfig": "evil.Evil", "AutoModelForSeq2SeqLM": "evil.Evil"}}


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_nothing_in_a_model_is_run(
    engine: str, tiny_hf_model: Path, tiny_ct2_model: Path, tmp_path: Path
) -> None:
    """Pickles and zips in the place of any file, and code of its own that a checkpoint names."""
    canary = tmp_path / "canary"
    pickled = pickle.dumps(Evil(canary))
    usual = tiny_hf_model if engine == "transformers" else tiny_ct2_model
    for number, (name, data) in enumerate(
        (name, data)
        for name in [*(file.name for file in usual.iterdir()), "pytorch_model.bin"]
        for data in (pickled, zipped(pickled))
    ):
        folder = shutil.copytree(usual, tmp_path / str(number))
        (folder / "manifest.json").unlink(missing_ok=True)
        if name == "pytorch_model.bin":
            (folder / "model.safetensors").unlink(missing_ok=True)
        (folder / name).write_bytes(data)
        with suppress(BilingualError):  # some of the files no engine reads
            load_translator(Settings(model=str(folder), engine=engine))
        assert not canary.exists(), name
    for kind in ("marian", "evil"):
        folder = shutil.copytree(usual, tmp_path / kind)
        (folder / "manifest.json").unlink(missing_ok=True)
        (folder / "evil.py").write_text(CODE.format(str(canary)))
        told = json.loads((folder / "config.json").read_text()) | CUSTOM | {"model_type": kind}
        (folder / "config.json").write_text(json.dumps(told))
        with suppress(BilingualError):
            load_translator(Settings(model=str(folder), engine=engine))
        assert not canary.exists(), kind


def test_a_broken_manifest_is_named(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    root = install(places[1], "starter")
    (root / "manifest.json").write_text('{"format": 2}')
    assert installed_models() == ()
    with pytest.raises(ModelDamaged, match=r"manifest.json: not a model manifest"):
        find_model("starter")


def test_verifying_names_every_problem(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    root = install(places[1], "starter")
    model = find_model("starter")
    assert verify(model) == []
    (root / "hf" / "vocab.json").unlink()
    (root / "ct2" / "source.spm").write_bytes(b"")
    found = verify(model)
    assert any("vocab.json: missing" in line for line in found)
    assert any("source.spm: 0 bytes" in line for line in found)
    assert all("\n" not in line for line in found)


def test_a_wheel_lacks_the_checkpoint_but_no_part_of_it(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    """The manifest names the files of both; what is absent as a whole is no damage, and is not
    listed."""
    root = install(places[1], "starter")
    (root / "hf" / "vocab.json").unlink()
    assert any("vocab.json: missing" in line for line in verify(find_model("starter")))
    shutil.rmtree(root / "hf")
    model = find_model("starter")
    assert list(model.engines) == ["ctranslate2"]
    assert verify(model) == []
    (root / "ct2" / "model.bin").unlink()
    assert any("model.bin: missing" in line for line in verify(find_model("starter")))


def test_conversion_carries_the_manifest_over(
    tmp_path: Path, install: Callable[..., Path], places: tuple[Path, Path]
) -> None:
    root = install(tmp_path, "mine", quality=12.0, kinds="hf")
    model = convert(root, tmp_path / "converted")
    assert set(model.engines) == {"ctranslate2"}
    assert (model.name, model.licence, model.scores) == ("mine", "MIT", bleu(12.0))
    assert verify(model) == []
    manifest = read_manifest(tmp_path / "converted")
    assert manifest is not None
    assert {"model.bin", "source.spm", "target.spm", "config.json"} <= set(manifest.files)


def test_conversion_never_overwrites(tiny_hf_model: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="already exists"):
        convert(tiny_hf_model, tmp_path)


def test_a_failed_conversion_leaves_nothing(
    tiny_hf_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="stores no weights as 'int3'"):
        convert(tiny_hf_model, tmp_path / "new", "int3")
    broken = shutil.copytree(tiny_hf_model, tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(ModelDamaged, match="broken"):
        convert(broken, tmp_path / "new")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra):
        convert(tiny_hf_model, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken"]


def test_only_checkpoints_convert(tiny_ct2_model: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="no Hugging Face checkpoint"):
        convert(tiny_ct2_model, tmp_path / "new")


def test_an_unwritable_place(tiny_hf_model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        convert(tiny_hf_model, tmp_path / "file" / "new")


@pytest.mark.parametrize("kind", ["hf", "ct2"])
def test_pulling(kind: str, tiny_hf_model: Path, tiny_ct2_model: Path) -> None:
    def fetch(hub_id: str, target: Path) -> hub.Fetched:
        shutil.copytree(tiny_hf_model if kind == "hf" else tiny_ct2_model, target)
        (target / "manifest.json").unlink(missing_ok=True)
        return hub.Fetched(revision="0123abc", licence="cc-by-4.0")

    model = pull(HUB_ID, fetch=fetch)
    assert (model.name, model.origin, model.revision) == (HUB_ID, "pulled", "0123abc")
    assert (model.licence, model.source) == ("cc-by-4.0", HUB_ID)
    assert "ctranslate2" in model.engines
    assert verify(model) == []
    assert find_model(HUB_ID) == find_model("auto") == pull(HUB_ID, fetch=fetch)
    assert [path.name for path in (home() / "models").iterdir()] == ["example--opus-mt-fr-en"]


def test_a_failed_pull_keeps_the_model_of_before(
    places: tuple[Path, Path], install: Callable[..., Path]
) -> None:
    install(places[0], "example--opus-mt-fr-en")

    def fetch(hub_id: str, target: Path) -> hub.Fetched:
        raise ModelNotFound("no network")

    with pytest.raises(ModelNotFound):
        pull(HUB_ID, fetch=fetch)
    assert [path.name for path in places[0].iterdir()] == ["example--opus-mt-fr-en"]
    assert verify(installed_models()[0]) == []


def test_without_torch_a_converted_model_still_runs(
    places: tuple[Path, Path], install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(places[1], "starter", kinds="ct2")
    install(places[0], "checkpoint", kinds="hf")
    monkeypatch.setattr(base.importlib.util, "find_spec", lambda _: None)
    install(places[1], "both")
    assert {find_model(name).name for name in ("auto", "starter", "both")} == {"both", "starter"}
    assert verify(find_model("both")) == []
    with pytest.raises(MissingExtra, match="'checkpoint' needs torch and transformers"):
        find_model("checkpoint")


def test_manifests_refuse_unknown_fields(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"name": "x", "files": {}, "surprise": 1}))
    with pytest.raises(ModelDamaged):
        read_manifest(tmp_path)


def test_converted_models_need_no_torch(tiny_ct2_model: Path) -> None:
    import subprocess

    code = (
        "import sys; from pathlib import Path; from bilingual.engines import open_engine;"
        "from bilingual.settings import Settings;"
        f"t = open_engine('ctranslate2', Path({str(tiny_ct2_model)!r}), Settings());"
        "t.translate(['Oui.']);"
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


class Hub:
    """A hub of one repository on this machine: large files lie on "another server" that it
    redirects to."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.contents = contents
        self.sizes = {name: len(content) for name, content in contents.items()}
        self.asked: list[str] = []
        self.tokens: dict[str, str | None] = {}

    def description(self) -> dict[str, object]:
        siblings = [
            {"rfilename": name, "size": self.sizes[name], "lfs": {"sha256": sha256(content)}}
            for name, content in self.contents.items()
        ]
        return {"sha": "0123abc", "cardData": {"license": "cc-by-4.0"}, "siblings": siblings}

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, where to, and content."""
        if path == f"/api/models/{HUB_ID}?blobs=true":
            return 200, "", json.dumps(self.description()).encode()
        prefix = f"/{HUB_ID}/resolve/0123abc/"
        if path.startswith(prefix):
            self.asked.append(path.removeprefix(prefix))
            return 302, f"/elsewhere/{self.asked[-1]}", b""
        found = self.contents.get(path.removeprefix("/elsewhere/"))
        return (404, "", b"") if found is None else (200, "", found)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, bytes]], Hub]]:
    """Makes the hub one that has these files."""
    with ExitStack() as servers:

        def start(contents: dict[str, bytes]) -> Hub:
            served = Hub(contents)

            class Handler(BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    served.tokens[self.path] = self.headers["Authorization"]
                    status, to, content = served.answer(self.path)
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(content)))
                    if to:
                        self.send_header("Location", to)
                    self.end_headers()
                    self.wfile.write(content)

                def log_message(self, *_: object) -> None:
                    pass

            server = servers.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
            Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            servers.callback(server.shutdown)
            monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
            monkeypatch.setenv("HF_TOKEN", "secret")
            return served

        yield start


Serve = Callable[[dict[str, bytes]], Hub]


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        (["model.safetensors", "pytorch_model.bin", "tf_model.h5"], "model.safetensors"),
        (["pytorch_model.bin", "tf_model.h5"], "pytorch_model.bin"),
        (["model.bin", "model.safetensors"], "model.bin"),
    ],
)
def test_one_kind_of_weights_is_fetched(
    weights: list[str], wanted: str, tmp_path: Path, serve: Serve
) -> None:
    common = ["config.json", "source.spm", "shared_vocabulary.json", "README.md"]
    others = [".gitattributes", "onnx/config.json", "../config.json"]
    served = serve({name: name.encode() for name in (*common, *others, *weights)})
    heard: list[tuple[str, int]] = []
    fetched = hub.fetch(HUB_ID, tmp_path / "new", lambda *file: heard.append(file))
    assert fetched == hub.Fetched("0123abc", "cc-by-4.0")
    assert sorted(served.asked) == sorted([*common, wanted]) == sorted(name for name, _ in heard)
    assert all((tmp_path / "new" / name).read_bytes() == name.encode() for name in served.asked)
    assert served.tokens[f"/{HUB_ID}/resolve/0123abc/{wanted}"] == "Bearer secret"
    assert served.tokens[f"/elsewhere/{wanted}"] is None


def test_a_hub_names_no_folder_of_its_own_choice(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    for sha in ("../../../../mine", "..", "", "main"):
        served = serve({"model.bin": b"weights", "config.json": b"{}"})
        monkeypatch.setattr(served, "description", lambda sha=sha: {"sha": sha, "siblings": []})
        with pytest.raises(ModelNotFound, match="is no revision"):
            hub.cached_or_fetched(HUB_ID)
    assert (tmp_path / "mine").is_dir()


def test_what_is_in_the_cache_is_not_fetched_again(serve: Serve, tmp_path: Path) -> None:
    served = serve({"model.bin": b"weights", "config.json": b"{}"})
    folder = hub.cached_or_fetched(HUB_ID)
    # The place and the layout of the hub's own client.
    repository = tmp_path / "hf" / "hub" / "models--example--opus-mt-fr-en"
    assert folder == repository / "snapshots" / "0123abc"
    assert (repository / "refs" / "main").read_text() == "0123abc"
    assert (folder / "model.bin").read_bytes() == b"weights"
    asked = list(served.asked)
    assert hub.cached_or_fetched(HUB_ID) == folder
    assert served.asked == asked


def test_a_file_that_does_not_arrive_whole_is_refused(serve: Serve, tmp_path: Path) -> None:
    serve({"model.bin": b"weights"}).sizes["model.bin"] = 8
    with pytest.raises(ModelNotFound, match=r"model\.bin did not arrive whole"):
        hub.fetch(HUB_ID, tmp_path)


def test_a_failing_hub_is_one_line(serve: Serve, tmp_path: Path) -> None:
    serve({})
    with pytest.raises(ModelNotFound, match=r"example/other: .*HTTP Error 404") as caught:
        hub.fetch("example/other", tmp_path)
    assert isinstance(caught.value.__cause__, OSError)
    assert "\n" not in caught.value.message
