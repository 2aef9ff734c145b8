"""How customers feel along the map, for its curve and for the table beside it.

In:     rows of marts.emotion of one journey name, the columns of the map
Out:    Emotion; a mean of fewer than `small` people is not told
Units:  emotion from -2 to +2
Errors: none
Source: means and intervals are those of the mart
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.map_model import MEASURES, Coverage, Emotion, Mood
from pipeline.report.read import Row, Rows

RANGES = (0.5, 1.0, 1.5, 2.0)  # how far from nought the axis of a curve may go


def emotion_of(rows: Rows, columns: Sequence[str], *, level: str, small: int) -> Emotion:
    """Put the touchpoints into the columns, in their typical order."""
    places = {name: number for number, name in enumerate(columns)}
    moods = []
    for row in sorted(rows, key=lambda row: (row["position"], row["measure"])):
        column = places.get(row["place"] if level == "touchpoint" else row["stage"] or "(none)")
        if column is not None and row["visits"] >= small:
            moods.append(_mood(row, column, small))
    ordered = tuple(sorted(moods, key=lambda mood: mood.column))  # stable: the order stays
    return Emotion(_lead(ordered), ordered, tuple(_coverages(rows)), _axis_end(ordered))


def _axis_end(moods: Sequence[Mood]) -> float:
    furthest = max((max(abs(m.low or 0.0), abs(m.high or 0.0)) for m in moods), default=0.0)
    return next((end for end in RANGES if furthest <= end), RANGES[-1])


def _mood(row: Row, column: int, small: int) -> Mood:
    is_told = row["mean"] is not None and row["people"] >= small
    return Mood(
        column=column,
        touchpoint=row["place"],
        measure=row["measure"],
        visits=row["visits"],
        n=row["n"],
        people=row["people"],
        mean=row["mean"] if is_told else None,
        low=row["low"] if is_told else None,
        high=row["high"] if is_told else None,
    )


def _lead(moods: Sequence[Mood]) -> str | None:
    """The measure known of most touchpoints; of equals the one with more answers."""
    told = [mood for mood in moods if mood.mean is not None]

    def weight(measure: str) -> tuple[int, int]:
        own = [mood.n for mood in told if mood.measure == measure]
        return len(own), sum(own)

    return max(MEASURES, key=weight) if told else None


def _coverages(rows: Sequence[Row]) -> list[Coverage]:
    found = []
    for measure in MEASURES:
        own = [row for row in rows if row["measure"] == measure]
        n, visits = sum(row["n"] for row in own), sum(row["visits"] for row in own)
        if visits:
            found.append(Coverage(measure, n, visits, n / visits))
    return found
