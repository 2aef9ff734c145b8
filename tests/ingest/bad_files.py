"""Bad inputs: Parquet, names of files, and what is delivered twice."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from tests.ingest.bad_inputs import AT, BOTH, COLUMNS, GOOD, Case, lines, record

UTC = pa.timestamp("us", tz="UTC")
INSTANT = 1_762_941_600_000_000


def _parquet(**columns: pa.Array) -> bytes:
    """A Parquet file of one visit by Ana, but for these columns."""
    given = {
        "who": pa.array(["ana"]),
        "at": pa.array([INSTANT], UTC),
        "event": pa.array(["visit"]),
    } | columns
    file = io.BytesIO()
    pq.write_table(pa.table(given), file)
    return file.getvalue()


def _typed(
    name: str,
    kept: str,
    tell: str = "user_id occurred_at event",
    settings: str = "",
    **columns: pa.Array,
) -> Case:
    file = {"a.parquet": _parquet(**columns)}
    return Case(name, "accepted", file, (kept,), settings=settings, tell=tell)


WHOLE = _parquet()
VISIT = "ana 2025-11-12 10:00:00 visit"
PARQUET = (
    Case("parquet of no bytes", "refused", {"a.parquet": b""}, message="The file is empty"),
    Case("parquet of four bytes", "refused", {"a.parquet": b"PAR1"}, message="no whole Parquet"),
    Case("parquet that is cut", "refused", {"a.parquet": WHOLE[:-9]}, message="no whole Parquet"),
    Case(
        "parquet cut inside, its ends whole",
        "refused",
        {"a.parquet": WHOLE[:40] + WHOLE[-40:]},
        message="cannot be read",
    ),
    Case("csv named parquet", "refused", {"a.parquet": GOOD}, message="no whole Parquet"),
    Case("parquet named csv", "refused", {"a.csv": WHOLE}, message="it is a Parquet file"),
    Case(
        "parquet without a row",
        "refused",
        {
            "a.parquet": _parquet(
                who=pa.array([], "str"), at=pa.array([], UTC), event=pa.array([], "str")
            )
        },
        message="it holds no record",
    ),
    Case(
        "parquet that lacks a column",
        "refused",
        {"a.parquet": WHOLE},
        message="no column 'verb'",
        columns=COLUMNS.replace('"event"', '"verb"'),
    ),
    _typed("numbers as ids", "42 2025-11-12 10:00:00 visit", who=pa.array([42])),
    _typed("a big number as id", str(2**64 - 1), "user_id", who=pa.array([2**64 - 1], pa.uint64())),
    _typed("names in a dictionary", VISIT, event=pa.array(["visit"]).dictionary_encode()),
    _typed(
        "a time in nanoseconds", VISIT, at=pa.array([INSTANT * 1000], pa.timestamp("ns", "UTC"))
    ),
    _typed(
        "a time with a zone", VISIT, at=pa.array([INSTANT], pa.timestamp("us", "Europe/Madrid"))
    ),
    _typed(
        "a typed time without a zone",
        "2025-11-12 09:00:00",
        "occurred_at",
        at=pa.array([INSTANT], pa.timestamp("us")),
        settings='timezone = "Europe/Madrid"',
    ),
    _typed(
        "a date as time",
        "2025-11-11 23:00:00",
        "occurred_at",
        at=pa.array([20404], pa.date32()),
        settings='timezone = "Europe/Madrid"',
    ),
    _typed("a text as time", VISIT, at=pa.array([AT])),
    _typed(
        "a whole number as time", VISIT, at=pa.array([INSTANT // 10**6]), settings='epoch = "s"'
    ),
    _typed("nested columns beside", VISIT, more=pa.array([{"a": [1, {"b": None}][:1]}])),
    _typed("bytes beside", VISIT, more=pa.array([b"\xff\0"])),
    _typed("an empty column beside", VISIT, more=pa.nulls(1)),
)


def _named(what: str, name: str) -> Case:
    """Beside a file whose name matches the first one's, read as a pattern."""
    return Case(what, "accepted", {name: GOOD}, BOTH)


NAMES = (
    _named("a name with a quote", 'it\'s "a".csv'),
    _named("a name with a line break", "a\nb.csv"),
    _named("a name with a blank at the end", "a .csv"),
    _named("a name in Greek and Chinese", "αβγ-客户.csv"),
    _named("a name with a backslash", "a\\b.csv"),
    _named("a name with a percent sign", "100%.csv"),
    _named("a name that looks like SQL", "'; drop table raw.files; --.csv"),
    _named("a name with braces", "{a,b}.csv"),
    _named("a name in capitals", "A.CSV"),
    _named("a folder that looks like a column", "who=joe/event=sale/a.csv"),
    Case(
        "a folder that looks like a column, parquet",
        "accepted",
        {"who=joe/a.parquet": WHOLE},
        ("ana visit",),
    ),
    Case(
        "parquet whose name is a pattern",
        "accepted",
        {"[1]*?.parquet": WHOLE},
        ("ana visit",),
    ),
    Case(
        "jsonl whose name is a pattern",
        "accepted",
        {"a[*]?.jsonl": lines(record())["a.jsonl"]},
        ("ana visit",),
    ),
)
FILES = (*PARQUET, *NAMES)
