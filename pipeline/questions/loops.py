"""In which circles journeys go.

In:     a warehouse that `journeys run` has built
Out:    Loops: shows itself in a notebook, and gives .frame()
Units:  loops, journeys; shares from 0 to 1 of all journeys of the definition
Errors: JourneysError when no journey has the name asked for
Source: loop erasure, Lawler (1980), https://doi.org/10.1215/S0012-7094-80-04741-9
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import html_table

if TYPE_CHECKING:
    import pandas as pd

_FORMATS = {
    "loop": "{}",
    **dict.fromkeys(("length", "times", "journeys"), "{:,}"),
    **dict.fromkeys(("share", "reached_share"), "{:.1%}"),
}


class Route(NamedTuple):
    """Touchpoints in order, how many journeys took them, and how many of those reached the goal."""

    route: Sequence[str]
    journeys: int
    reached: int


@dataclass(frozen=True)
class Loops:
    """The circles of one definition, the most frequent first. In a notebook it shows its table."""

    journey: str
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per loop: how long, how often, in how many journeys, and who reached the goal."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows), columns=[*_FORMATS])

    def _repr_html_(self) -> str:
        shown = [row | {"loop": " > ".join(row["loop"])} for row in self.rows]
        return html_table(f"Loops: {self.journey}", shown, _FORMATS)


def loops(db: duckdb.DuckDBPyConnection, *, journey: str) -> Loops:
    """The loops in the journeys of `journey`, open ones included: they have walked them.

    jp.loops(db, journey="alta").frame()
    """
    require_journey(db, journey)
    total = rows_of(db, "questions/loop_total.sql", journey=journey)[0]["journeys"]
    routes = [Route(**row) for row in rows_of(db, "questions/loop_routes.sql", journey=journey)]
    return Loops(journey, tuple(count_loops(routes, total)))


def loops_of(route: Sequence[str]) -> list[tuple[str, ...]]:
    """The loops of one route, in the order in which they close.

    Walk the route; whenever a touchpoint is met that is on the way so far, the way from it back to
    it is a loop, which is taken out. So each step belongs to one loop at most, and no touchpoint
    occurs twice in a loop.

    >>> loops_of(["a", "b", "a", "b", "a", "c"])
    [('a', 'b'), ('a', 'b')]
    >>> loops_of(["a", "b", "c", "b", "a"])
    [('b', 'c'), ('a', 'b')]
    """
    way: list[str] = []
    found = []
    for touchpoint in route:
        if touchpoint in way:
            start = way.index(touchpoint)
            found.append(tuple(way[start:]))
            del way[start:]
        way.append(touchpoint)
    return found


def count_loops(routes: Iterable[Route], total: int) -> list[dict[str, Any]]:
    """How often each loop is walked, in how many of the `total` journeys.

    >>> count_loops([Route(["a", "b", "a"], 3, 1)], 12)[0]
    {'loop': ('a', 'b'), 'length': 2, 'times': 3, 'journeys': 3, 'share': 0.25, \
'reached_share': 0.3333333333333333}
    """
    times: Counter[tuple[str, ...]] = Counter()
    journeys: Counter[tuple[str, ...]] = Counter()
    reached: Counter[tuple[str, ...]] = Counter()
    for route, count, of_which in routes:
        for loop, often in Counter(loops_of(route)).items():
            times[loop] += often * count
            journeys[loop] += count
            reached[loop] += of_which
    return [
        {
            "loop": loop,
            "length": len(loop),
            "times": often,
            "journeys": journeys[loop],
            "share": journeys[loop] / total,
            "reached_share": reached[loop] / journeys[loop],
        }
        for loop, often in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    ]
