"""A query of PostgreSQL, through ADBC straight into Arrow.

In:     a query and an address; what this leaves out comes from ~/.pgpass, PGHOST, PGPASSWORD ...
Out:    record batches; timestamptz stays an instant, timestamp is local time of the source's zone
Errors: RefusedFileError; JourneysError when the extra `postgres` is not installed
Source: adbc_driver_postgresql 1.13 against PostgreSQL 15: it hands over money as whole cents and
        network addresses as bytes, and of an error it quotes the data; hence the lists below
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from types import ModuleType
from typing import Any

import pyarrow as pa

from pipeline.extras import missing, required
from pipeline.ingest.delivery import RefusedFileError

_WHAT = "A query of PostgreSQL"
# Classes of SQLSTATE whose messages name tables and rights, never rows.
_SPEAKABLE = ("08", "25", "28", "3D", "42", "53", "57")
_MISREAD = ("money", "interval")


def postgres_batches(address: str, query: str) -> Iterator[pa.RecordBatch]:
    """Ask, in a transaction that can only read, and pass the answer on as it comes."""
    dbapi = required("adbc_driver_postgresql.dbapi", extra="postgres", what=_WHAT)
    with closing(_connected(dbapi, address)) as connection, closing(connection.cursor()) as cursor:
        try:
            cursor.execute("set transaction read only")
            cursor.execute(query.strip().rstrip(";") + "\n")
            batches = cursor.fetch_record_batch()
            _refuse_misread(batches.schema)
            yield from batches
        except dbapi.Error as error:
            raise _refused_query(str(error), error.sqlstate) from None
        except (pa.ArrowException, OSError) as error:
            # What goes wrong half-way through the rows comes from Arrow.
            raise _refused_query(str(error), _state_in(str(error))) from None


def _connected(dbapi: ModuleType, address: str) -> Any:  # noqa: ANN401
    try:
        return dbapi.connect(address)
    except ImportError:
        raise missing("postgres", what=_WHAT) from None
    except dbapi.Error as error:
        reason = str(error).partition("Failed to connect: ")[2].strip().splitlines()
        raise RefusedFileError(
            f"The database cannot be reached: {reason[0] if reason else 'no reason was given'}.",
            fix="try the same address with psql",
        ) from None


def _state_in(text: str) -> str | None:
    found = re.search(r"SQLSTATE:? (\w{5})", text)
    return found[1] if found else None


def _refused_query(text: str, state: str | None) -> RefusedFileError:
    said = re.search(r"(?:ERROR|FATAL):\s+(.*)", text)
    if said and state and state.startswith(_SPEAKABLE):
        reason = said[1]
    else:
        reason = f"SQLSTATE {state or 'unknown'}; its words may hold data and are not repeated"
    return RefusedFileError(f"The database refuses the query: {reason}.", fix="try it in psql")


def _refuse_misread(schema: pa.Schema) -> None:
    for field in schema:
        kind = (field.metadata or {}).get(b"POSTGRESQL:type", b"").decode()
        storage = getattr(field.type, "storage_type", field.type)
        uuid = field.type == pa.uuid()
        if kind in _MISREAD or (pa.types.is_binary(storage) and not uuid):
            raise RefusedFileError(
                f"The column {field.name!r} has the type {kind}, which cannot be read as it is.",
                fix=f"cast it in the query: {field.name}::text, or money to numeric",
            )
