"""What an editor chooses for one issue: `edition.toml`, in which every key is optional.

    title = "Estuary Letter"
    number = 12
    introduction_file = "introduction.md"
    order = "newest"

    [sender]
    name = "Estuary Letter"
    address = "letter@example.org"

    [[section]]
    title = "Ports"
    briefs = ["port-*"]

    [[story]]
    briefs = ["grain-vote", "port-plan"]

Names of briefs are their ids; `*`, `?` and `[...]` stand for parts of one. An unknown key is an
error that names the nearest known one.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StrictBool,
    ValidationError,
    field_validator,
    model_validator,
)

from bilingual.errors import SettingsError, without_logins
from bilingual.records import MOST_NUMBER, Sender
from bilingual.settings import explained, read_toml, short_text

TITLE: Final = "Bilingual briefs"
HINT: Final = "Correct the file; every key of it may be left out."

# A line break in what becomes a header of an e-mail would begin a header of somebody else's making.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+\.[^\s@<>(),;:\"\\\[\].]+")


def _iso_day(value: object) -> object:
    """A TOML date or date-time, or a string that holds one, as "YYYY-MM-DD"."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date().isoformat()
        except ValueError:
            raise ValueError(f"'{value}' is not a date; write it as 2025-01-31") from None
    return value


def _one_line(value: object) -> object:
    if isinstance(value, str):
        value = value.strip()
        if _CONTROL.search(value):
            raise ValueError("this has to be one line, without control characters")
    return value


Line = Annotated[str, BeforeValidator(_one_line)]
Name = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
Day = Annotated[str, BeforeValidator(_iso_day)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionSettings(_Part):
    """A part of the issue under its own heading; `briefs` are ids, or globs over ids."""

    title: Line = ""
    briefs: tuple[Name, ...] = Field(min_length=1)


class StorySettings(_Part):
    """Briefs of one story, whatever the automatic grouping finds; the first one leads."""

    briefs: tuple[Name, ...] = Field(min_length=1)


class EditionSettings(_Part):
    """Everything that can be chosen for an issue.

    `briefs` says what is in the issue (all briefs when it is empty). Sections only arrange that:
    what no section names comes last, in a section without title. `order` is the order of stories in
    each section; "listed" follows the lists of this file, then the order in which the briefs are
    given. `story` and `apart` overrule the grouping, also where `group` is off.
    """

    title: Name = TITLE
    number: int | None = Field(default=None, ge=1, le=MOST_NUMBER, strict=True)
    date: Day | None = Field(default=None, description="default: the latest date of publication")
    languages: Literal["en-fr", "fr-en"] = "en-fr"
    introduction: str = Field(default="", description="Markdown")
    preheader: Line = ""
    url: Line | None = Field(default=None, description="where the pages are going to stand")
    sender: Sender = Sender()
    briefs: tuple[Name, ...] = ()
    order: Literal["newest", "listed", "oldest"] = "newest"
    section: tuple[SectionSettings, ...] = ()
    group: StrictBool = True
    story: tuple[StorySettings, ...] = ()
    apart: tuple[tuple[Name, ...], ...] = ()

    @model_validator(mode="wrap")
    @classmethod
    def _refused_plainly(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(values)
        except ValidationError as error:
            raise explained(error, _known_keys, HINT) from error

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            parts = urlsplit(value)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname)
            fits = fits and without_logins(value) == value  # every reader would see the password
        except ValueError:
            fits = False
        if not fits or re.search(r"[\s<>\"]", value):
            raise ValueError(f"'{value}' is not an http or https address")
        return value

    @field_validator("sender")
    @classmethod
    def _fits_headers(cls, sender: Sender) -> Sender:
        lines = {"name": sender.name, "unsubscribe": sender.unsubscribe}
        addresses = {"address": sender.address, "reply_to": sender.reply_to}
        for key, text in (lines | addresses).items():
            if _CONTROL.search(text):
                raise ValueError(f"{key} has to be one line, without control characters")
        for key, text in addresses.items():
            if text and not _ADDRESS.fullmatch(text):
                raise ValueError(f"{key}: '{text}' is not one e-mail address")
        for notice in sender.notices:
            if _CONTROL.search(notice):
                raise ValueError("each of the notices has to be one line")
        return sender

    @field_validator("apart")
    @classmethod
    def _at_least_two(cls, lists: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if any(len(set(names)) < 2 for names in lists):
            raise ValueError("each list names at least two briefs to keep apart")
        return lists

    def kept_apart(self) -> list[tuple[str, str]]:
        """Every pair of names that must not stand in one story."""
        return [pair for names in self.apart for pair in combinations(names, 2)]


def load_edition_settings(path: str | Path | None) -> EditionSettings:
    """The settings in a TOML file; the defaults when there is none to read.

    `introduction_file`, relative to the file, is read into `introduction`. Raises SettingsError
    with the name of the file and of the key that does not fit.
    """
    if path is None:
        return EditionSettings()
    path = Path(path)
    values = read_toml(path)
    values |= _introduction(values.pop("introduction_file", None), values, path)
    try:
        return EditionSettings.model_validate(values)
    except SettingsError as error:
        raise SettingsError(f"{path}: {error.message}", hint=error.hint) from error


def _introduction(name: object, values: dict[str, Any], path: Path) -> dict[str, str]:
    if name is None:
        return {}
    if "introduction" in values:
        raise SettingsError(
            f"{path}: 'introduction_file': the issue already has an 'introduction'",
            hint="Keep one of the two.",
        )
    if not isinstance(name, str) or not name.strip():
        raise SettingsError(f"{path}: 'introduction_file': not the name of a file", hint=HINT)
    file = path.parent / name
    try:
        return {"introduction": short_text(file)}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise SettingsError(
            f"{path}: 'introduction_file': {file}: cannot be read ({reason})",
            hint="The name is relative to the folder of the settings file.",
        ) from error


def _known_keys(where: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where the unknown one stands."""
    parts: dict[int | str, type[BaseModel]] = {
        "section": SectionSettings,
        "story": StorySettings,
        "sender": Sender,
    }
    if len(where) > 1:
        return list(parts[where[0]].model_fields)
    return [*EditionSettings.model_fields, "introduction_file"]
