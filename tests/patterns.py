"""Every regular expression of the package, and texts that make a careless one take for ever."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any, TypeGuard

import bilingual

PACKAGE = Path(bilingual.__file__).parent
# What they are called with; where the flags stand among the arguments.
FLAGS = {
    "compile": 1, "search": 2, "match": 2, "fullmatch": 2, "split": 3, "findall": 2,
    "finditer": 2, "sub": 4, "subn": 4,
}  # fmt: skip
_ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands ("sources.read._HTML", or the module alone), and whether it is
    only tried at one place of a text and not searched for."""

    place: str
    pattern: re.Pattern[Any]
    anchored: bool


def all_patterns() -> tuple[list[Found], set[str]]:
    """The patterns of the package, and the functions that make one of what they are called with."""
    found: dict[tuple[Any, int, bool], Found] = {}
    unknown: set[str] = set()
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.name == "__main__.py":
            continue
        name = ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(f"bilingual.{name}" if name != "__init__" else "bilingual")
        for each in (*_written(name, module, file, unknown), *_held(name, module, file)):
            key = (each.pattern.pattern, each.pattern.flags, each.anchored)
            # The name says more than the module; it comes second.
            found[key] = each
    return list(found.values()), unknown


def _written(name: str, module: ModuleType, file: Path, unknown: set[str]) -> Iterator[Found]:
    """What stands in calls of `re`, evaluated where it stands."""
    for function, call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
        kind = call.func.attr  # type: ignore[attr-defined]
        names = dict(vars(module))
        try:
            pattern = _value(call.args[0], names)
            given = call.args[FLAGS[kind]] if len(call.args) > FLAGS[kind] else None
            flags = [k.value for k in call.keywords if k.arg == "flags"] or [given]
            compiled = re.compile(pattern, _value(flags[0], names) if flags[0] else 0)
        except NameError:
            unknown.add(f"{name}.{function}")
            continue
        if kind != "compile":
            yield Found(name, compiled, kind in _ANCHORED)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "pattern", "eval"), names)


