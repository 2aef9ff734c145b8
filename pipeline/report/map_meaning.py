"""What on the map is worth a closer look: pain points, moments of truth, opportunities.

In:     rows of marts.pain_points, moments_of_truth and opportunities of one journey name, and the
        columns of the map
Out:    tuples of Pain, Moment and Opportunity, by rank
Units:  as in the marts
Errors: none
Source: the numbers are those of the marts; what fewer than `small` customers stand behind is left
        out, and so is a rate that so few would give away
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.report.map_model import Moment, Opportunity, Pain
from pipeline.report.read import Row, Rows

ColumnOf = Callable[[Row], int | None]


def column_of(columns: tuple[str, ...], level: str) -> ColumnOf:
    """How the column of a row with a touchpoint and its stage is found."""
    places = {name: number for number, name in enumerate(columns)}

    def found(row: Row) -> int | None:
        if row["touchpoint"] is None:
            return None
        return places.get(row["touchpoint"] if level == "touchpoint" else row["stage"] or "(none)")

    return found


def pains_of(rows: Rows, column: ColumnOf, *, small: int) -> tuple[Pain, ...]:
    """Pain points that have a column."""
    found = []
    for row in _ranked(rows):
        place = column(row)
        if place is not None and row["people"] >= small:
            found.append(_pain(row, place, small))
    return tuple(found)


def _pain(row: Row, column: int, small: int) -> Pain:
    lost = row["is_worse_loss"] and row["ended"] >= small
    felt = row["is_worse_emotion"] and row["n"] >= small
    return Pain(
        column=column,
        touchpoint=row["touchpoint"],
        people=row["people"],
        rate=row["rate"] if lost else None,
        expected_rate=row["expected_rate"] if lost else None,
        excess=row["excess_lost"] if lost else None,
        excess_low=row["excess_low"] if lost else None,
        excess_high=row["excess_high"] if lost else None,
        measure=row["measure"] if felt else None,
        emotion=row["emotion"] if felt else None,
        emotion_elsewhere=row["emotion_elsewhere"] if felt else None,
        quote=row["quote"] if row["quote_people"] >= small else None,
    )


def moments_of(rows: Rows, column: ColumnOf, *, small: int) -> tuple[Moment, ...]:
    """Moments of truth that have a column."""
    found = []
    for row in _ranked(rows):
        place = column(row)
        counts = (row["bad"], row["good"], row["bad_lost"], row["good_lost"])
        if place is not None and not any(0 < count < small for count in counts):
            found.append(_moment(row, place))
    return tuple(found)


def _moment(row: Row, column: int) -> Moment:
    return Moment(
        column=column,
        touchpoint=row["touchpoint"],
        sign=row["sign"],
        bad=row["bad"],
        good=row["good"],
        lost_bad=row["lost_bad"],
        lost_good=row["lost_good"],
        excess=row["excess_lost"],
        excess_low=row["excess_low"],
        excess_high=row["excess_high"],
    )


def opportunities_of(rows: Rows, column: ColumnOf, *, small: int) -> tuple[Opportunity, ...]:
    """All opportunities of the journey; those that show at no column have none."""
    return tuple(
        _opportunity(row, column(row)) for row in _ranked(rows) if row["customers"] >= small
    )


def _opportunity(row: Row, column: int | None) -> Opportunity:
    return Opportunity(
        column=column,
        opportunity=row["opportunity"],
        rank=row["rank"],
        kind=row["kind"],
        effect=row["effect"],
        touchpoint=row["touchpoint"],
        dimension=row["dimension"],
        source=row["from_value"],
        target=row["to_value"],
        first_day=row["first_date"],
        last_day=row["last_date"],
        wait_s=row["wait_s"],
        customers=row["customers"],
        share=row["share"],
        share_elsewhere=row["share_elsewhere"],
        excess=row["excess"],
        excess_low=row["excess_low"],
        excess_high=row["excess_high"],
        money=row["money"],
        money_low=row["money_low"],
        money_high=row["money_high"],
        currency=row["currency"],
        owner=row["owner"],
        effort=row["effort"],
        assumptions=tuple(row["assumptions"] or ()),
        counted_in=row["counted_in"],
    )


def _ranked(rows: Rows) -> list[Row]:
    return sorted((row for row in rows if row["rank"] is not None), key=lambda row: row["rank"])
