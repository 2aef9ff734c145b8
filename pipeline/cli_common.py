"""What several commands share: the option --config, and the project it names.

In:     --config FILE
Out:    Project
Errors: JourneysError with all mistakes of the configuration
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.config import Project

CONFIG = click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path),
    default=Path("journeys.toml"),
    show_default=True,
    help="The project's configuration.",
)


def project_of(file: Path) -> Project:
    """The project whose configuration `file` is."""
    from pipeline.config import load_config  # noqa: PLC0415

    return load_config(file)
