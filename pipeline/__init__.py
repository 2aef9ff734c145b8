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
    from pipeline.questions.common import open_warehouse as open  # noqa: A004 - jp.open(...)
    from pipeline.questions.drop_offs import DropOffs, drop_offs
    from pipeline.questions.funnels import FunnelResult, funnel
    from pipeline.questions.graphs import graph
    from pipeline.questions.handoffs import Handoffs, handoffs
    from pipeline.questions.paths import Paths, difference, paths
    from pipeline.questions.retention import Retention, retention
    from pipeline.questions.survival import Survival, survival
    from pipeline.questions.timeline import Timeline, timeline

__version__ = "0.1.0"
_HOMES = {
    "open": "common",
    "FunnelResult": "funnels",
    "funnel": "funnels",
    "DropOffs": "drop_offs",
    "drop_offs": "drop_offs",
    "Retention": "retention",
    "retention": "retention",
    "Survival": "survival",
    "survival": "survival",
    "Handoffs": "handoffs",
    "handoffs": "handoffs",
    "Timeline": "timeline",
    "timeline": "timeline",
    "graph": "graphs",
    "Paths": "paths",
    "difference": "paths",
    "paths": "paths",
}
__all__ = [
    "DropOffs",
    "FunnelResult",
    "Handoffs",
    "Paths",
    "Retention",
    "Survival",
    "Timeline",
    "difference",
    "drop_offs",
    "funnel",
    "graph",
    "handoffs",
    "open",
    "paths",
    "retention",
    "survival",
    "timeline",
]


def __getattr__(name: str) -> object:
    """Import the interface when it is first used: the command line starts without it."""
    if name in _HOMES:
        module = import_module(f"pipeline.questions.{_HOMES[name]}")
        return getattr(module, "open_warehouse" if name == "open" else name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
