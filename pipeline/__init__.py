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
    from pipeline.questions.attribution import Attribution, attribution
    from pipeline.questions.backbones import backbone
    from pipeline.questions.chains import Bottlenecks, Chain, bottlenecks, chain
    from pipeline.questions.common import open_warehouse as open  # noqa: A004 - jp.open(...)
    from pipeline.questions.compare import Comparison, compare
    from pipeline.questions.conformance import Conformance, conformance
    from pipeline.questions.consequences import Consequences, consequences
    from pipeline.questions.drop_offs import DropOffs, drop_offs
    from pipeline.questions.emotion import Emotion, emotion
    from pipeline.questions.figures import fig_emotion, fig_handoffs, fig_sankey, fig_survival
    from pipeline.questions.funnels import FunnelResult, funnel
    from pipeline.questions.graph_files import export_graph
    from pipeline.questions.graphs import graph
    from pipeline.questions.handoffs import Handoffs, handoffs
    from pipeline.questions.loops import Loops, loops
    from pipeline.questions.medoids import Medoids, medoids
    from pipeline.questions.memory import MemoryOrder, memory_order
    from pipeline.questions.paths import Paths, difference, paths
    from pipeline.questions.personas import Personas, personas
    from pipeline.questions.retention import Retention, retention
    from pipeline.questions.survival import Survival, survival
    from pipeline.questions.timeline import Timeline, timeline
    from pipeline.questions.unusual_routes import UnusualRoutes, unusual_routes
    from pipeline.questions.what_if import WhatIf, what_if

__version__ = "0.1.0"
_HOMES = {
    "open": "common",
    "Attribution": "attribution",
    "attribution": "attribution",
    "Bottlenecks": "chains",
    "bottlenecks": "chains",
    "Chain": "chains",
    "chain": "chains",
    "Conformance": "conformance",
    "conformance": "conformance",
    "backbone": "backbones",
    "Comparison": "compare",
    "compare": "compare",
    "export_graph": "graph_files",
    "Loops": "loops",
    "loops": "loops",
    "Medoids": "medoids",
    "medoids": "medoids",
    "MemoryOrder": "memory",
    "memory_order": "memory",
    "fig_emotion": "figures",
    "fig_handoffs": "figures",
    "fig_sankey": "figures",
    "fig_survival": "figures",
    "FunnelResult": "funnels",
    "funnel": "funnels",
    "Consequences": "consequences",
    "consequences": "consequences",
    "DropOffs": "drop_offs",
    "drop_offs": "drop_offs",
    "Emotion": "emotion",
    "emotion": "emotion",
    "Personas": "personas",
    "personas": "personas",
    "Retention": "retention",
    "retention": "retention",
    "Survival": "survival",
    "survival": "survival",
    "Handoffs": "handoffs",
    "handoffs": "handoffs",
    "Timeline": "timeline",
    "timeline": "timeline",
    "UnusualRoutes": "unusual_routes",
    "unusual_routes": "unusual_routes",
    "WhatIf": "what_if",
    "what_if": "what_if",
    "graph": "graphs",
    "Paths": "paths",
    "difference": "paths",
    "paths": "paths",
}
__all__ = [
    "Attribution",
    "Bottlenecks",
    "Chain",
    "Comparison",
    "Conformance",
    "Consequences",
    "DropOffs",
    "Emotion",
    "FunnelResult",
    "Handoffs",
    "Loops",
    "Medoids",
    "MemoryOrder",
    "Paths",
    "Personas",
    "Retention",
    "Survival",
    "Timeline",
    "UnusualRoutes",
    "WhatIf",
    "attribution",
    "backbone",
    "bottlenecks",
    "chain",
    "compare",
    "conformance",
    "consequences",
    "difference",
    "drop_offs",
    "emotion",
    "export_graph",
    "fig_emotion",
    "fig_handoffs",
    "fig_sankey",
    "fig_survival",
    "funnel",
    "graph",
    "handoffs",
    "loops",
    "medoids",
    "memory_order",
    "open",
    "paths",
    "personas",
    "retention",
    "survival",
    "timeline",
    "unusual_routes",
    "what_if",
]


def __getattr__(name: str) -> object:
    """Import the interface when it is first used: the command line starts without it."""
    if name in _HOMES:
        module = import_module(f"pipeline.questions.{_HOMES[name]}")
        return getattr(module, "open_warehouse" if name == "open" else name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
