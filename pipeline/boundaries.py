"""How much the definition of a journey decides: its numbers when it is cut otherwise.

In:     a build up to journeys.journeys; config.variant_journeys and variant_touchpoints
Out:    journeys.boundary_headlines: one row per variant and journey definition
Errors: JourneysError naming the model that fails
Source: the models themselves, made once more for each variant in a database aside
Note:   a variant costs what the models between the roles of events and the journeys cost
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.engine.face import Engine, TableName
from pipeline.models import decided_by
from pipeline.sqlfiles import sql_text

Reads = Mapping[TableName, Iterable[TableName]]

RESULT = TableName("journeys", "boundary_headlines")
_JOURNEYS = TableName("journeys", "journeys")
_EVENTS = TableName("journeys", "placed_events")
# What a variant sets, and where that is kept for every variant.
_SET_BY_VARIANT = {
    TableName("config", "journeys"): TableName("config", "variant_journeys"),
    TableName("config", "journey_touchpoints"): TableName("config", "variant_touchpoints"),
}
READS: Reads = {RESULT: (_JOURNEYS, _EVENTS, *_SET_BY_VARIANT, *_SET_BY_VARIANT.values())}


def compare_boundaries(engine: Engine, reads: Reads, make: Callable[[TableName], None]) -> None:
    """Fill the table of results; `make` makes one table as a build does."""
    kept = {name: engine.read_table(of_all) for name, of_all in _SET_BY_VARIANT.items()}
    numbers = pc.unique(next(iter(kept.values())).column("variant_no")).to_pylist()
    tables = decided_by(_SET_BY_VARIANT, [_JOURNEYS], reads)
    found = [_numbers_of(engine, 0)]
    seen = {name for table in tables for name in reads[table]} - set(tables)
    for number in numbers[1:]:
        with engine.aside({name: name for name in sorted(seen - set(_SET_BY_VARIANT))}):
            for name, rows in kept.items():
                engine.put_table(name, _of_variant(rows, number))
            for name in tables:
                make(name)
            found.append(_numbers_of(engine, number))
    engine.put_table(RESULT, pa.concat_tables(found))


def _of_variant(rows: pa.Table, number: int) -> pa.Table:
    return rows.filter(pc.equal(rows.column("variant_no"), number)).drop_columns(
        ["variant_no", "variant"]
    )


def _numbers_of(engine: Engine, number: int) -> pa.Table:
    rows = engine.read(sql_text("sensitivity/boundary_headlines.sql"))
    return rows.add_column(0, "variant_no", pa.array([number] * rows.num_rows, pa.int64()))
