"""What is told of journeys beside their plan: how many, and how those that left it ended.

In:     what was counted of the journeys of one plan
Out:    the rows of marts.conformance
Units:  journeys; shares from 0 to 1
Errors: none
Source: see deviations and clustered_shares. Those that deviate are set against those that came as
        far: the overall difference is standardised directly to the steps at which deviating
        journeys first left the plan, with the variance of its influence function, by person.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

from pipeline.questions.clustered_shares import (
    Difference,
    Sums,
    Z,
    difference_of,
    share_by_sums,
)
from pipeline.questions.conformance_counts import BY_STEP, OTHERS, STATES, Cell, Counted
from pipeline.questions.deviations import Rules, told_by
from pipeline.questions.groups_of_people import Met, Part, part_of
from pipeline.questions.laws import normal_p
from pipeline.questions.plan_products import standardised

Row = dict[str, Any]
FEWEST = 10  # of fewer people nothing is said
_NOBODY = Sums(*[0] * len(Sums._fields))


def findings(told: Counted, labels: Sequence[str], rules: Rules) -> list[Row]:
    """A row for each state, and for whatever somebody could have done; `labels` name the steps."""
    cells = [(Cell(number, kind, -1), "") for number, kind in enumerate(STATES)]
    cells += [(cell, label_of(cell, labels)) for cell in deviated_from(told, rules)]
    # Where there is no group only open journeys came so far.
    others = (cell for cell in others_told(told) if cell.group in told.groups)
    cells += [(cell, cell.touchpoint) for cell in others]
    return [_finding(told, cell, name, len(labels)) for cell, name in cells]


def deviated_from(told: Counted, rules: Rules) -> list[Cell]:
    """The deviations from steps of the plan that somebody could have shown, in order."""
    cells = [Cell(number, *one) for number, one in enumerate(told_by(rules), start=len(STATES))]
    return [cell for cell in cells if cell.group in told.groups]


def others_told(told: Counted) -> list[Cell]:
    """What is no step of the plan, by name, and by the step after which it came."""
    own = [cell for cell in told.cells if cell.kind in OTHERS]
    return sorted(own, key=lambda cell: (cell.kind, cell.touchpoint, cell.step))


def label_of(cell: Cell, labels: Sequence[str]) -> str:
    """The name of the step of a deviation."""
    return labels[cell.step] if cell.step >= 0 else ""


def _finding(told: Counted, cell: Cell, name: str, steps: int) -> Row:
    """One row: how many of those that could did, and how they ended beside the others."""
    whole = told.groups.get(cell.group, _NOBODY)
    if not whole.cases:
        counts = dict.fromkeys(("at_risk", "journeys", "people"), 0)
        return {"kind": cell.kind, "step_no": 0, "touchpoint": name, **counts}
    _, met = told.cells.get(cell, (0, Met()))
    row = _row_of(cell.kind, cell.step, name, part_of(whole, met))
    if cell.kind == "deviating" and not row["is_too_few"]:
        row |= _beside_others(_standardised(told, steps, whole.people))
    return row


def _row_of(kind: str, step: int, name: str, part: Part) -> Row:
    """What the counts tell; of all that deviate the comparison is left to `_standardised`."""
    share = share_by_sums(part.has)
    low, high = share.interval
    row = {
        "kind": kind,
        "step_no": step + 1,
        "touchpoint": name,
        "at_risk": share.n,
        "journeys": share.hits,
        "people": part.part.people,
        "share": share.share,
        "share_low": low,
        "share_high": high,
    }
    # Of what comes before any step of the plan nobody knows who else came as far.
    is_before = kind in OTHERS and step < 0
    if kind not in BY_STEP | {"deviating"} or is_before:
        return row
    if min(part.part.people, part.rest.people) < FEWEST:
        return row | {"is_too_few": True}
    if kind == "deviating":
        return row | {"is_too_few": False}
    one, other = share_by_sums(part.part), share_by_sums(part.rest)
    return row | _beside_others((one.share, other.share, difference_of(one, other)))


def _beside_others(found: tuple[float, float, Difference] | None) -> Row:
    """The goal among those that deviated, and among those that did not."""
    if found is None:
        return {"is_too_few": True}
    reached_with, reached_without, difference = found
    return {
        "is_too_few": False,
        "reached_with": reached_with,
        "reached_without": reached_without,
        "difference": difference.difference,
        "difference_low": difference.low,
        "difference_high": difference.high,
        "p": difference.p,
    }


def _standardised(told: Counted, steps: int, people: int) -> tuple[float, float, Difference] | None:
    """Those that deviated against others that came to the step at which it first showed."""
    found = standardised(told.products, steps)
    if found is None or found.people < FEWEST:
        return None
    difference = found.reached_with - found.reached_without
    error = sqrt(found.squares * people / (people - 1))
    low, high = max(difference - Z * error, -1.0), min(difference + Z * error, 1.0)
    p = float(normal_p(difference / error)) if error > 0 else 1.0
    return found.reached_with, found.reached_without, Difference(difference, low, high, p)