def _calls(tree: ast.AST, function: str = "") -> Iterator[tuple[str, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        inner = node.name if isinstance(node, ast.FunctionDef) else function
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "re"
            and node.func.attr in FLAGS
        ):
            yield inner, node
        yield from _calls(node, inner)


def _held(name: str, module: ModuleType, file: Path) -> Iterator[Found]:
    """What the names of a module hold, in whatever containers."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    uses: dict[str, set[str]] = {}
    own = {node.id for node in ast.walk(tree) if _is_stored(node)}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                used = node.attr if isinstance(node, ast.Attribute) else "passed on"
                uses.setdefault(child.id, set()).add(used)
    for variable in sorted(own & vars(module).keys()):
        value = getattr(module, variable)
        anchored = uses.get(variable, {"search"}) <= _ANCHORED
        for pattern in _inside(value, set()):
            yield Found(f"{name}.{variable}", pattern, anchored)


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _inside(value: Any, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    if id(value) in seen or isinstance(value, ModuleType | type | str):
        return
    seen.add(id(value))
    inner: Sequence[Any] = ()
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        inner = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    elif type(value).__module__.startswith("bilingual"):
        inner = list(getattr(value, "__dict__", {}).values())
    for each in inner:
        yield from _inside(each, seen)


# --- texts out of a pattern's own alphabet

_LETTERS = ["a", " ", "A", "1", ".", "'", "-", "_", "\n", ",", "<", "é"]
_LETTERS += [chr(code) for code in range(33, 127)] + list("À«»“”’—\u202f\t")
_VARIANTS = 3


@dataclass(frozen=True)
class Text:
    """`pump` again and again between a beginning that leads to it and an end that spoils it."""

    before: str
    pump: str
    after: str

    def of(self, times: int) -> str:
        return self.before + self.pump * times + self.after

    def within(self, most: int) -> str:
        room = most - len(self.before) - len(self.after)
        return self.of(max(1, room // len(self.pump)))


def texts(pattern: re.Pattern[Any]) -> list[Text]:
    """Repetitions of what the pattern repeats, of its beginnings, of its letters and of pairs."""
    written = pattern.pattern
    written = written.decode("latin-1") if isinstance(written, bytes) else written
    tree = _parser.parse(written, pattern.flags)
    pumps: dict[tuple[str, str], None] = {}
    letters: dict[str, None] = {}
    for before, body in _repeats(tree, "", letters):
        for variant in range(_VARIANTS):
            inner = _sample(body, variant, {})
            pumps |= {("", inner): None, (before, inner): None, ("", before[-40:] + inner): None}
    for variant in range(_VARIANTS):
        whole = _sample(tree, variant, {})[:200]
        pumps |= {("", whole[:cut]): None for cut in (1, 2, 3, len(whole) // 2, len(whole) - 1)}
        pumps[("", whole)] = None
    pumps |= {
        ("", letter): None for letter in [*list(letters)[:10], *" a1", " a", "a'", "A.", "a, "]
    }
    return [Text(*key, after) for key in pumps if key[1] for after in ("", "\0!")]


def _repeats(tree: Any, before: str, letters: dict[str, None]) -> Iterator[tuple[str, Any]]:
    """Every part that may repeat itself, with something that leads to it; notes the letters."""
    for kind, what in tree:
        if kind is op.LITERAL:
            letters[chr(what)] = None
        elif kind is op.IN:
            letters |= dict.fromkeys(_members(what)[:3])
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and what[1] > 8:
            yield before, what[2]
        for part in _parts(kind, what):
            yield from _repeats(part, before, letters)
        before += _sample([(kind, what)], 0, {})


def _parts(kind: Any, what: Any) -> Sequence[Any]:
    if kind is op.SUBPATTERN:
        return [what[3]]
    if kind is op.BRANCH:
        return list(what[1])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [what[1]]
    if kind is op.ATOMIC_GROUP:
        return [what]
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [what[2]]
    return []


def _sample(tree: Any, variant: int, groups: dict[int, str]) -> str:
    """Something that the pattern may match, look-arounds aside."""
    text = ""
    for kind, what in tree:
        if kind is op.LITERAL:
            text += chr(what)
        elif kind in (op.ANY, op.NOT_LITERAL):
            text += "b" if what == ord("a") else "a"
        elif kind is op.IN:
            members = _members(what)
            text += members[variant % len(members)]
        elif kind is op.BRANCH:
            text += _sample(what[1][variant % len(what[1])], variant, groups)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            times = min(50, max(what[0], int(variant % 2 == 0)))
            text += _sample(what[2], variant, groups) * times
        elif kind is op.SUBPATTERN:
            groups[what[0]] = _sample(what[3], variant, groups)
            text += groups[what[0]]
        elif kind is op.ATOMIC_GROUP:
            text += _sample(what, variant, groups)
        elif kind is op.GROUPREF:
            text += groups.get(what, "")
    return text


def _members(items: Any) -> list[str]:
    """Some letters of a class: those it names first."""
    negated = items[0][0] is op.NEGATE
    named = [chr(what) for kind, what in items if kind is op.LITERAL][:3]
    named += [chr(what[0]) for kind, what in items if kind is op.RANGE][:3]
    common = [c for c in _LETTERS if any(_has(item, c) for item in items) != negated]
    return list(dict.fromkeys(common if negated else named + common))[:6] or ["x"]


def _has(item: tuple[Any, Any], letter: str) -> bool:
    kind, what = item
    if kind is op.LITERAL:
        return bool(what == ord(letter))
    if kind is op.RANGE:
        return bool(what[0] <= ord(letter) <= what[1])
    if kind is op.CATEGORY:
        name = str(what).rpartition("_")[2].lower()
        letters = {"digit": r"\d", "space": r"\s", "word": r"\w"}[name]
        return (re.match(letters, letter) is not None) != ("NOT" in str(what))
    return False


# --- how long they take

_FEW = (8, 12, 16, 20, 24, 30, 40, 60)
_MANY = 2_000  # characters
_TRIES = 3


def slow(found: Found, text: Text, most: int = _MANY) -> str:
    """How the work grows faster than the text; "" where it does not. `most` is the longest text
    that the pattern ever meets."""
    for times in _FEW:
        few = text.of(times)
        if len(few) > most:
            break
        if _seconds(found, few, stop=0.02) > 0.02:
            return f"{_TRIES} times more than 20 ms for {len(few)} characters"
    long, short = text.within(most), text.within(most // 4)
    enough = len(long) * 5e-7  # seconds; half a microsecond a character is quick, however it grows
    took = _seconds(found, long, stop=enough)
    if took <= enough or most < _MANY:
        return "" if took <= max(enough, 0.02) else f"{took:.3f} s for {len(long)} characters"
    # Four times the text may take eight times as long on a busy machine, but not every time.
    for _ in range(_TRIES):
        base = max(_seconds(found, short), 1e-4)
        if _seconds(found, long, stop=8 * base) <= 8 * base:
            return ""
    return f"{took:.3f} s for {len(long)} characters, {base:.4f} s for {len(short)}"


def _seconds(found: Found, text: str, stop: float = 0.0) -> float:
    """Processor time, so that other programs do not count: of several tries the shortest, or the
    first below `stop`."""
    subject: Any = text.encode() if isinstance(found.pattern.pattern, bytes) else text
    best = float("inf")
    for _ in range(_TRIES):
        start = time.thread_time()
        if found.anchored:
            found.pattern.match(subject)
            found.pattern.fullmatch(subject)
        else:
            for _match in found.pattern.finditer(subject):
                pass
        best = min(best, time.thread_time() - start)
        if best <= stop:
            break
    return best
