"""Customer journeys computed from web, CRM and support logs.

In a notebook:

    import pipeline as jp
    db = jp.open("build/journeys.duckdb")
    jp.paths(db, journey="alta")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.api import Paths, graph, paths
    from pipeline.api import open_warehouse as open  # noqa: A004 - jp.open(...) reads best

__version__ = "0.1.0"
__all__ = ["Paths", "graph", "open", "paths"]


def __getattr__(name: str) -> object:
    """Import the interface when it is first used: the command line starts without it."""
    if name in __all__:
        module = import_module("pipeline.api")
        return getattr(module, "open_warehouse" if name == "open" else name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
