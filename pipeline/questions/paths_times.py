"""A time as an analyst writes it, as local time of the warehouse's time zone.

In:     a date, a datetime with or without an offset, or ISO text of one
Out:    ISO text without an offset, local time of the configured time zone
Errors: JourneysError for anything else
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb

from pipeline.errors import JourneysError
from pipeline.questions.common import rows_of


def instant_of(db: duckdb.DuckDBPyConnection, when: object) -> str | None:
    """Local time without an offset; a date is its first instant."""
    if when is None:
        return None
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            fix = 'write "2026-03-01" or "2026-03-01 12:00"'
            raise JourneysError(f'"{when}" is no time.', where="filters", fix=fix) from None
    if isinstance(when, datetime) and when.tzinfo is not None:
        zone = rows_of(db, "questions/path_timezone.sql")[0]["timezone"]
        return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ")
    if isinstance(when, date):
        return when.isoformat()
    fix = 'write (from, to), each None or such as "2026-03-01"'
    raise JourneysError(f'"{when}" is no time.', where="filters", fix=fix)
