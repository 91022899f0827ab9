"""How Jinja is set up: everything is escaped, and a misspelt name is an error."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bilingual.render import words

if TYPE_CHECKING:
    from jinja2 import Environment

# Nothing is loaded and nothing runs; the styles are in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# One CSS selector for each place in a paragraph joins a sentence with its twin; sentences after so
# many in one paragraph still mark themselves, and their numbers still lead to the twin.
MOST_TWINS = 60


def render_template(name: str, **values: Any) -> str:
    """The template with the values; without `policy` it allows nothing to load or run."""
    text = _environment().get_template(name).render({"policy": POLICY} | values)
    return text.rstrip("\n") + "\n"


def render_parts(name: str, **values: Any) -> Iterator[str]:
    """The same in pieces, for long pages; iterables are read once."""
    text = ""
    for piece in _environment().get_template(name).generate({"policy": POLICY} | values):
        yield text
        text = piece
    yield text.rstrip("\n") + "\n"


def template_text(name: str) -> str:
    """A file of the templates as it is, such as a style sheet or a script."""
    return (files("bilingual.render") / "templates" / name).read_text(encoding="utf-8")


def new_environment(**options: Any) -> Environment:
    """An environment that escapes everything; `options` are Jinja's own."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("bilingual.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        **options,
    )
    environment.globals.update(plural=words.plural, host=words.host)
    return environment


@cache
def _environment() -> Environment:
    return new_environment()
