"""One frozen Settings: defaults, then bilingual.toml, then BILINGUAL_* variables, then flags.

An unknown key is an error that names the nearest known one: a misspelt setting must not pass silently.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bilingual.errors import SettingsError

FILE_NAME = "bilingual.toml"
ENVIRONMENT_PREFIX = "BILINGUAL_"
# Variables with the prefix that are not settings: where pulled models live, which browser the tests open.
NOT_SETTINGS = frozenset({"BILINGUAL_HOME", "BILINGUAL_CHROMIUM"})


class Settings(BaseModel):
    """Everything that can be chosen. Sizes are bytes, times seconds, unless the name says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field("auto", description="auto, a built-in or pulled name, a path, or a hub id")
    engine: Literal["auto", "ctranslate2", "transformers", "echo"] = "auto"
    device: Literal["auto", "cpu", "cuda"] = "cpu"
    compute_type: str = Field("auto", description="int8, float32, ... as CTranslate2 names them")
    threads: int = Field(0, ge=0, le=512, description="workers; 0: one for each physical core")
    beam: int = Field(4, ge=1, le=16)
    batch_tokens: int = Field(8192, ge=64, description="source tokens in one batch")
    second_choices: bool = Field(
        True, description="take the hypothesis that loses no number or name"
    )
    glossary: str = Field("", description="CSV, TSV or TBX file of terms")
    memory: str = Field(
        "auto", description="translation memory: auto (one for the user), off, or an SQLite file"
    )
    place: bool = Field(
        True,
        description="translate again where a term, name or number is missing, with it in place",
    )
    repair: bool = Field(
        True,
        description="put changed numbers and mangled names right, where the French leaves no doubt",
    )

    quotes: Literal["as-is", "double", "single", "straight"] = Field(
        "as-is", description="double: “a ‘b’ c”; single: ‘a “b” c’; apostrophes follow"
    )
    spelling: Literal["as-is", "british", "oxford", "american"] = Field(
        "as-is", description="oxford is British with -ize"
    )
    dates: Literal["as-is", "day-month", "month-day"] = Field(
        "as-is", description="21 January 2025 or January 21, 2025"
    )
    numerals: Literal["as-is", "words", "both"] = Field(
        "as-is", description="words: one to nine in words; both: and ten to ninety-nine in figures"
    )
    thousands: Literal["as-is", "comma", "thin-space"] = "as-is"
    percent: Literal["as-is", "%", "per cent", "percent"] = "as-is"
    places: Literal["as-is", "modern", "traditional"] = Field(
        "as-is", description="Kyiv, Mumbai, Czechia or Kiev, Bombay, the Czech Republic"
    )

    key_points: int = Field(4, ge=1, le=12)
    key_point_method: Literal["ranker", "lead"] = "ranker"

    formats: tuple[Literal["json", "md", "html"], ...] = ("json", "md", "html")
    keep_all: bool = Field(False, description="keep every line of the source")
    check_language: bool = True

    max_bytes: int = Field(
        5_000_000, ge=1, le=1_000_000_000, description="largest article file or page"
    )
    max_sentences: int = Field(2_000, ge=1, description="most sentences in one article")
    max_line: int = Field(200_000, ge=1, description="longest line in characters")
    max_nesting: int = Field(
        256, ge=16, le=2000, description="most elements in one another in a page"
    )
    max_redirects: int = Field(5, ge=0, le=20, description="most redirects of one address")
    url_timeout: float = Field(20.0, gt=0, le=3600)
    allow_private_urls: bool = Field(False, description="allow loopback and private addresses")

    smtp_host: str = Field("", description="mail server for `newsletter --send-test`")
    smtp_port: int = Field(587, ge=1, le=65_535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = Field("", description="better as BILINGUAL_SMTP_PASSWORD than in a file")

    def digest(self) -> str:
        """Of what changes the content of a brief; speed and formats do not."""
        neutral = {"threads", "batch_tokens", "formats", "url_timeout", "allow_private_urls"}
        # What they allow is read in the same way whatever they are.
        neutral |= {"max_nesting", "max_redirects"}
        neutral |= {"glossary", "memory"}  # what is in them counts, not where: see brief.provenance
        neutral |= {name for name in Settings.model_fields if name.startswith("smtp_")}
        # Bytes of a path that are no text come as lone surrogates, which JSON cannot hold.
        plain = {
            name: value.encode("utf-8", "backslashreplace").decode()
            for name, value in self
            if isinstance(value, str)
        }
        text = self.model_copy(update=plain).model_dump_json(exclude=neutral)
        # A setting that is gone keeps its place, so that briefs made before are not made again.
        text = text.replace('"keep_all"', '"summary_model":"","keep_all"', 1)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_settings(
    file: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from all layers, later ones winning; flags that are None do not count.

    Raises SettingsError when a key is unknown or a value does not fit.
    """
    values: dict[str, Any] = {}
    if file is not None:
        values |= _known(_read_toml(file), str(file))
    values |= _from_environment(environment or {})
    values |= _known({k: v for k, v in (flags or {}).items() if v is not None}, "command line")
    return _validated(values)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{file}: cannot be read ({error.strerror})", hint="Check --config."
        ) from error
    except (ValueError, RecursionError) as error:
        # Beside its own error tomllib lets through those of int() for 5,000 digits and of lists 1,000 deep.
        raise SettingsError(
            f"{file}: not valid TOML ({error})", hint="Correct the file, or remove it."
        ) from error


def _known(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    for key in values:
        if key not in Settings.model_fields:
            near = difflib.get_close_matches(key, Settings.model_fields, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else "See the settings in README.md."
            raise SettingsError(f"{where}: unknown setting '{key}'", hint=hint)
    return dict(values)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in NOT_SETTINGS
    }
    if isinstance(values.get("formats"), str):
        values["formats"] = values["formats"].split(",")
    return _known(values, "environment")


def _validated(values: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"setting '{name}': {first['msg']} (got {first['input']!r})",
            hint="See the settings in README.md.",
        ) from error
