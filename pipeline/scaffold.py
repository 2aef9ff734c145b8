"""A new project: a commented configuration, a key, and on request the sample's logs.

In:     a folder
Out:    the files written
Errors: ConfigurationError when there is a configuration already
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path

from pipeline.errors import ConfigurationError, JourneysError
from pipeline.keys import person_key


def start_project(directory: Path, *, demo: bool) -> list[Path]:
    """Write a new project into `directory` and return its files."""
    config = directory / "journeys.toml"
    if config.exists():
        mistake = JourneysError(
            "There is a configuration already.",
            where=str(config),
            fix="name another folder, or remove the file",
        )
        raise ConfigurationError([mistake], file=str(config))
    directory.mkdir(parents=True, exist_ok=True)
    config.write_text(_demo_text() if demo else _template_text(), encoding="utf-8")
    key = directory / "journeys.key"
    person_key(key, may_create=True, environ={})
    written = [config, key]
    if demo:
        write_sample = importlib.import_module("pipeline.sample").write_sample
        write_sample(directory / "data" / "sample")
        written.append(directory / "data" / "sample")
    return written


def _template_text() -> str:
    return (Path(__file__).parent / "config" / "template.toml").read_text(encoding="utf-8")


def _demo_text() -> str:
    """The sample's configuration: inside the package in a wheel, above it in a checkout."""
    package = Path(__file__).parent
    for candidate in (package / "demo.toml", package.parent / "journeys.toml"):
        if candidate.is_file():
            return candidate.read_text(encoding="utf-8")
    raise JourneysError(
        "The sample's configuration is missing from this installation.", where=os.fspath(package)
    )
