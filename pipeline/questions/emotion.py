"""How customers feel along their journeys: by their ratings, and by the tone of what they write.

In:     a warehouse that `journeys run` has built
Out:    Emotion: shows itself in a notebook, and gives .frame() and .figure()
Units:  emotion from -2 to +2 with 95 % intervals; visits (steps); people; shares from 0 to 1
Errors: JourneysError when no journey or level has the name asked for
Source: marts.emotion, whose header says how it counts
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import duckdb

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import html_table, titled, wording
from pipeline.report.parts import Curve, curve_in
from pipeline.report.read import shown

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

Level = Literal["touchpoint", "stage"]
Row = dict[str, Any]
_FORMATS = {
    **dict.fromkeys(("place", "measure"), "{}"),
    **dict.fromkeys(("visits", "n", "people"), "{:,}"),
    "coverage": "{:.0%}",
    **dict.fromkeys(("mean", "low", "high"), "{:+.2f}"),
}


@dataclass(frozen=True)
class Emotion:
    """The emotion at the touchpoints or stages of one definition, ratings and texts apart."""

    journey: str
    level: Level
    rows: tuple[Row, ...]
    curve: Curve

    def frame(self) -> pd.DataFrame:
        """One row per place and measure, in the typical order; no mean where there are too few."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def figure(self, *, language: str = "en") -> Figure:
        """The curve of the report, with its band; where nothing is told it has a gap."""
        from pipeline.report.curve_figure import fig_emotion  # noqa: PLC0415
        from pipeline.report.map_words import curve_style  # noqa: PLC0415 (babel)

        style = curve_style(*wording(language), self.curve.hues, name="mood")
        figure = fig_emotion(self.curve.emotion, self.curve.columns, style=style)
        return titled(figure, f"Emotion by {self.level}: {self.journey}")

    def _repr_html_(self) -> str:
        return html_table(f"Emotion by {self.level}: {self.journey}", self.rows, _FORMATS)


def emotion(db: duckdb.DuckDBPyConnection, *, journey: str, level: Level = "touchpoint") -> Emotion:
    """How people feel at the touchpoints or stages of `journey`, in their typical order."""
    require_journey(db, journey)
    if level not in get_args(Level):
        fix = nearest(level, list(get_args(Level)))
        raise JourneysError(f'There is no emotion by "{level}".', fix=fix)
    rows = rows_of(db, "questions/emotion.sql", journey=journey, level=level)
    curve = curve_in(db, journey, level=level, rows=shown(rows))
    return Emotion(journey, level, tuple(rows), curve)
