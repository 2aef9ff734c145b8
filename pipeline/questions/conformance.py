"""How journeys go beside the plan for them, and how those that leave it end.

In:     a warehouse that `journeys run` has built from a configuration with a [[plan]]
Out:    Conformance: shows itself in a notebook, and gives .share, .frame(), .journeys(), .figure()
Units:  journeys; shares from 0 to 1
Errors: JourneysError when no plan has the name asked for
Source: marts.conformance, whose header says what is counted
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.common import rows_of
from pipeline.questions.drawings import PALETTE, html_table, plain_layout

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

_FORMATS = {
    "kind": "{}",
    "step_no": "{}",
    "touchpoint": "{}",
    **dict.fromkeys(("at_risk", "journeys"), "{:,}"),
    **dict.fromkeys(("share", "share_low", "share_high"), "{:.1%}"),
    **dict.fromkeys(("reached_with", "reached_without"), "{:.1%}"),
    **dict.fromkeys(("difference", "difference_low", "difference_high"), "{:+.1%}"),
    "q": "{:.2g}",
}


@dataclass(frozen=True)
class Conformance:
    """How journeys went beside one plan. In a notebook it shows its table.

    `rows` are the four states of a journey, which add up to all, then the kinds of deviation.
    """

    plan: str
    rows: tuple[dict[str, Any], ...]
    told: tuple[dict[str, Any], ...]

    @property
    def share(self) -> tuple[float, float, float] | None:
        """The share of journeys that followed the whole plan and nothing else, with its interval.

        Of those that are no longer open; None where all are.
        """
        (row,) = (row for row in self.rows if row["kind"] == "conforming")
        known = (row["share"], row["share_low"], row["share_high"])
        return known if row["at_risk"] else None

    def frame(self) -> pd.DataFrame:
        """One row per state, and per kind of deviation, step and touchpoint."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def journeys(self) -> pd.DataFrame:
        """One row per journey and deviation: look at one of them with `jp.timeline`."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(
            list(self.told), columns=["journey_id", "kind", "step_no", "touchpoint"]
        )

    def figure(self) -> Figure:
        """How much more, or less, often the goal is reached with each deviation."""
        return fig_conformance(self)

    def _repr_html_(self) -> str:
        return html_table(f"Conformance: {self.plan}", self.rows, _FORMATS)


def conformance(db: duckdb.DuckDBPyConnection, *, plan: str) -> Conformance:
    """How the journeys of a definition went beside a [[plan]] of the configuration.

    Differences of outcome are between journeys that came as far; they are associations, no causes.

        jp.conformance(db, plan="alta en línea").frame()
    """
    plans = [row["plan"] for row in rows_of(db, "questions/plan_list.sql")]
    if plan not in plans:
        fix = nearest(plan, plans) if plans else "write a [[plan]]: see docs/conformance.md"
        raise JourneysError(f'No plan is called "{plan}".', fix=fix)
    rows = rows_of(db, "questions/conformance.sql", plan=plan)
    told = rows_of(db, "questions/deviating_journeys.sql", plan=plan)
    return Conformance(plan, tuple(rows), tuple(told))


def fig_conformance(found: Conformance) -> Figure:
    """A bar per kind of deviation of which there are enough, with its interval."""
    from plotly.graph_objects import Bar, Figure  # noqa: PLC0415 - a second to import

    rows = [row for row in found.rows if row["difference"] is not None]
    names = [
        escape(" ".join(filter(None, (row["kind"].replace("_", " "), row["touchpoint"]))))
        + (f" ({row['step_no']})" if row["step_no"] else "")
        for row in rows
    ]
    value = [row["difference"] for row in rows]
    error = {
        "array": [row["difference_high"] - row["difference"] for row in rows],
        "arrayminus": [row["difference"] - row["difference_low"] for row in rows],
    }
    bar = Bar(x=value, y=names, orientation="h", error_x=error, marker_color=PALETTE["expected"])
    figure = Figure(bar)
    title = f"Reached with a deviation, less without: {found.plan}"
    plain_layout(figure, title, height=140 + 24 * len(rows))
    figure.update_xaxes(tickformat="+.0%")
    figure.update_yaxes(autorange="reversed")
    return figure
