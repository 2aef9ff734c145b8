"""Where journeys are lost, against what journeys as far on as these let expect.

In:     rows of marts.drop_offs of one journey name
Out:    DropOffs, most lost first; touchpoints with fewer than `small` journeys at risk are summed
Units:  journeys; shares of those at risk
Errors: none
Source: rates, intervals and what was expected are those of the mart; only the average is added
"""

from collections import defaultdict
from collections.abc import Mapping
from math import ceil

from pipeline.report.model import DropOff, DropOffs
from pipeline.report.read import Row, Rows
from pipeline.sankey.hiding import hidden_cells

_AXIS_STEP = 0.1


def drop_offs_of(
    rows: Rows, *, small: int, stage_of: Mapping[str, str | None] | None = None
) -> DropOffs:
    """Build the table; the verdict compares each interval with the rate that was expected.

    Of a stage the map tells how many are open: a small number is not hidden alone.
    """
    at_risk = sum(row["at_risk"] for row in rows)
    average = sum(row["ended"] for row in rows) / at_risk if at_risk else None
    shown = [row for row in rows if row["at_risk"] >= max(small, 1)]
    hidden = [row for row in rows if row["at_risk"] < max(small, 1)]
    hidden_open = _hidden_open(rows, stage_of or {}, small)
    drops = tuple(_drop_off(row, small, hidden_open) for row in shown)
    return DropOffs(
        rows=drops,
        average=average,
        axis_end=_axis_end(drops),
        most_ended=max((drop.ended for drop in drops), default=0),
        hidden=len(hidden),
        hidden_ended=sum(row["ended"] for row in hidden),
    )


def _hidden_open(rows: Rows, stage_of: Mapping[str, str | None], small: int) -> set[str]:
    by_stage: dict[str | None, dict[str, int]] = defaultdict(dict)
    for row in rows:
        by_stage[stage_of.get(row["touchpoint"])][row["touchpoint"]] = row["open"]
    return {name for counts in by_stage.values() for name in hidden_cells(counts, 0, small)}


def _drop_off(row: Row, small: int, hidden_open: set[str]) -> DropOff:
    return DropOff(
        touchpoint=row["touchpoint"],
        at_risk=row["at_risk"],
        ended=row["ended"],
        open=row["open"],
        rate=row["rate"],
        low=row["rate_low"],
        high=row["rate_high"],
        expected=row["expected"],
        expected_rate=_expected_rate(row),
        excess=row["excess"],
        is_small=0 < row["ended"] < small,
        hides_open=row["touchpoint"] in hidden_open,
        verdict=_verdict(row["rate_low"], row["rate_high"], _expected_rate(row)),
    )


def _expected_rate(row: Row) -> float | None:
    return row["expected"] / row["at_risk"] if row["at_risk"] else None


def _verdict(low: float | None, high: float | None, expected: float | None) -> str:
    if low is None or high is None or expected is None or low <= expected <= high:
        return "same"
    return "worse" if low > expected else "better"


def _axis_end(drops: tuple[DropOff, ...]) -> float:
    """Round the end of the common axis up to the next tenth."""
    highest = max((max(d.high or 0.0, d.expected_rate or 0.0) for d in drops), default=0.0)
    return min(1.0, max(_AXIS_STEP, ceil(highest / _AXIS_STEP - 1e-9) * _AXIS_STEP))
