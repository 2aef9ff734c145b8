"""Which campaigns, channels or touchpoints the journeys that reached the goal are owed to.

In:     a warehouse that `journeys run` has built
Out:    Attribution: shows itself in a notebook, and gives .frame(), .shares(), .figure()
Units:  journeys; shares from 0 to 1; money as in the sources
Errors: JourneysError when no journey or dimension has the name asked for, or an option is wrong
Source: marts.attribution, whose header says what each model does; journeys.touches says what a
        touch is
Assumes that touches of a journey compete for it. No model tells cause from coincidence: whoever
        is about to buy anyway also clicks on advertisements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any, get_args

import duckdb
import pyarrow as pa

from pipeline.config.advice import nearest
from pipeline.config.durations import parse_duration
from pipeline.errors import JourneysError
from pipeline.questions.attribution_names import By, TouchNames
from pipeline.questions.attribution_tables import (
    AttributionOptions,
    read_credits,
)
from pipeline.questions.common import require_journey
from pipeline.questions.drawings import html_table, plain_layout

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

_FORMATS = {
    "model": "{}",
    "value_name": "{}",
    "conversions": "{:,.1f}",
    "share": "{:.1%}",
    "value": "{:,.2f}",
    "removal_effect": "{:.1%}",
}
_MOST_ORDERS = 3


@dataclass(frozen=True)
class Attribution:
    """The credits by every model. In a notebook it shows its table."""

    journey: str
    by: By
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per model and value: conversions, their share, money, and the removal effect."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows), columns=[*_FORMATS])

    def shares(self) -> pd.DataFrame:
        """The share of every value by every model: values down, models across."""
        wide = self.frame().pivot_table(
            index="value_name", columns="model", values="share", sort=False
        )
        wide.columns.name = None
        return wide.sort_values("linear", ascending=False) if len(wide) else wide

    def figure(self) -> Figure:
        """The shares, a bar per value and model."""
        return fig_attribution(self)

    def _repr_html_(self) -> str:
        return html_table(f"Owed to the {self.by}: {self.journey}", self.rows, _FORMATS)


def attribution(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    by: By = "campaign",
    direct: Sequence[str] = AttributionOptions.direct,
    half_life: str | timedelta = AttributionOptions.half_life,
    order: int = AttributionOptions.order,
) -> Attribution:
    """Give each journey of `journey` that reached its goal to what it touched, by each model.

    `direct` are the values that last_non_direct passes over, `half_life` belongs to time_decay,
    and `order` says how many last touches the Markov chain remembers, 1 to 3.

        jp.attribution(db, journey="alta", by="channel", half_life="3 days").shares()
    """
    require_journey(db, journey)
    if by not in get_args(By):
        raise JourneysError(
            f'Nothing is attributed by "{by}".', fix=nearest(by, list(get_args(By)))
        )
    if order not in range(1, _MOST_ORDERS + 1):
        raise JourneysError(f"A chain of order {order!r} is not computed.", fix="order=1, 2 or 3")
    try:
        fading = parse_duration(half_life)
    except ValueError as error:
        raise JourneysError(str(error), where="half_life") from error

    def read(select: str, parameters: dict[str, object]) -> pa.Table:
        return db.sql(select, params=parameters).to_arrow_table()

    options = AttributionOptions(tuple(direct), fading, order)
    ((_, rows),) = read_credits(read, TouchNames(read).of_journeys[journey], [by], options)
    return Attribution(journey, by, tuple(rows))


def fig_attribution(found: Attribution) -> Figure:
    """A group of bars per value, a bar per model."""
    from plotly.graph_objects import Bar, Figure  # noqa: PLC0415 - a second to import

    shares = found.shares()
    values = [escape(name) for name in shares.index]
    bars = [Bar(name=model, x=values, y=shares[model].tolist()) for model in shares.columns]
    figure = Figure(bars)
    plain_layout(figure, f"Owed to the {found.by}: {found.journey}", height=420)
    figure.update_layout(barmode="group")
    figure.update_xaxes(type="category")
    figure.update_yaxes(tickformat=".0%", title="of the journeys that reached the goal")
    return figure
