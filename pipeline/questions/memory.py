"""How many of the last steps it takes to foretell the next one.

In:     a warehouse that `journeys run` has built
Out:    MemoryOrder: shows itself in a notebook, and gives .order, .frame()
Units:  nats per step; an end counts as a step
Errors: JourneysError when no journey has the name asked for, or there are too few people
Source: see memory_estimates
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.compute as pc

from pipeline.errors import JourneysError
from pipeline.questions.common import require_journey
from pipeline.questions.drawings import html_table
from pipeline.questions.memory_estimates import judge_orders
from pipeline.questions.step_contexts import contexts_of
from pipeline.sqlfiles import sql_text

if TYPE_CHECKING:
    import pandas as pd

_FOLDS = 10
_FORMATS = {
    "order": "{}",
    "contexts": "{:,}",
    **dict.fromkeys(("log_likelihood", "gain", "gain_error"), "{:.4f}"),
}


@dataclass(frozen=True)
class MemoryOrder:
    """How well each order foretells. In a notebook it shows its table.

    `order` is the lowest that does as well as the best: 0 nothing, 1 the last step, 2 two steps ...
    """

    journey: str
    order: int
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per order: contexts, log-likelihood per step, and its gain over the one before.

        `gain_error` is the standard error of the gain over ten groups of people.
        """
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows), columns=[*_FORMATS])

    def _repr_html_(self) -> str:
        return html_table(f"Memory of {self.journey}: order {self.order}", self.rows, _FORMATS)


def memory_order(db: duckdb.DuckDBPyConnection, *, journey: str) -> MemoryOrder:
    """Judge by people left out how far back one has to look to foretell how journeys go on.

    With order 1 a chain of touchpoints, such as `jp.chain`, says all there is to say; with order 2
    routes are more than their pairs, and `jp.unusual_routes` shows where.

        jp.memory_order(db, journey="alta").order
    """
    require_journey(db, journey)
    return memory_of(db, journey)


def memory_of(db: duckdb.DuckDBPyConnection, journey: str) -> MemoryOrder:
    """The memory of a journey that is known to be there."""
    asked = {"journey": journey, "folds": _FOLDS}
    found = db.sql(sql_text("questions/step_contexts.sql"), params=asked).to_arrow_table()
    if len(pc.unique(found.column("fold"))) < _FOLDS:
        raise JourneysError(
            f'Too few people have journeys of "{journey}" to leave some of them out.',
            fix=f"{_FOLDS} people are the least, and hundreds tell more",
        )
    memory = judge_orders(contexts_of(found))
    return MemoryOrder(journey, memory.chosen, tuple(asdict(row) for row in memory.orders))
