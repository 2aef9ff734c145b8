"""What the page does not show is not in `report.json` either.

In:     a Page as plain dictionaries
Out:    the same with None in place of every number that the page hides
Units:  as in `model`
Errors: none
Source: the flags of the model, and `small_cell_k`
"""

from __future__ import annotations

from typing import Any

from pipeline.sankey.hiding import hidden_cells

Plain = dict[str, Any]
_OF_A_SMALL_DROP_OFF = ("ended", "rate", "low", "high", "expected", "expected_rate", "excess")


def masked(page: Plain) -> Plain:
    """Hide in place; the dictionaries are nobody else's."""
    small = page["run"]["small_cell_k"]
    for journey in page["journeys"]:
        if 0 < journey["people"] < small:
            _hide(journey, tuple(journey.keys() - {"definition"}))
        else:
            _mask_journey(journey, small)
    return page


def _mask_journey(journey: Plain, small: int) -> None:
    for row in journey["drop_offs"]["rows"]:
        _hide(row, _OF_A_SMALL_DROP_OFF if row["is_small"] else ())
        _hide(row, ("open",) if row["hides_open"] else ())
    if journey["drop_offs"]["hidden_ended"] < small:
        journey["drop_offs"]["hidden_ended"] = None
    for row in journey["routes"]["rows"]:
        _hide(row, row["hidden"])
    for funnel in journey["funnels"]:
        for step in funnel["steps"]:
            _hide_small(step, ("journeys", "open"), small)
    _mask_layout(journey["steps"]["layout"], small)
    _hide_small(journey["steps"], ("hidden_journeys",), small)


def _mask_layout(layout: Plain, small: int) -> None:
    for node in layout["nodes"]:
        hidden = hidden_cells(dict(node["members"]), 0, small)
        node["members"] = [member for member in node["members"] if member[0] not in hidden]
        _hide(node, ("journeys", "y", "height") if 0 < node["journeys"] < small else ())


def _hide(row: Plain, names: tuple[str, ...]) -> None:
    row |= dict.fromkeys(names)


def _hide_small(row: Plain, names: tuple[str, ...], small: int) -> None:
    _hide(row, tuple(name for name in names if 0 < row[name] < small))
