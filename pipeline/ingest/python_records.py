"""Records that Python reads, handed to the warehouse in the shape every format expects.

In:     a delivery, looked at before; records with their numbers
Out:    the temporary table `delivered`, as the readers of readers.py fill it
Errors: JourneysError for a file that can no longer be read; nothing of it is taken
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.limits import LIMITS
from pipeline.ingest.streams import unpacked_blocks
from pipeline.sqlfiles import sql_text

Record = tuple[int, dict[str, Any]]
_BATCH = 20_000


def deliver(engine: DuckDBEngine, records: Iterable[Record]) -> None:
    """Fill `delivered`, a batch at a time, so that memory does not grow with the file."""
    engine.execute(sql_text("load/python_records.sql"))
    waiting = iter(records)
    while batch := list(islice(waiting, _BATCH)):
        rows = pa.table(
            {
                "record_no": pa.array([number for number, _ in batch], pa.int64()),
                "content": [json.dumps(record, ensure_ascii=False) for _, record in batch],
            }
        )
        columns = "record_no, content, true as is_object, cast(content as json) as body"
        engine.connection.from_arrow(rows).project(columns).insert_into("delivered")


def blocks_of(delivery: Delivery) -> Iterator[bytes]:
    """The unpacked bytes of a text file, in UTF-8."""
    try:
        yield from unpacked_blocks(delivery.text, LIMITS)
    except ValueError as error:
        raise RefusedFileError(
            f"The file is refused: {error}.", where=delivery.name, fix="deliver it again"
        ) from error


def text_of(delivery: Delivery) -> str:
    """The whole text of a file."""
    return b"".join(blocks_of(delivery)).decode("utf-8-sig")
