"""`bilingual memory`: correct sentences, see and take back corrections, and exchange them with other programs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilingual.cli.common import (
    AsJson,
    Config,
    MemoryFile,
    cell,
    plain_table,
    print_json,
    print_table,
    settings_from,
    standard_input,
)
from bilingual.errors import InputError, UsageError

if TYPE_CHECKING:
    from bilingual.memory.corrections import Correction
    from bilingual.memory.store import Memory

app = typer.Typer(
    help="Corrections of people, and what was translated before.", no_args_is_help=True
)

MOST_ROWS = 200

Words = Annotated[
    list[str] | None,
    typer.Argument(
        help="A brief (its .json) and the number of a sentence in it.",
        metavar="BRIEF NUMBER",
        show_default=False,
    ),
]
French = Annotated[
    str | None, typer.Option(help="The French sentence itself, instead of BRIEF and NUMBER.")
]
Exchange = Annotated[Path, typer.Argument(metavar="FILE", help="A .tmx or .tsv file.")]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence that was meant, and its English in the brief, "" where there is no brief."""

    french: str
    english: str


@app.command()
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
    """Give the English of a sentence: from the next `bilingual brief` on it wins over every engine."""
    from bilingual.memory.corrections import Correction, tidied

    given = words or []
    place = 0 if french is not None else 2
    if len(given) not in (place, place + 1):
        raise _miscalled("correct", " ENGLISH")
    sentence = _sentence(french, given[:place])
    english = (given[place:] or ["-"])[0]
    new = tidied(Correction(sentence.french, standard_input() if english == "-" else english))
    with closing(_opened(memory, config)) as base:
        before = base.corrections([new.french]).get(new.french, sentence.english)
        base.correct([new])
    if as_json:
        print_json(asdict(new) | {"before": before})
        return
    _show([("French", new.french), ("before", before), ("after", new.english)])
    typer.echo("kept; the next `bilingual brief` uses it", err=True)


