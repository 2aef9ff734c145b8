"""The pictures of the report as plotly figures, by one call each.

In:     a warehouse that `journeys run` has built; the name of a journey
Out:    plotly Figure: what jp.paths, jp.emotion, jp.handoffs and jp.survival draw by .figure()
Units:  as there
Errors: JourneysError as there
Source: one layout for the page and for these; see docs/report.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipeline.questions.emotion import Level, emotion
from pipeline.questions.handoffs import Kind, handoffs
from pipeline.questions.paths import paths
from pipeline.questions.survival import survival

if TYPE_CHECKING:
    from typing import Unpack

    from plotly.graph_objects import Figure

    from pipeline.questions.paths_options import PathChoices


def fig_sankey(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    language: str = "en",
    **options: Unpack[PathChoices],
) -> Figure:
    """The step Sankey; options are those of jp.paths."""
    return paths(db, journey=journey, **options).figure(language=language)


def fig_emotion(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    level: Level = "touchpoint",
    language: str = "en",
) -> Figure:
    """The emotion curve with its band and gaps."""
    return emotion(db, journey=journey, level=level).figure(language=language)


def fig_handoffs(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    kind: Kind = "channel",
    language: str = "en",
) -> Figure:
    """The matrix of one kind of handoff."""
    return handoffs(db, journey=journey, kind=kind).figure(language=language)


def fig_survival(db: duckdb.DuckDBPyConnection, *, journey: str, language: str = "en") -> Figure:
    """Which share is at the goal, lost and undecided, by time."""
    return survival(db, journey=journey).figure(language=language)
