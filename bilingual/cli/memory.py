"""`bilingual memory`: make, list and take back corrections, and exchange them with other tools."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilingual.cli.common import (
    MOST_ROWS,
    AsJson,
    Config,
    MemoryFile,
    counted,
    examples,
    one_line,
    settings_from,
    standard_input,
)
from bilingual.cli.console import print_json, print_table, put, say
from bilingual.errors import InputError, UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bilingual.memory.corrections import Correction
    from bilingual.memory.store import Memory

app = typer.Typer(
    help="Corrections that people made, and earlier translations.", no_args_is_help=True
)

French = Annotated[
    str | None, typer.Option(help="The French sentence itself, instead of BRIEF and NUMBER.")
]
Exchange = Annotated[Path, typer.Argument(metavar="FILE", help="A .tmx or .tsv file.")]


@app.command(
    epilog=examples(
        'memory correct outputs/article.json 12 "The English."',
        'memory correct --french "La phrase." "The sentence."',
    )
)
def correct(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="A brief (its .json), the number of a sentence in it, and the English; without "
            "English, or with -, it is read from standard input.",
            metavar="BRIEF NUMBER ENGLISH",
            show_default=False,
        ),
    ] = None,
    french: French = None,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Correct the English of a sentence; the next `bilingual brief` uses it, whatever the model."""
    from bilingual.memory.corrections import Correction, tidied

    meant, known, rest = _sentence("correct", french, words or [])
    given = standard_input() if rest in ([], ["-"]) else rest[0]
    new = tidied(Correction(meant, given))
    with _memory(memory, config) as base:
        before = base.corrections([new.french]).get(new.french, known)
        base.correct([new])
    if as_json:
        print_json(asdict(new) | {"before": before})
        return
    _show(French=new.french, before=before, after=new.english)
    say("kept; the next `bilingual brief` uses it")


@app.command(
    epilog=examples("memory forget outputs/article.json 12", 'memory forget --french "La phrase."')
)
def forget(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="A brief (its .json) and the number of a sentence in it.",
            metavar="BRIEF NUMBER",
            show_default=False,
        ),
    ] = None,
    french: French = None,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Take the correction of a sentence back: the next `bilingual brief` asks the engine again."""
    meant, _, _ = _sentence("forget", french, words or [])
    shown = "" if french is not None else _by_a_person(words or [], meant)
    with _memory(memory, config, create=bool(shown)) as base:
        before = base.corrections([meant]).get(meant, shown)
        if not base.forget(meant, shown=bool(shown)):
            raise UsageError(
                f"there is no correction of {meant!r}",
                hint="`bilingual memory list` shows those there are.",
            )
    if as_json:
        print_json({"french": meant, "before": before})
        return
    _show(French=meant, before=before)
    say("taken back; the next `bilingual brief` asks the engine")


@app.command("list", epilog=examples("memory list budget", "memory list --json"))
def list_(
    text: Annotated[
        str, typer.Argument(help="Only corrections with this in the French or the English.")
    ] = "",
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the corrections, sorted by the French."""
    with _memory_if_there(memory, config) as base:
        found = _having(text, base.all_corrections()) if base else []
    if as_json:
        print_json([asdict(each) for each in found])
    elif found:
        rows = [(one_line(each.french), one_line(each.english)) for each in found]
        print_table(("French", "English"), rows, prose=True, most=MOST_ROWS)
    else:
        say(f"no corrections{f' with {text!r}' if text else ''}")


@app.command(epilog=examples("memory info", "memory info --memory team.sqlite --json"))
def info(memory: MemoryFile = None, config: Config = None, as_json: AsJson = False) -> None:
    """Say where the memory is, how large it is, and what is in it."""
    from bilingual.memory.store import Counts, memory_file

    with _memory_if_there(memory, config) as base:
        counts = base.counts() if base else Counts(0, 0)
    file = memory_file(settings_from(config, memory=memory))
    size = file.stat().st_size if file is not None and file.is_file() else 0
    if as_json:
        print_json({"file": file and str(file), "bytes": size, **asdict(counts)})
        return
    where = "none: the setting memory is off" if file is None else str(file)
    put(f"file: {where}{', not made yet' if file and not size else ''}")
    put(f"size: {size:,} bytes")
    put(f"corrections: {counts.corrections:,}")
    put(f"translated by engines: {counts.units:,}")


@app.command(epilog=examples("memory clear", "memory clear --memory team.sqlite"))
def clear(memory: MemoryFile = None, config: Config = None, as_json: AsJson = False) -> None:
    """Delete what engines translated; corrections stay."""
    with _memory_if_there(memory, config) as base:
        dropped = base.forget_units() if base else 0
    if as_json:
        print_json({"dropped": dropped})
    else:
        say(f"{counted(dropped, 'translation')} dropped; corrections stay")


