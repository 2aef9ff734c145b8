"""Packages that only some projects need, asked for when a source needs them.

In:     the name of a module, the extra of this package that brings it
Out:    the module
Errors: JourneysError that says how to install the extra
"""

from __future__ import annotations

import importlib
from types import ModuleType

from pipeline.errors import JourneysError


def required(module: str, *, extra: str, what: str) -> ModuleType:
    """Import a module of an optional package; `what` completes "... needs a package"."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise missing(extra, what=what) from error


def missing(extra: str, *, what: str) -> JourneysError:
    """Say that an extra is not installed."""
    return JourneysError(
        f"{what} needs a package that is not installed.",
        where=f"the extra {extra}",
        fix=f'pip install "journey-pipeline[{extra}]"',
    )
