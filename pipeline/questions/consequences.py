"""What follows a journey within some time, by how it went out, and what it costs to serve.

In:     a warehouse that `journeys run` has built
Out:    Consequences: shows itself in a notebook, and gives .frame()
Units:  journeys; shares from 0 to 1; money in the currency of the orders and of [costs]
Errors: JourneysError when no journey has the name asked for, or no window lies inside the data
Source: see clustered_shares and clustered_means; what is counted is said by the header of
        sql/questions/consequences.sql
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.config.durations import microseconds, parse_duration
from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.consequence_estimates import Cases, estimates
from pipeline.questions.drawings import html_table
from pipeline.sqlfiles import sql_text

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = "{:,.3f}"
_FORMATS = {
    **dict.fromkeys(("consequence", "name", "measure", "outcome"), "{}"),
    **dict.fromkeys(("journeys", "people"), "{:,}"),
    **dict.fromkeys(("estimate", "low", "high"), _NUMBER),
    **dict.fromkeys(("difference", "difference_low", "difference_high"), _NUMBER),
    "q": "{:.2g}",
}


@dataclass(frozen=True)
class Consequences:
    """What followed journeys of one definition. In a notebook it shows its table.

    `left_out` journeys are decided, but their window reaches beyond the end of the data.
    """

    journey: str
    within: timedelta
    left_out: int
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per consequence and outcome: share or mean, and its difference to the others."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows))

    def _repr_html_(self) -> str:
        caption = f"Within {self.within} after {self.journey} ({self.left_out:,} too near the end)"
        return html_table(caption, self.rows, _FORMATS)


def consequences(
    db: duckdb.DuckDBPyConnection, *, journey: str, within: str | timedelta = "30 days"
) -> Consequences:
    """What customers do in the time `within` after a journey of theirs was decided.

    Only journeys whose whole window lies inside the data count, so that all had equally long. It
    begins at the goal or competing end, and for a drop-off when the timeout has passed. Those that
    went out one way are set against all others; that is an association, no effect.

        jp.consequences(db, journey="soporte", within="14 days").frame()
    """
    require_journey(db, journey)
    try:
        window = parse_duration(within)
    except ValueError as error:
        raise JourneysError(str(error), where="within") from error
    asked: dict[str, object] = {"journey": journey, "within_us": microseconds(window)}
    cases = db.sql(sql_text("questions/consequence_cases.sql"), params=asked).to_arrow_table()
    if not cases.num_rows:
        raise JourneysError(
            f'No journey of "{journey}" was decided so long before the end of the data.',
            where="within",
            fix="ask for a shorter time",
        )
    every = db.sql(sql_text("questions/consequence_cases.sql"), params=asked | {"within_us": 0})
    (decided,) = every.count("*").fetchall()[0]
    names = rows_of(db, "questions/consequence_names.sql", journey=journey)
    found = db.sql(sql_text("questions/consequences.sql"), params=asked).to_arrow_table()
    told = estimates(Cases.of(cases), found, _asked(names))
    return Consequences(journey, window, decided - cases.num_rows, tuple(told))


def _asked(names: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Every consequence as its kind, its name, and whether a share or a mean is told."""
    for row in names:
        is_cost = row["kind"].startswith("cost")
        yield row["kind"], row["name"], "mean" if is_cost else "share"
    yield "purchase", "", "share"
    yield "purchase", "", "mean"
    yield "rating", "", "share"
    yield "rating", "", "mean"
