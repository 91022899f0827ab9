"""The engines by name: a plain table, and nothing heavy is imported before an engine is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bilingual.engines.base import EchoTranslator, Translator
from bilingual.errors import SettingsError
from bilingual.settings import Settings

__all__ = ["ENGINES", "EchoTranslator", "open_engine"]


def _ctranslate2(directory: Path, settings: Settings, model_name: str) -> Translator:
    from bilingual.engines.ctranslate import CTranslate2Translator

    return CTranslate2Translator.open(directory, settings, model_name)


def _transformers(directory: Path, settings: Settings, model_name: str) -> Translator:
    from bilingual.engines.transformers import TransformersTranslator

    return TransformersTranslator.open(directory, settings, model_name)


def _echo(directory: Path, settings: Settings, model_name: str) -> Translator:
    del directory, settings, model_name
    return EchoTranslator()


ENGINES: dict[str, Callable[[Path, Settings, str], Translator]] = {
    "ctranslate2": _ctranslate2,
    "transformers": _transformers,
    "echo": _echo,
}


def open_engine(
    name: str, directory: Path, settings: Settings, *, model_name: str = ""
) -> Translator:
    """The engine called `name` over the weights in `directory` (ignored by echo).

    `model_name` is how the model calls itself; without it, the directory's name stands in.

    Raises SettingsError for an unknown name, ModelNotFound or ModelDamaged when the directory does
    not hold what the engine needs, and MissingExtra when an optional library is not installed.
    """
    opener = ENGINES.get(name)
    if opener is None:
        raise SettingsError(f"unknown engine '{name}'", hint=f"Choose one of {', '.join(ENGINES)}.")
    return opener(directory, settings, model_name)
