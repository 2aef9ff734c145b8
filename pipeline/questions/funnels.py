"""How far journeys get along some steps, how many at each, and how long they take.

In:     a warehouse that `journeys run` has built; steps, and the options of a funnel
Out:    FunnelResult: shows itself in a notebook; .frame(), .breakdown(), .trend(), .figure()
Units:  counts of journeys or people; seconds; shares from 0 to 1
Errors: JourneysError for an unknown journey or touchpoint and for options that do not fit
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, get_args

import duckdb
import pyarrow as pa
from pydantic import BaseModel, ValidationError

from pipeline.config.advice import mistakes_of, nearest
from pipeline.config.funnels import (
    By,
    Entry,
    Funnel,
    FunnelExclusion,
    FunnelStep,
    Held,
    Order,
    Trend,
    Unit,
)
from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.funnel_counts import (
    StepCount,
    by_period,
    by_value,
    count_steps,
    flat,
)
from pipeline.questions.funnel_rows import (
    FunnelData,
    Read,
    Touchpoint,
    read_funnel,
    touchpoints_of,
)
from pipeline.questions.funnel_words import duration_words
from pipeline.settings_names import matching

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

Step = str | Sequence[str] | Mapping[str, object] | FunnelStep
Exclude = str | Sequence[str] | Mapping[str, object] | FunnelExclusion


@dataclass(frozen=True)
class FunnelResult:
    """A funnel, counted. In a notebook it shows itself as a table with bars.

    `void` counts the units that touched the first step, but all of whose entries were void.
    """

    funnel: Funnel
    steps: tuple[StepCount, ...]
    void: int
    values: tuple[tuple[str | None, list[StepCount]], ...] = ()
    periods: tuple[tuple[str, list[StepCount]], ...] = ()

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self.funnel.unit

    def frame(self) -> pd.DataFrame:
        """One row per step."""
        return _frame([flat(step, self.unit) for step in self.steps])

    def breakdown(self) -> pd.DataFrame:
        """One row per value of `by` and step; the counts add up to those of frame()."""
        rows = [
            {str(self.funnel.by): value} | flat(step, self.unit)
            for value, steps in self.values
            for step in steps
        ]
        return _frame(rows)

    def trend(self) -> pd.DataFrame:
        """One row per day or week of the entry and step; the counts add up to those of frame()."""
        rows = [
            {str(self.funnel.trend): day} | flat(step, self.unit)
            for day, steps in self.periods
            for step in steps
        ]
        return _frame(rows)

    def figure(self) -> Figure:
        """The steps as bars, in plotly, with the numbers of frame()."""
        from pipeline.questions.funnel_drawing import fig_funnel  # noqa: PLC0415 - loads plotly

        return fig_funnel(self.steps, unit=self.unit, title=self.funnel.journey)

    def _repr_html_(self) -> str:
        from pipeline.questions.funnel_html import html_funnel  # noqa: PLC0415 - for notebooks

        return html_funnel(self.steps, unit=self.unit, told=self.options())

    def options(self) -> dict[str, str]:
        """What was asked, in words: printed beside the result."""
        funnel = self.funnel
        told: dict[str, str | None] = {
            "journey": funnel.journey,
            "unit": self.unit,
            "order": funnel.order,
            "window": duration_words(funnel.window.total_seconds()) if funnel.window else "none",
            "entry": funnel.entry,
            "hold": funnel.hold,
            "excluded": "; ".join(" | ".join(x.touchpoint) for x in funnel.exclude) or None,
            "void": str(self.void) if funnel.exclude else None,
        }
        return {name: text for name, text in told.items() if text is not None}


def funnel(  # noqa: PLR0913 - every option of the question
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    steps: Sequence[Step],
    order: Order = "ordered",
    window: timedelta | str | None = None,
    entry: Entry = "best",
    exclude: Sequence[Exclude] = (),
    hold: Held | None = None,
    unit: Unit = "journeys",
    by: By | None = None,
    trend: Trend | None = None,
) -> FunnelResult:
    """Count how far journeys get along `steps`.

    Args:
        db: a warehouse, as `jp.open` gives it.
        journey: the name of a journey definition.
        steps: from the first to the last. A step is a touchpoint, or a list of touchpoints any of
            which will do, with the wildcards `*` and `?`; `{"touchpoint": ..., "optional": True}`
            is one that stops nobody.
        order: "ordered" (others may lie between), "strict" (the very next step of the journey) or
            "any" (a step counts when those listed before it are done too, in whatever order).
        window: how long after the entry steps count, to the microsecond: a timedelta or "7 days".
            None: as long as the journey lasts.
        entry: from where the window counts. "best": from the entry that gets furthest, of equals
            the earliest. "first": from the first entry of all.
        exclude: touchpoints that void an entry when they lie between the first and the last step;
            `{"touchpoint": ..., "after": 1, "before": 2, "voids": "person"}` says between which,
            and that all entries of the person are void with it.
        hold: a property that all steps have in common: channel, device, department, agent, topic
            or stage. Steps at which it is not known do not count.
        unit: "journeys", or "people": all journeys of a person one after the other.
        by: the value at the entry that divides the units: a property as in `hold`, "touchpoint" or
            "persona".
        trend: "day" or "week" of the entry, in the time zone of the configuration.

    Raises:
        JourneysError: for an unknown name, with the nearest one, and for what does not fit.
    """
    _require_choice("unit", unit, get_args(Unit))
    _require_choice("by", by, (None, *get_args(By)))
    _require_choice("trend", trend, (None, *get_args(Trend)))
    asked = _checked(
        journey=journey,
        steps=steps,
        order=order,
        window=window,
        entry=entry,
        hold=hold,
        exclude=exclude,
        unit=unit,
        by=by,
        trend=trend,
    )
    require_journey(db, journey)
    read = reader(db)
    touchpoints = touchpoints_of(read)
    _require_touchpoints(asked, touchpoints)
    data = read_funnel(read, asked, touchpoints)
    return FunnelResult(
        funnel=asked,
        steps=tuple(count_steps(asked, data)),
        void=len(data.void),
        values=tuple(by_value(asked, data)) if by else (),
        periods=_trend(db, asked, data),
    )


def reader(db: duckdb.DuckDBPyConnection) -> Read:
    """A function that reads the rows of a SELECT."""

    def read(select: str, parameters: dict[str, object]) -> pa.Table:
        return db.sql(select, params=parameters).to_arrow_table()

    return read


def _trend(
    db: duckdb.DuckDBPyConnection, asked: Funnel, data: FunnelData
) -> tuple[tuple[str, list[StepCount]], ...]:
    if asked.trend is None:
        return ()
    timezone = str(rows_of(db, "questions/funnel_limits.sql")[0]["timezone"])
    return tuple(by_period(asked, data, asked.trend, timezone))


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - the slowest import there is

    return pd.DataFrame(rows)


class _Asked(BaseModel):
    """The same rules, and the same messages, as for the funnels of journeys.toml."""

    funnel: list[Funnel]


def _checked(**options: object) -> Funnel:
    data = {"funnel": [{"name": "asked", **options}]}
    try:
        checked = _Asked.model_validate(data).funnel[0]
    except ValidationError as error:
        mistake = mistakes_of(error, data)[0]
        where = mistake.where.partition(" key ")[2]
        raise JourneysError(
            mistake.what, where=where and f"option {where}", fix=mistake.fix
        ) from None
    return checked.model_copy(update={"name": " > ".join(step.label for step in checked.steps)})


def _require_choice(option: str, given: object, known: Sequence[str | None]) -> None:
    if given not in known:
        names = [name for name in known if name]
        raise JourneysError(
            f'"{given}" cannot stand here.',
            where=f'option "{option}"',
            fix=nearest(str(given), names),
        )


def _require_touchpoints(asked: Funnel, touchpoints: Sequence[Touchpoint]) -> None:
    names = [name for name, _ in touchpoints]
    lists = [*(step.touchpoint for step in asked.steps), *(x.touchpoint for x in asked.exclude)]
    for pattern in (pattern for patterns in lists for pattern in patterns):
        if not matching([pattern], names):
            raise JourneysError(
                f'No touchpoint is called "{pattern}".', fix=nearest(pattern, names)
            )