@app.command(
    "import",
    epilog=examples(
        "memory import translations.tmx --plan", "memory import people.tsv --memory team.sqlite"
    ),
)
def import_(
    file: Exchange,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what would be done.")] = False,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Import the translations in a file as corrections, except those marked as an engine's."""
    from bilingual.memory import import_units

    with _memory_if_there(memory, config) if plan else _memory(memory, config) as base:
        done = import_units(file, base, plan=plan)
    if as_json:
        left = {"by_engine": done.by_engine, "incomplete": done.incomplete}
        print_json({"file": str(file), "plan": plan, **asdict(done.changes), **left})
        return
    counts = ", ".join(f"{number:,} {name}" for name, number in asdict(done.changes).items())
    put(("would be: " if plan else "") + counts)
    _warn(done.by_engine, "said by an engine, not taken over")
    _warn(done.incomplete, "without French or English, not taken over")


@app.command(epilog=examples("memory export corrections.tmx", "memory export everything.tsv --all"))
def export(
    file: Exchange,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what engines said, marked as such.")
    ] = False,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Write the corrections to a file that other translation tools read."""
    from bilingual.memory import export_units

    with _memory_if_there(memory, config) as base:
        there = base or _memory(memory, config, create=False)
        done = export_units(there, file, everything=everything)
    if as_json:
        print_json({"file": str(file), **asdict(done)})
        return
    by_engines = f", {done.by_engine:,} translated by engines" if everything else ""
    say(counted(done.corrections, "correction") + by_engines)
    _warn(done.left_out, "with characters that the file cannot hold, left out")
    put(file)


@app.command(epilog=examples("memory rescue team.sqlite", "memory rescue outputs"))
def rescue(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="FROM",
            help="A damaged memory (otherwise the one of the settings), a brief or a folder of "
            "briefs.",
            show_default=False,
        ),
    ] = None,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Bring corrections back: from a damaged memory, which is set aside, or from briefs."""
    from bilingual.memory import rescue_file, rescue_from_briefs
    from bilingual.memory.store import memory_file

    own = memory_file(settings_from(config, memory=memory))
    if source is not None and (source.is_dir() or source.suffix == ".json"):
        with _memory(memory, config) as base:
            done = rescue_from_briefs(source, base)
    elif file := source or own:
        done = rescue_file(file, ours=file == own)
    else:
        raise _is_off()
    if as_json:
        print_json(asdict(done))
        return
    put(f"{counted(done.found, 'correction')} found, {done.new:,} new in {done.memory}")
    if done.aside:
        say(
            f"the damaged file is kept as {done.aside}; what engines translated is translated again"
        )
        say("corrections that are missing may still be in briefs: bilingual memory rescue outputs")


def _sentence(command: str, french: str | None, words: list[str]) -> tuple[str, str, list[str]]:
    """(French, English in the brief, the words left over) of the sentence that is meant.

    It is given as French, or by brief and number. Raises UsageError.
    """
    place = 0 if french is not None else 2
    english = " ENGLISH" if command == "correct" else ""
    if len(words) not in ((place, place + 1) if english else (place,)):
        raise UsageError(
            f"{command} needs a brief and the number of a sentence, or --french",
            hint=f"bilingual memory {command} outputs/article.json 12{english}, "
            f'or bilingual memory {command} --french "La phrase."{english}',
        )
    if french is not None:
        return french, "", words
    return *_sentence_of_brief(*words[:2]), words[2:]


def _by_a_person(words: list[str], french: str) -> str:
    """The English that the brief shows of a sentence, if a person wrote it."""
    from bilingual.folder.briefs import read_brief

    return read_brief(words[0]).by_people().get(french, "")


def _sentence_of_brief(file: str, number: str) -> tuple[str, str]:
    from bilingual.folder.briefs import read_brief

    try:
        brief = read_brief(file)
    except InputError as error:
        raise UsageError(error.message, hint="Name the .json of a brief.") from error
    last = len(brief.sentences) - 1
    if not (number.isascii() and number.isdecimal() and int(number) <= last):
        raise UsageError(
            f"{file}: no sentence {number}; they are numbered from 0 to {last}",
            hint="The number stands before the sentence in the pages; a headline is 0.",
        )
    return brief.sentences[int(number)].text, brief.translations[int(number)].text


def _memory(memory: str | None, config: Path | None, *, create: bool = True) -> Memory:
    """Raises UsageError when the memory is off, and TranslationMemoryError."""
    from bilingual.memory.disk import make_private
    from bilingual.memory.store import Memory, memory_file

    settings = settings_from(config, memory=memory)
    file = memory_file(settings)
    if file is None:
        raise _is_off()
    opened = Memory(file, create=create)
    if settings.memory == "auto":
        make_private(file)
    return opened


def _is_off() -> UsageError:
    return UsageError(
        'the translation memory is off (memory = "off")',
        hint="Name a file with --memory, or take the setting out.",
    )


def _memory_if_there(
    memory: str | None, config: Path | None
) -> AbstractContextManager[Memory | None]:
    from bilingual.memory.store import read_memory

    return read_memory(settings_from(config, memory=memory)) or nullcontext()


def _having(text: str, corrections: Iterable[Correction]) -> list[Correction]:
    """Those with the text in either language, whatever its case and its kind of apostrophe."""
    from bilingual.language.typography import normalise_source

    def plain(words: str) -> str:
        return normalise_source(words).casefold()

    wanted = plain(text)
    return [
        each
        for each in corrections
        if wanted in plain(each.french) or wanted in plain(each.english)
    ]


def _show(**texts: str) -> None:
    """A line for each text that there is, under its name, the texts below one another."""
    for name, text in texts.items():
        if text:
            put(f"{name}: {' ' * (len('before') - len(name))}{one_line(text)}")


def _warn(number: int, what: str) -> None:
    if number:
        say(f"{counted(number, 'unit')} {what}")
