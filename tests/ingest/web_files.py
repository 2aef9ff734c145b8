"""One source of web files, built; for the spec tests of the web formats.

In:     a folder, the text of the source, files by name (text, or bytes as they are)
Out:    the events in their order, and the rejects; rows that are no event are not among them
"""

import gzip
import json
from pathlib import Path
from typing import Any

from pipeline.config import load_config
from pipeline.run import warehouse_path
from pipeline.warehouse import reading
from tests.partly import load_and_build_for

Row = dict[str, Any]
_EVENTS = "select * from staging.events order by occurred_us, source_no, order_no, event_id"
FIXTURES = Path(__file__).parent / "fixtures"
_REST = (
    '[[touchpoint]]\nname = "all"\nmatch = { event = "*" }\n'
    '[[journey]]\nname = "j"\nboundary = "whole"\ngoal = ["all"]\ntimeout = "1 day"\n'
)


def built(
    folder: Path, source: str, files: dict[str, str | bytes], *, whole: bool = False
) -> tuple[list[Row], list[Row]]:
    """The events and rejects of these files; `whole` makes everything else of them as well."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    names = ", ".join(f'"{name}"' for name in files)
    (folder / "journeys.toml").write_text(
        f'[[source]]\nname = "s"\nfiles = [{names}]\n{source}\n{_REST}'
    )
    project = load_config(folder / "journeys.toml")
    load_and_build_for(project, _EVENTS, whole=whole)
    with reading(warehouse_path(project)) as engine:
        events = engine.read(_EVENTS).to_pylist()
        rejects = engine.read("select * from raw.rejects order by file, line").to_pylist()
        files_read = engine.read("select * from raw.files").to_pylist()
    assert all(
        file["rows_read"] == file["rows_kept"] + file["rows_rejected"] for file in files_read
    )
    return events, rejects


def lines(rows: list[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def told(events: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(event[column] for column in columns) for event in events]


def times(events: list[Row]) -> list[str]:
    return [event["occurred_at"].isoformat() for event in events]


def reasons(rejects: list[Row]) -> list[tuple[int, str]]:
    return [(reject["line"], reject["reason"]) for reject in rejects]