@app.command()
def forget(
    words: Words = None,
    french: French = None,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Take the correction of a sentence back: the next `bilingual brief` asks the engine again."""
    if len(words or []) != (0 if french is not None else 2):
        raise _miscalled("forget", "")
    meant = _sentence(french, words or []).french
    with closing(_opened(memory, config, create=False)) as base:
        before = base.corrections([meant]).get(meant, "")
        if not base.forget(meant):
            raise UsageError(
                f"there is no correction of {meant!r}",
                hint="`bilingual memory list` shows those there are.",
            )
    if as_json:
        print_json({"french": meant, "before": before})
        return
    _show([("French", meant), ("before", before)])
    typer.echo("taken back; the next `bilingual brief` asks the engine", err=True)


@app.command("list")
def list_(
    text: Annotated[
        str, typer.Argument(help="Only corrections with this in the French or the English.")
    ] = "",
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """The corrections, in the order of the French."""
    base = _opened_if_there(memory, config)
    found: list[Correction] = []
    if base is not None:
        with closing(base):
            found = _having(text, base.all_corrections())
    if as_json:
        print_json([asdict(each) for each in found])
    elif found:
        _show_corrections(found)
    else:
        typer.echo(f"no corrections{f' with {text!r}' if text else ''}", err=True)


@app.command()
def info(memory: MemoryFile = None, config: Config = None, as_json: AsJson = False) -> None:
    """Where the memory is, how large, and what is in it."""
    from bilingual.memory.store import Counts, memory_file

    base = _opened_if_there(memory, config)
    counts = Counts(0, 0)
    if base is not None:
        with closing(base):
            counts = base.counts()
    file = memory_file(settings_from(config, memory=memory))
    size = file.stat().st_size if file is not None and file.is_file() else 0
    if as_json:
        print_json({"file": file and str(file), "bytes": size, **asdict(counts)})
        return
    where = "none: the setting memory is off" if file is None else str(file)
    typer.echo(f"file: {where}{', not made yet' if file and not size else ''}")
    typer.echo(f"size: {size:,} bytes")
    typer.echo(f"corrections: {counts.corrections:,}")
    typer.echo(f"said by engines: {counts.units:,}")


@app.command()
def clear(memory: MemoryFile = None, config: Config = None, as_json: AsJson = False) -> None:
    """Drop what engines said; corrections stay."""
    base = _opened_if_there(memory, config)
    dropped = 0
    if base is not None:
        with closing(base):
            dropped = base.forget_units()
    if as_json:
        print_json({"dropped": dropped})
    else:
        typer.echo(f"{_counted(dropped, 'translation')} dropped; corrections stay", err=True)


@app.command("import")
def import_(
    file: Exchange,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what would be done.")] = False,
    memory: MemoryFile = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make corrections of the translations in a file, except those that it marks as an engine's."""
    from bilingual.memory import import_units

    base = _opened_if_there(memory, config) if plan else _opened(memory, config)
    try:
        done = import_units(file, base, plan=plan)
    finally:
        if base is not None:
            base.close()
    if as_json:
        left = {"by_engine": done.by_engine, "incomplete": done.incomplete}
        print_json({"file": str(file), "plan": plan, **asdict(done.changes), **left})
        return
    told = asdict(done.changes).items()
    typer.echo(("would be: " if plan else "") + ", ".join(f"{n:,} {name}" for name, n in told))
    _warn(done.by_engine, "said by an engine", "not taken over")
    _warn(done.incomplete, "without French or English", "not taken over")


@app.command()
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

    with closing(_opened(memory, config, create=False)) as base:
        done = export_units(base, file, everything=everything)
    if as_json:
        print_json({"file": str(file), **asdict(done)})
        return
    told = _counted(done.corrections, "correction")
    machine = f", {done.by_engine:,} said by engines" if everything else ""
    typer.echo(told + machine, err=True)
    _warn(done.left_out, "with characters that the file cannot hold", "left out")
    typer.echo(file)


def _miscalled(command: str, english: str) -> UsageError:
    return UsageError(
        f"{command} needs a brief and the number of a sentence, or --french",
        hint=f"bilingual memory {command} outputs/article.json 12{english}, "
        f'or bilingual memory {command} --french "La phrase."{english}',
    )


def _sentence(french: str | None, place: list[str]) -> _Sentence:
    """The one that is given as French, or by brief and number. Raises UsageError."""
    if french is not None:
        return _Sentence(french, "")
    from bilingual.folder.briefs import read_brief

    file, number = place
    try:
        brief = read_brief(Path(file))
    except InputError as error:
        raise UsageError(error.message, hint="Name the .json of a brief.") from error
    last = len(brief.sentences) - 1
    if not (number.isascii() and number.isdecimal() and int(number) <= last):
        raise UsageError(
            f"{file}: no sentence {number}; they are numbered from 0 to {last}",
            hint="The number stands before the sentence in the pages; a headline is 0.",
        )
    index = int(number)
    return _Sentence(brief.sentences[index].text, brief.translations[index].text)


def _opened(memory: str | None, config: Path | None, *, create: bool = True) -> Memory:
    """Raises UsageError when the memory is off, and RecallError."""
    from bilingual.memory.store import Memory, memory_file

    file = memory_file(settings_from(config, memory=memory))
    if file is None:
        raise UsageError(
            'the translation memory is off (memory = "off")',
            hint="Name a file with --memory, or take the setting out.",
        )
    return Memory(file, create=create)


def _opened_if_there(memory: str | None, config: Path | None) -> Memory | None:
    from bilingual.memory.store import open_memory

    return open_memory(settings_from(config, memory=memory), create=False)


def _having(text: str, corrections: Iterable[Correction]) -> list[Correction]:
    """Those with the text in either language, whatever its case and its kind of apostrophe."""
    from bilingual.language.typography import normalise_source

    def plain(words: str) -> str:
        return normalise_source(words).casefold()

    return [
        each
        for each in corrections
        if plain(text) in plain(each.french) or plain(text) in plain(each.english)
    ]


def _show(rows: list[tuple[str, str]]) -> None:
    for name, text in rows:
        if text:
            typer.echo(f"{name}: {' ' * (len('before') - len(name))}{' '.join(text.split())}")


def _show_corrections(found: list[Correction]) -> None:
    table = plain_table()
    table.add_column("French")
    table.add_column("English")
    for each in found[:MOST_ROWS]:
        table.add_row(cell(each.french), cell(each.english))
    print_table(table)
    if len(found) > MOST_ROWS:
        typer.echo(f"… and {len(found) - MOST_ROWS:,} more; --json lists all", err=True)


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _warn(number: int, what: str, then: str) -> None:
    if number:
        typer.echo(f"{_counted(number, 'unit')} {what}, {then}", err=True)
