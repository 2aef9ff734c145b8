"""Which ways through a touchpoint are taken more, or less, often than chance would have it.

In:     a warehouse that `journeys run` has built
Out:    UnusualRoutes: shows itself in a notebook, and gives .frame(), .all()
Units:  people; shares from 0 to 1
Errors: JourneysError when no journey has the name asked for, or an option is wrong
Source: see exact_odds; marts.unusual_routes, whose header says what is counted
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import html_table
from pipeline.questions.unusual_tables import FEWEST, LIFT, odds_of
from pipeline.sqlfiles import sql_text

if TYPE_CHECKING:
    import pandas as pd

_FORMATS = {
    **dict.fromkeys(("from_touchpoint", "middle", "to_touchpoint", "direction"), "{}"),
    "observed": "{:,}",
    "expected": "{:,.1f}",
    "lift": "{:.2f}",
    "q": "{:.2g}",
    **dict.fromkeys(("share", "share_low", "share_high", "share_elsewhere"), "{:.1%}"),
    **dict.fromkeys(("journeys", "people"), "{:,}"),
    "reached_share": "{:.1%}",
}


@dataclass(frozen=True)
class UnusualRoutes:
    """Pieces of routes and their odds. In a notebook it shows the unusual ones.

    `rows` are all pieces compared: first those taken more often than expected, the surest first,
    then those taken less often.
    """

    journey: str
    lift: float
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """The unusual pieces: q of at most 0.05, and far enough from what was expected."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(self._unusual(), columns=[*(self.rows[0] if self.rows else _FORMATS)])

    def all(self) -> pd.DataFrame:
        """Every piece that was compared."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def _unusual(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["is_unusual"]]

    def _repr_html_(self) -> str:
        found = self._unusual()
        caption = f"Unusual routes: {self.journey} ({len(found):,} of {len(self.rows):,} compared)"
        return html_table(caption, found, _FORMATS)


def unusual_routes(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    lift: float = LIFT,
    min_people: int = FEWEST,
) -> UnusualRoutes:
    """The pieces A > B > C of the routes of `journey` that are far from what B alone explains.

    A frequent piece may be nothing but a frequent touchpoint with a frequent way out. Here those
    who come to B from A are set against all who pass B. Each person counts once for a way into B,
    the first time they take it. `lift` is how many times as often as expected (or as seldom) makes
    a piece unusual; it takes `min_people` that come from A, and that go to C, to compare.

        jp.unusual_routes(db, journey="alta").frame()
    """
    require_journey(db, journey)
    if lift < 1:
        raise JourneysError(f"A lift of {lift!r} leaves nothing usual.", fix="1 or more")
    if min_people < 1:
        raise JourneysError(f"{min_people!r} people cannot be compared.", fix="1 or more")
    pieces = db.sql(sql_text("questions/pieces.sql"), params={"journey": journey})
    odds = odds_of(pieces.to_arrow_table(), fewest=min_people, lift=lift).to_pylist()
    known = rows_of(db, "questions/touchpoint_names.sql")
    names = {row["touchpoint_no"]: row["touchpoint"] for row in known}
    return UnusualRoutes(journey, lift, tuple(_named(row, names) for row in odds))


def _named(row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    numbers = {"from_no": "from_touchpoint", "middle_no": "middle", "to_no": "to_touchpoint"}
    told = {name: names[row[number]] for number, name in numbers.items()}
    rest = {name: value for name, value in row.items() if name not in numbers}
    rest["rank"] = rest.pop("place")
    del rest["journey_no"]
    return told | rest
