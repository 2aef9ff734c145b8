"""Two groups of journeys, or two periods, side by side: who reaches the goal, who is lost where.

In:     a warehouse that `journeys run` has built; what tells the groups apart
Out:    Comparison: shows itself in a notebook, and gives .frame() and .figure()
Units:  shares from 0 to 1; seconds; emotion from -2 to +2; differences are first less second
Errors: JourneysError for an unknown journey, kind of group or value, and for an empty group
Source: contrasts without strata; q by Benjamini and Hochberg (1995) over all rows that have enough.
        The design effect of customers is taken from their sums
Assumes the groups are independent: a customer of both makes intervals too wide rather than too
        narrow
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

import duckdb

from pipeline.config.advice import nearest
from pipeline.config.durations import microseconds, parse_duration
from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.compare_rows import Row, compared_rows
from pipeline.questions.drawings import PALETTE, html_table, plain_layout
from pipeline.sqlfiles import sql_text

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

By = Literal["device", "channel", "touchpoint", "campaign", "persona", "period"]
Period = tuple[str | date | None, str | date | None]
_FORMATS = {
    **dict.fromkeys(("measure", "touchpoint"), "{}"),
    **dict.fromkeys(("n_first", "n_second"), "{:,}"),
    **dict.fromkeys(("first", "second"), "{:,.3f}"),
    **dict.fromkeys(("difference", "low", "high"), "{:+,.3f}"),
    "q": "{:.2g}",
}


class NothingToCompareError(JourneysError):
    """The definition has no journeys of one of the groups."""


@dataclass(frozen=True)
class Comparison:
    """What differs between two groups, and how sure it is. In a notebook it shows its table."""

    journey: str
    names: tuple[str, str]
    window: timedelta
    rows: tuple[Row, ...]
    min_n: int  # of fewer customers on either side no difference is told

    def frame(self) -> pd.DataFrame:
        """One row per measure and touchpoint, the surest differences first."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def figure(self) -> Figure:
        """The difference in drop-off at each touchpoint with its interval."""
        return fig_comparison(self)

    def _repr_html_(self) -> str:
        caption = f"{self.names[0]} against {self.names[1]}: {self.journey}"
        return html_table(caption, self.rows, _FORMATS)


def compare(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    by: By,
    first: str | Sequence[str] | Period,
    second: str | Sequence[str] | Period | None = None,
    window: str | timedelta | None = None,
) -> Comparison:
    """Compare the journeys of `first` with those of `second`, or with all others.

    `by` is what a journey begins with (device, channel, touchpoint, campaign), the persona of its
    customer, or the period: then `first` and `second` are pairs of days, both included, None for
    the beginning or the end of the data. Journeys count as reached when they reach the goal within
    `window`, by default the timeout of the definition.
    """
    require_journey(db, journey)
    if by not in get_args(By):
        raise JourneysError(f'Nothing is compared by "{by}".', fix=nearest(by, list(get_args(By))))
    (settings,) = rows_of(db, "questions/compare_settings.sql", journey=journey)
    within = _window(settings["timeout_us"] if window is None else window)
    groups = _periods(settings, first, second) if by == "period" else _values(first, second)
    if by != "period":
        _require_values(db, journey, by, [*groups["first"], *(groups["second"] or ())])
    asked = groups | {"journey": journey, "by": by, "window_us": microseconds(within)}
    rows = compared_rows(read_by_value(db, "compare_sums", asked), settings["min_n"])
    if not rows:
        raise NothingToCompareError(
            "One of the groups has no journeys.", where=f"{_told(first)} and {_told(second)}"
        )
    names = _told(first), _told(second)
    return Comparison(journey, names, within, tuple(rows), settings["min_n"])


def _window(asked: int | str | timedelta) -> timedelta:
    """How long a journey has to reach its goal; a number is in microseconds."""
    if isinstance(asked, int):
        return timedelta(microseconds=asked)
    try:
        return parse_duration(asked)
    except ValueError as error:
        raise JourneysError(f"{error}.", fix='write "30 days" or a timedelta') from None


