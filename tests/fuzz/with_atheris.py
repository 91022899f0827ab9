"""Coverage-guided fuzzing of everything that is read, by hand; atheris is no part of the dev extra,
because it does not install everywhere.

    pip install atheris
    python tests/fuzz/with_atheris.py TARGET FOLDER -max_total_time=300

TARGET is one of `TARGETS`. FOLDER keeps the inputs that reach new code, from one time to the next;
a new one begins with the files of tests/data and corpus. A finding is an exception that is no
BilingualError, an error without a hint, a line of the source that is neither kept nor listed, or
an input that takes longer than `allowed`. The first inputs of each kind of finding are written to
FOLDER/findings, and the fuzzer goes on.
"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))
with atheris.instrument_imports(include=["bilingual", "feedparser", "tomllib"]):
    import feedparser  # noqa: F401 - imported by the readers when they need it
    from fuzz import hostile, test_fuzz_glossary, test_fuzz_settings
    from fuzz.outputs import OPEN, assert_lossless, assert_safe_renderings, brief_of

    from bilingual.errors import BilingualError, InputError, without_logins
    from bilingual.memory.exchange import import_units, read_units
    from bilingual.memory.units import Unit, tmx, tsv
    from bilingual.newsletter import load_edition_settings
    from bilingual.records import Article
    from bilingual.settings import load_settings
    from bilingual.sources.decode import decode
    from bilingual.sources.html import article_from_html, declared_charset
    from bilingual.sources.lines import sanitise, split_lines
    from bilingual.sources.locate import Source
    from bilingual.sources.metadata import parse_front_matter
    from bilingual.sources.read import READERS, Kind, Raw, read_source
    from bilingual.sources.text import article_from_text
    from bilingual.sources.visible import parse, pieces

SHOWN = 200  # so many lines outside the article does a page list
OF_A_KIND = 5  # inputs that are kept of one kind of finding
MOST_SENTENCES = 40  # what comes after reading is fuzzed elsewhere, and slower


def allowed(size: int) -> float:
    """Seconds of the processor for an input of so many bytes; counting the branches doubles
    them."""
    return 0.4 + 1e-4 * size


def assert_hinted(*errors: BilingualError) -> None:
    assert all(error.hint for error in errors), "an error without a hint"
    assert all(len(error.message) < 6000 for error in errors), "a message of many pages"


def letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in sanitise(text) if letter.isalnum())


def assert_all_told(source: Iterable[str], article: Article) -> None:
    """Every letter of the source is in the article, its metadata or the list of what was left
    out."""
    known = (article.text, article.author, article.published, article.source, article.url)
    told = letters(text or "" for text in (*known, article.licence))
    # Passwords in addresses are left out on purpose.
    missing = letters(map(without_logins, source)) - told
    missing -= letters(line.text for line in article.dropped)
    assert not missing, f"lost: {missing}"


def html(data: bytes, _: Path) -> None:
    article = article_from_html(data, location="fuzz", settings=OPEN)
    assert_lossless(article)
    text = decode(data, "fuzz", declared=declared_charset(data))
    if len(article.dropped) <= SHOWN:
        assert_all_told((piece.text for piece in pieces(parse(text, "fuzz", OPEN))), article)


def feed(data: bytes, _: Path) -> None:
    refused: list[InputError] = []
    for article in READERS["feed"](Raw(data, "fuzz", "fuzz"), OPEN, refused.append):
        assert_lossless(article)
    assert_hinted(*refused)


def text(data: bytes, _: Path) -> None:
    article = article_from_text(decode(data, "fuzz"), location="fuzz", settings=OPEN)
    assert_lossless(article)
    assert_all_told(source_lines(decode(data, "fuzz")), article)


def source_lines(text: str) -> Iterator[str]:
    """The lines, of front matter what stands behind the name of a field, unless the text repeats
    it."""
    body = parse_front_matter(text)[2]
    fields = text.splitlines()[1 : len(text.splitlines()) - len(body.strip().splitlines())]
    values = (line.partition(":")[2].strip() for line in fields if body != text)
    yield from (value for value in values if value not in body)
    yield from (line.text for line in split_lines(body))


def markdown(data: bytes, _: Path) -> None:
    for article in READERS["markdown"](Raw(data, "fuzz", "fuzz"), OPEN, None):
        assert_lossless(article)


def rows(data: bytes, folder: Path) -> None:
    """Both kinds of table, whatever the file is."""
    kinds: tuple[Kind, ...] = ("jsonl", "parquet")
    for kind in kinds:
        with_hints: list[InputError] = []
        file = written(data, folder / f"rows.{kind}")
        try:
            found = read_source(Source("fuzz", kind, file=str(file)), OPEN, None, with_hints.append)
        except InputError as error:
            with_hints.append(error)
            found = []
        assert_hinted(*with_hints)
        for article in found:
            assert_lossless(article)
            article.model_dump_json()


def flow(data: bytes, _: Path) -> None:
    """The first byte chooses the reader; what is read goes through every stage and renderer."""
    kinds: tuple[Kind, ...] = ("html", "feed", "markdown", "text")
    reader = READERS[kinds[data[0] % len(kinds)] if data else "text"]
    for article in reader(Raw(data[1:], "fuzz", "fuzz"), OPEN, lambda _: None)[:2]:
        brief = brief_of(article)
        if len(brief.sentences) <= MOST_SENTENCES:
            assert_safe_renderings(brief)


def glossary(data: bytes, folder: Path) -> None:
    for name in ("terms.csv", "terms.tbx"):
        test_fuzz_glossary.assert_usable_or_refused(folder / name, data)


def memory(data: bytes, folder: Path) -> None:
    """What is read is written and read again, in both formats."""
    for suffix in (".tmx", ".tsv"):
        try:
            file = written(data, folder / f"memory{suffix}")
            units = [unit for unit in read_units(file) if unit.french and unit.english]
            import_units(file, None, plan=True)
        except BilingualError as error:
            assert_hinted(error)
            continue
        for form, writer in ((".tmx", tmx), (".tsv", tsv)):
            kept = [unit for unit in units if form == ".tsv" or is_xml(unit)]
            copy = written("".join(writer(kept)).encode(), folder / f"copy{form}")
            again = [(unit.french, unit.english, bool(unit.engine)) for unit in read_units(copy)]
            assert again == [(unit.french, unit.english, bool(unit.engine)) for unit in kept]


def is_xml(unit: Unit) -> bool:
    """Whether TMX can hold it; its reader strips the white space around a segment."""
    texts = (unit.french, unit.english)
    return all(text.isprintable() and text == text.strip() for text in texts)


def toml(data: bytes, folder: Path) -> None:
    """An edition file and a settings file, whatever the keys."""
    file = written(data, folder / "fuzz.toml")
    for load in (load_edition_settings, load_settings):
        try:
            chosen = load(file)
        except BilingualError as error:
            assert_hinted(error)
        else:
            assert type(chosen).model_validate(chosen.model_dump()) == chosen
            chosen.model_dump_json()


Target = Callable[[bytes, Path], None]
TARGETS: dict[str, Target] = {
    each.__name__: each for each in (html, feed, text, markdown, rows, flow, glossary, memory, toml)
}


def written(data: bytes, file: Path) -> Path:
    file.write_bytes(data)
    return file


UNITS = [Unit("Le pont rouvre.", "The bridge reopens."), Unit("« Non »", "“No”", "engine")]
ROWS = (
    '{"text": "Le pont rouvre mardi.\\nUne ligne", "title": "Le pont", "published": "2025-01-31"}\n'
    '{"id": "a", "text": "Un mot", "blocks": [{"role": "body", "start": 0, "end": 6}]}\n'
)


def seeds(target: str) -> Iterator[bytes]:
    """What a new folder begins with."""
    own: dict[str, tuple[str, ...]] = {
        "html": (hostile.PAGE,),
        "feed": (hostile.RSS, hostile.ATOM),
        "text": (hostile.PASTE, hostile.NOTE),
        "markdown": (hostile.NOTE,),
        "rows": (ROWS,),
        "flow": tuple(f"{kind}{text}" for kind, text in enumerate((hostile.PAGE, hostile.NOTE))),
        "glossary": (test_fuzz_glossary.TABLE, test_fuzz_glossary.TBX),
        "memory": ("".join(tmx(UNITS)), "".join(tsv(UNITS))),
        "toml": (test_fuzz_settings.EDITION, 'beam = 4\nformats = ["json", "md"]\nraw = true\n'),
    }
    yield from (text.encode() for text in own[target])
    if target == "rows":
        yield parquet()
    suffixes = {
        "html": ".html", "feed": ".xml .rss .atom", "text": ".txt", "markdown": ".md .txt",
        "rows": ".jsonl", "glossary": ".csv .tbx", "toml": ".toml",
    }  # fmt: skip
    for file in [*TESTS.glob("data/**/*"), *TESTS.parent.glob("corpus/**/*")]:
        if file.suffix in suffixes.get(target, "").split():
            yield file.read_bytes()


def parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet as files

    stream = BytesIO()
    files.write_table(pyarrow.table({"text": ["Le pont rouvre mardi."], "id": [7]}), stream)
    return stream.getvalue()


def fuzzed(target: Target, folder: Path, scratch: Path) -> Callable[[bytes], None]:
    seen: Counter[str] = Counter()

    def one_input(data: bytes) -> None:
        try:
            took = seconds(target, data, scratch)
            # Again: a module may have been imported meanwhile.
            if took > allowed(len(data)) and seconds(target, data, scratch) > allowed(len(data)):
                raise AssertionError("too slow")
        except Exception as error:
            kind = kind_of(error)
            seen[kind] += 1
            if seen[kind] <= OF_A_KIND:
                name = f"{hashlib.sha256(kind.encode()).hexdigest()[:8]}-{seen[kind]}"
                written(data, folder / name)
                written(traceback.format_exc().encode(), folder / f"{name}.trace")
                print(f"finding {name}: {kind}", flush=True)

    return one_input


def seconds(target: Target, data: bytes, scratch: Path) -> float:
    start = time.thread_time()
    try:
        target(data, scratch)
    except BilingualError as error:
        assert_hinted(error)
    return time.thread_time() - start


def kind_of(error: Exception) -> str:
    """Its class and where it was raised: one finding, whatever the input."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    told = str(error).partition(":")[0][:60]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}: {told!r}"


if __name__ == "__main__":
    target, folder = TARGETS[sys.argv[1]], Path(sys.argv[2])
    (folder / "findings").mkdir(parents=True, exist_ok=True)
    (folder / "inputs").mkdir(exist_ok=True)
    for seed in seeds(target.__name__):
        written(seed, folder / "inputs" / hashlib.sha256(seed).hexdigest()[:16])
    with TemporaryDirectory() as scratch:
        one_input = fuzzed(target, folder / "findings", Path(scratch))
        atheris.Setup([sys.argv[0], str(folder / "inputs"), *sys.argv[3:]], one_input)
        atheris.Fuzz()
