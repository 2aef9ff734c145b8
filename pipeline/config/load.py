"""Read journeys.toml and report every mistake in it at once.

In:     a path; environment variables JOURNEYS_SECTION__KEY override single values
Out:    Project: the checked Config and the folder its paths start from
Errors: ConfigurationError with all mistakes, each with what, where and a fix
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.config.advice import mistakes_of
from pipeline.config.crosscheck import cross_mistakes
from pipeline.config.model import Config
from pipeline.errors import ConfigurationError, JourneysError

PREFIX = "JOURNEYS_"


@dataclass(frozen=True)
class Project:
    """A checked configuration and where it stands."""

    config: Config
    file: Path

    @property
    def root(self) -> Path:
        """The folder that relative paths in the configuration start from."""
        return self.file.parent

    def path(self, relative: str) -> Path:
        """A path of the configuration, made absolute."""
        return self.root / relative


def load_config(file: Path, *, environ: Mapping[str, str] | None = None) -> Project:
    """Read and check `file`; `environ` defaults to the process's environment."""
    data = _read_toml(file)
    _override(data, os.environ if environ is None else environ)
    mistakes: list[JourneysError] = []
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        mistakes = mistakes_of(error, data)
    mistakes += cross_mistakes(data, file.parent)
    if mistakes:
        raise ConfigurationError(mistakes, file=str(file))
    return Project(config=config, file=file.absolute())


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fix = "write one with `journeys init`, or name another with --config FILE"
        mistake = JourneysError("There is no configuration file.", where=str(file), fix=fix)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistake = JourneysError(f"This is not TOML: {error}.", where=str(file))
    except OSError as error:
        mistake = JourneysError(f"The file cannot be read: {error.strerror}.", where=str(file))
    raise ConfigurationError([mistake], file=str(file))


def _override(data: dict[str, Any], environ: Mapping[str, str]) -> None:
    """JOURNEYS_LOCALE__LANGUAGE=es sets locale.language, whatever the file says."""
    for section, key, value in _overrides(environ):
        table = data.setdefault(section, {})
        if isinstance(table, dict):
            table[key] = value


def _overrides(environ: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, value in sorted(environ.items()):
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        if name.startswith(PREFIX) and key:
            yield section, key, value
