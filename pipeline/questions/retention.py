"""How many of those who came first in a week or month come again in later ones.

In:     a warehouse that `journeys run` has built
Out:    Retention: shows itself in a notebook, and gives .frame(), .matrix(), .figure()
Units:  people; shares from 0 to 1 with 95 % intervals; weeks and months of the project's time zone
Errors: JourneysError when the period is neither week nor month
Source: marts.retention, whose header says what a cohort is and who is active
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import duckdb

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.common import rows_of
from pipeline.questions.drawings import html_table, plain_layout

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

Period = Literal["week", "month"]
_FORMATS = {
    "cohort_date": "{}",
    **dict.fromkeys(("period_no", "people", "active"), "{:,}"),
    **dict.fromkeys(("rate", "rate_low", "rate_high"), "{:.1%}"),
    "is_complete": "{}",
}


@dataclass(frozen=True)
class Retention:
    """The cohorts of one kind of period. In a notebook it shows its table."""

    period: Period
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per cohort and period; a period the data do not cover is not `is_complete`."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def matrix(self) -> pd.DataFrame:
        """Cohorts down, periods across, shares of the cohort; periods not complete are left out."""
        whole = self.frame()
        whole = whole[whole["is_complete"]]
        return whole.pivot_table(index="cohort_date", columns="period_no", values="rate")

    def figure(self) -> Figure:
        """The matrix in shades."""
        return fig_retention(self)

    def _repr_html_(self) -> str:
        return html_table(f"Who comes again, by {self.period}", self.rows, _FORMATS)


def retention(db: duckdb.DuckDBPyConnection, *, period: Period = "week") -> Retention:
    """Every cohort by week or by month, the oldest first."""
    if period not in get_args(Period):
        known = list(get_args(Period))
        raise JourneysError(f'There is no retention by "{period}".', fix=nearest(period, known))
    return Retention(period, tuple(rows_of(db, "questions/retention.sql", period=period)))


def fig_retention(found: Retention) -> Figure:
    """A shade per cohort and period; blank where the data end too early."""
    from plotly.graph_objects import Figure, Heatmap  # noqa: PLC0415 - a second to import

    whole = [row for row in found.rows if row["is_complete"]]
    figure = Figure(
        Heatmap(
            x=[row["period_no"] for row in whole],
            y=[str(row["cohort_date"]) for row in whole],
            z=[row["rate"] for row in whole],
            text=[f"{row['active']:,} of {row['people']:,}" for row in whole],
            hovertemplate="%{y}, %{x} later: %{z:.1%} (%{text})<extra></extra>",
            colorscale="Blues", zmin=0, colorbar={"tickformat": ".0%"},
        )
    )  # fmt: skip
    cohorts = len({row["cohort_date"] for row in whole})
    plain_layout(figure, f"Who comes again, by {found.period}", height=160 + 24 * cohorts)
    figure.update_yaxes(type="category", autorange="reversed")
    figure.update_xaxes(title=f"{found.period}s after the first", dtick=1)
    return figure
