"""One frozen Settings, filled in layers; a later layer wins over an earlier one.

The layers are the defaults, the user's own file, the project's bilingual.toml, BILINGUAL_*
variables and flags. An unknown key is an error that names the nearest known one: a misspelt
setting must not pass silently.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bilingual.errors import SettingsError, did_you_mean

FILE_NAME: Final = "bilingual.toml"
HOME_VARIABLE: Final = "BILINGUAL_HOME"
ENVIRONMENT_PREFIX: Final = "BILINGUAL_"
# Variables with the prefix that are no settings: the user's folder, the browser of the tests.
NOT_SETTINGS: Final = frozenset({HOME_VARIABLE, "BILINGUAL_CHROMIUM"})
# The settings that decide what a brief says of an article: only when one of them changes is a brief
# made again. What stands elsewhere in a brief's provenance is not among them: model, device and
# compute type are in the engine's signature, the terms of the glossary and the corrections have
# digests of their own, and what reading an article depends on shows in the article.
CONTENT: Final = frozenset(
    {
        *("beam", "raw"),
        *("quotes", "spelling", "dates", "numerals", "thousands", "percent", "places"),
        *("key_points", "key_point_method"),
    }
)
_MOST_PARTS: Final = 200
_LONGEST_FILE: Final = 100_000  # characters
_SEE_DOCS: Final = "See the settings in docs/settings.md."
# The three switches of version 0.5 that are one now.
_REPLACED: Final = ("second_choices", "place", "repair")
_RAW: Final = "With raw = true there are no second choices, no constrained decoding and no repairs."


class Settings(BaseModel):
    """Everything that can be chosen. Sizes are bytes, times seconds, unless the name says
    otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    model: str = Field(
        default="auto", description="auto, a built-in or pulled name, a path, or a hub id"
    )
    engine: Literal["auto", "ctranslate2", "transformers", "echo"] = "auto"
    device: Literal["auto", "cpu", "cuda"] = "cpu"
    compute_type: str = Field(
        default="auto", description="int8, float32, ... as CTranslate2 names them"
    )
    threads: int = Field(
        default=0, ge=0, le=512, description="workers; 0: one for each physical core"
    )
    beam: int = Field(default=4, ge=1, le=16)
    batch_tokens: int = Field(
        default=8192, ge=64, le=1_000_000, description="source tokens in one batch"
    )
    raw: bool = Field(
        default=False,
        description="the model's own words: no second choices, constrained decoding or repairs",
    )
    glossary: str = Field(default="", description="CSV, TSV or TBX file of terms")
    memory: str = Field(
        default="auto",
        description="translation memory: auto (one for the user), off, or an SQLite file",
    )

    quotes: Literal["as-is", "double", "single", "straight"] = Field(
        default="as-is", description="double: “a ‘b’ c”; single: ‘a “b” c’; apostrophes follow"
    )
    spelling: Literal["as-is", "british", "oxford", "american"] = Field(
        default="as-is", description="oxford is British with -ize"
    )
    dates: Literal["as-is", "day-month", "month-day"] = Field(
        default="as-is", description="21 January 2025 or January 21, 2025"
    )
    numerals: Literal["as-is", "words", "both"] = Field(
        default="as-is",
        description="words: one to nine in words; both: and ten to ninety-nine in figures",
    )
    thousands: Literal["as-is", "comma", "thin-space"] = "as-is"
    percent: Literal["as-is", "%", "per cent", "percent"] = "as-is"
    places: Literal["as-is", "modern", "traditional"] = Field(
        default="as-is", description="Kyiv, Mumbai, Czechia or Kiev, Bombay, the Czech Republic"
    )

    key_points: int = Field(default=4, ge=1, le=12)
    key_point_method: Literal["ranker", "lead"] = "ranker"

    formats: tuple[Literal["json", "md", "html"], ...] = ("json", "md", "html")
    keep_all: bool = Field(default=False, description="keep every line of the source")
    check_language: bool = True

    max_bytes: int = Field(
        default=5_000_000, ge=1, le=1_000_000_000, description="largest article file or page"
    )
    max_sentences: int = Field(
        default=2_000, ge=1, le=1_000_000, description="most sentences in one article"
    )
    max_line: int = Field(
        default=200_000, ge=1, le=1_000_000_000, description="longest line in characters"
    )
    max_nesting: int = Field(
        default=256, ge=16, le=2000, description="most elements in one another in a page"
    )
    max_redirects: int = Field(default=5, ge=0, le=20, description="most redirects of one address")
    article_timeout: float = Field(
        default=600.0,
        gt=0,
        le=86_400,
        description="seconds to read, to translate or to finish one article",
    )
    url_timeout: float = Field(default=20.0, gt=0, le=3600)
    allow_private_urls: bool = Field(
        default=False, description="allow loopback and private addresses"
    )

    smtp_host: str = Field(default="", description="mail server for `newsletter --send-test`")
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = Field(
        default=SecretStr(""), description="better as BILINGUAL_SMTP_PASSWORD than in a file"
    )

    @model_validator(mode="wrap")
    @classmethod
    def _refused_plainly(
        cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        """The errors in our words; the context is the name of the layer that the values are of."""
        where = f"{info.context}: " if info.context else ""
        try:
            return handler(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            if first["type"] == "extra_forbidden":
                raise _unknown(name, where) from error
            raise SettingsError(
                f"{where}setting '{name}': {first['msg']}{_given(name, first['input'])}",
                hint=_SEE_DOCS,
            ) from error

    @field_validator("model", "glossary", "memory")
    @classmethod
    def _can_be_a_name(cls, name: str) -> str:
        try:
            fits = b"\0" not in os.fsencode(name)
        except UnicodeEncodeError:
            fits = False
        if not fits:
            raise ValueError("no file can have this name")
        return name

    def without_secrets(self) -> Self:
        """For other processes and machines, which send no e-mail."""
        return self.model_copy(update={"smtp_password": SecretStr("")})

    def digest(self) -> str:
        """Of the settings that decide the content of a brief, and of no other: see `CONTENT`."""
        chosen = self.model_dump(mode="json", include=set(CONTENT))
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:16]


def _given(name: str, value: object) -> str:
    """The value that was refused, as a message tells it; nothing of a password, nor of a table that
    may hold one."""
    # Python does not write a number of thousands of digits, which hexadecimal can bring.
    is_plain = isinstance(value, str | float) or (
        isinstance(value, int) and value.bit_length() <= 64
    )
    return f" (got {value!r:.200})" if is_plain and name != "smtp_password" else ""


def user_folder(kind: Literal["cache", "config", "data"]) -> Path:
    """The user's folder for such files: $BILINGUAL_HOME or the platform's own. It is not made."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen)
    from platformdirs import PlatformDirs

    # No author and no subfolder for the cache: on Windows both stay where they always were.
    folders = PlatformDirs("bilingual", appauthor=False, opinion=False)
    try:
        return {
            "cache": folders.user_cache_path,
            "config": folders.user_config_path,
            "data": folders.user_data_path,
        }[kind]
    except RuntimeError as error:  # a user of a container, whom the system does not know
        raise SettingsError(
            "this user has no home folder", hint=f"Set {HOME_VARIABLE} to a folder, or HOME."
        ) from error


def settings_files(project: str | Path | None = None) -> list[Path]:
    """The files to read, in order: the user's own, then `project` or bilingual.toml in this folder.

    Of those only `project` need not be there: `load_settings` says that it is missing.
    """
    own, here = user_folder("config") / FILE_NAME, Path(FILE_NAME)
    found = [own] if own.is_file() else []
    if project is not None:
        return [*found, Path(project)]
    return [*found, here] if here.is_file() else found


def load_settings(
    files: str | Path | Iterable[str | Path] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from a file or several (see `settings_files`), variables and flags.

    A flag that is None does not count.

    Raises SettingsError when a file cannot be read, a key is unknown or a value does not fit.
    """
    values: dict[str, Any] = {}
    for file in [files] if isinstance(files, str | Path) else files or ():
        values |= _checked(read_toml(Path(file)), str(file))
    values |= _checked(_from_environment(environment or {}), "environment")
    values |= _checked({k: v for k, v in (flags or {}).items() if v is not None}, "command line")
    return Settings.model_validate(values)


def read_toml(file: Path) -> dict[str, Any]:
    """The values in a TOML file. Raises SettingsError when it cannot be read."""
    try:
        return tomllib.loads(_of_bounded_keys(short_text(file)))
    except OSError as error:
        raise SettingsError(
            f"{file}: cannot be read ({error.strerror})", hint="Check the path and its permissions."
        ) from error
    except (ValueError, RecursionError) as error:
        # tomllib also lets through the errors of int() (5,000 digits) and of lists 1,000 deep.
        raise SettingsError(
            f"{file}: not valid TOML ({error})", hint="Correct the file, or remove it."
        ) from error


def _of_bounded_keys(text: str) -> str:
    """The same text. Raises ValueError where a line may hold a key of so many parts that tomllib
    takes minutes for it: its time grows with their square."""
    if max(line.count(".") for line in text.split("\n")) > _MOST_PARTS:
        raise ValueError(f"a line with more than {_MOST_PARTS} dots")
    return text


def short_text(file: Path) -> str:
    """The text of a file that a person writes. Raises OSError, also for one that is longer than
    anybody writes, and UnicodeError."""
    with file.open(encoding="utf-8-sig") as stream:
        text = stream.read(_LONGEST_FILE + 1)
    if len(text) > _LONGEST_FILE:
        raise OSError(errno.EFBIG, f"longer than {_LONGEST_FILE:,} characters")
    return text


def explained(
    error: ValidationError, known: Callable[[tuple[int | str, ...]], Iterable[str]], hint: str
) -> SettingsError:
    """The first problem in one line. `known` gives the keys that may stand where an unknown one
    stands."""
    first = error.errors()[0]
    where, message = first["loc"], first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message, hint = "there is no such key", did_you_mean(str(where[-1]), known(where), hint)
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where)
    # What is wrong may be megabytes long, and is part of the message.
    return SettingsError(f"'{key:.200}': {message:.500}", hint=hint)


def _checked(values: dict[str, Any], where: str) -> dict[str, Any]:
    """The values of one layer, checked alone, so that an error names the layer."""
    Settings.model_validate(values, context=where)
    return values


def _unknown(key: str, where: str) -> SettingsError:
    """What is said of a key that no setting has; `where` begins the message with its layer."""
    message = f"unknown setting '{key:.200}'"
    hint = did_you_mean(key, Settings.model_fields, _SEE_DOCS)
    if key in _REPLACED:
        message, hint = f"the setting '{key}' was replaced by 'raw'", _RAW
    return SettingsError(where + message, hint=hint)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in NOT_SETTINGS
    }
    if isinstance(values.get("formats"), str):
        values["formats"] = values["formats"].split(",")
    return values