def _values(first: Any, second: Any) -> dict[str, Any]:  # noqa: ANN401 - a text or several
    return {
        "first": _listed(first),
        "second": None if second is None else _listed(second),
        **dict.fromkeys(
            ("first_from_us", "first_until_us", "second_from_us", "second_until_us"), 0
        ),
    }


def _periods(settings: Row, first: Any, second: Any) -> dict[str, Any]:  # noqa: ANN401 - pairs
    if second is None:
        raise JourneysError("Two periods are compared.", fix='second=("2026-08-13", None)')
    found: dict[str, Any] = {"first": [], "second": []}
    for name, pair in (("first", first), ("second", second)):
        begin, end = pair
        start = settings["first_us"] if begin is None else _midnight(begin, settings["timezone"])
        until = settings["as_of_us"] + 1 if end is None else _after(end, settings["timezone"])
        found |= {f"{name}_from_us": start, f"{name}_until_us": until}
    return found


def _after(day: str | date, zone: str) -> int:
    last = date.fromisoformat(day) if isinstance(day, str) else day
    return _midnight(last + timedelta(days=1), zone)


def _midnight(day: str | date, zone: str) -> int:
    """The first microsecond of a day in a time zone, since 1970."""
    try:
        begun = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        raise JourneysError(f'"{day}" is no day.', fix="write it as 2026-08-11") from None
    return round(datetime.combine(begun, time(), ZoneInfo(zone)).timestamp()) * 1_000_000


def _require_values(
    db: duckdb.DuckDBPyConnection, journey: str, by: str, asked: Iterable[str]
) -> None:
    rows = read_by_value(db, "compare_names", {"journey": journey, "by": by})
    known = [row["value_name"] for row in rows]
    for value in asked:
        if value not in known:
            raise NothingToCompareError(
                f'No journey begins with the {by} "{value}".', fix=nearest(value, known)
            )


def read_by_value(db: duckdb.DuckDBPyConnection, file: str, asked: dict[str, Any]) -> list[Row]:
    """What a file finds that reads what each journey belongs to."""
    values, outer = (sql_text(f"questions/{name}.sql") for name in ("compare_values", file))
    text = f"with compare_values as (\n{values}\n)\nselect * from (\n{outer}\n)"
    named = duckdb.extract_statements(text)[0].named_parameters
    given = {name: value for name, value in asked.items() if name in named}
    rows: list[Row] = db.sql(text, params=given).to_arrow_table().to_pylist()
    return rows


def _listed(one: str | Sequence[str]) -> list[str]:
    return [one] if isinstance(one, str) else list(one)


def _told(group: Any) -> str:  # noqa: ANN401 - whatever the group was given as
    if group is None:
        return "all others"
    if isinstance(group, str):
        return group
    return " … ".join("" if one is None else str(one) for one in group)


def fig_comparison(found: Comparison) -> Figure:
    """A dot and a line per touchpoint; those that are not sure are grey."""
    from plotly.graph_objects import Figure, Scatter  # noqa: PLC0415 - a second to import

    shown = [row for row in found.rows if row["measure"] == "drop_off" and not row["is_too_few"]]
    shown = sorted(shown, key=lambda row: abs(row["difference"]))
    colours = [PALETTE["ended"] if row["is_different"] else PALETTE["open"] for row in shown]
    figure = Figure(
        Scatter(
            x=[row["difference"] for row in shown],
            y=[escape(row["touchpoint"]) for row in shown],
            mode="markers",
            marker={"color": colours, "size": 9},
            error_x={
                "type": "data",
                "array": [row["high"] - row["difference"] for row in shown],
                "arrayminus": [row["difference"] - row["low"] for row in shown],
            },
            text=[f"{row['n_first']:,} and {row['n_second']:,} visits" for row in shown],
            hovertemplate="%{y}: %{x:+.1%} (%{text})<extra></extra>",
        )
    )
    title = f"Drop-off, {found.names[0]} less {found.names[1]}: {found.journey}"
    plain_layout(figure, title, height=140 + 26 * len(shown))
    figure.update_xaxes(tickformat="+.0%", zeroline=True, zerolinecolor="#8B93A1")
    return figure
