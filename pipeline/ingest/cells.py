"""Values that Python hands over, as the text a delivered file would hold.

In:     what a cell of a sheet or of a query's result is in Python
Out:    text, None where there is nothing
Errors: none
Rule:   a date or time without a zone is written without an offset, so it counts as local time of
        the source's zone; a number is written in full, never as 3.46E+10
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal


def as_text(value: object) -> str | None:
    """One value, written out.

    >>> as_text(34612345678.0), as_text(datetime(2026, 3, 2, 9, 30)), as_text(True), as_text(None)
    ('34612345678', '2026-03-02 09:30:00', 'true', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return _rarer(value)


def _rarer(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, bytes | bytearray | memoryview):
        return _bytes_as_text(bytes(value))
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _bytes_as_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()
