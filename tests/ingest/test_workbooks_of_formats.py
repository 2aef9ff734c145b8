"""Workbooks of the formats that people get as workbooks, and the decimal signs of their numbers."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.ingest.web_files import FIXTURES, Row, built, reasons, told

ZONE = '\ntimezone = "Europe/Madrid"'
COMMA = '\ndecimal = ","'
COLUMNS = ("event_id", "event", "occurred_at", "value", "emotion", "phone", "contact_id")


def workbook(rows: list[list[object]], *, title: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["Informe"], [], *rows] if title else rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rows_of(name: str) -> list[list[object]]:
    return [list(row) for row in csv.reader(io.StringIO((FIXTURES / name).read_text()))]


def ordered(events: list[Row]) -> list[tuple[object, ...]]:
    # Without an id of its own an event goes by its row, which is written otherwise in a workbook.
    hidden = [event | {"event_id": event["event_id"][:2]} for event in events]
    return sorted(told(hidden, *COLUMNS), key=str)


@pytest.mark.parametrize(
    ("name", "fixture", "title"),
    [
        ("calls", "calls.csv", True),
        ("survey", "survey.csv", True),
        ("salesforce", "salesforce_opportunity.csv", True),
        ("hubspot", "hubspot_contacts.csv", False),
        ("hubspot", "hubspot_deals.csv", False),
    ],
)
def test_a_workbook_gives_the_same_events_as_the_csv(
    tmp_path: Path,
    name: str,
    fixture: str,
    title: bool,  # noqa: FBT001
) -> None:
    found = []
    contents = {"a.csv": (FIXTURES / fixture).read_bytes()}
    contents["a.xlsx"] = workbook(rows_of(fixture), title=title)
    for file, content in contents.items():
        folder = tmp_path / file.removeprefix("a.")
        folder.mkdir()
        events, rejects = built(folder, f'format = "{name}"{ZONE}', {file: content})
        found.append((ordered(events), [reason for _, reason in reasons(rejects)]))
    assert found[0][0]
    assert found[0] == found[1]


AT = datetime(2025, 11, 12, 10)  # noqa: DTZ001 - a cell of Excel has no zone
ID = "0065g00000EjEmPlOAAQ"[:18]
TABLES: dict[str, tuple[list[object], list[list[object]]]] = {
    "survey": (
        ["answered_at", "kind", "score", "customer_id"],
        [[AT, "CSAT", 4.5, "C1"], [AT, "CSAT", "4,5", "C2"], [AT, "CSAT", "4.5", "C3"]],
    ),
    "calls": (
        ["call_id", "started_at", "direction", "caller", "outcome", "wait_s"],
        [
            [1, AT, "in", 34612345678, "answered", 7.5],
            [2, AT, "in", 34612345678, "answered", "7,5"],
            [3, AT, "in", 34612345678, "answered", "7.5"],
        ],
    ),
    "salesforce": (
        ["Id", "CreatedDate", "IsWon", "CloseDate", "Amount"],
        [
            [f"{ID[:14]}1", AT, "true", AT, 29.9],
            [f"{ID[:14]}2", AT, "true", AT, "1.029,90"],
            [f"{ID[:14]}3", AT, "true", AT, "29.90"],
        ],
    ),
    "hubspot": (
        ["Record ID", "Create Date", "Deal Stage", "Close Date", "Pipeline", "Amount"],
        [
            [1, AT, "Ganado", AT, "Altas", 29.9],
            [2, AT, "Ganado", AT, "Altas", "1.029,90"],
            [3, AT, "Ganado", AT, "Altas", "29.90"],
        ],
    ),
}
REASONS = {
    "survey": "score is not a number: 4.5",
    "calls": "wait_s is no number of seconds: 7.5",
    "salesforce": "amount not understood: 29.90",
    "hubspot": "amount not understood: 29.90",
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_point_is_never_taken_for_a_comma(tmp_path: Path, name: str, kind: str) -> None:
    header, rows = TABLES[name]
    if kind == "csv":
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(header)
        for row in rows:  # a program with a decimal comma writes all its numbers so
            writer.writerow(str(v).replace(".", ",") if isinstance(v, float) else v for v in row)
        content = text.getvalue().encode()
    else:
        content = workbook([header, *rows])
    events, rejects = built(tmp_path, f'format = "{name}"{ZONE}{COMMA}', {f"a.{kind}": content})
    assert reasons(rejects) == [(4, REASONS[name])]
    numbers = [event["value"] if name != "survey" else event["emotion"] for event in events]
    expected = {"survey": [1.5, 1.5], "calls": [], "salesforce": [29.9, 1029.9]}
    expected["hubspot"] = expected["salesforce"]
    assert sorted(number for number in numbers if number is not None) == sorted(expected[name])
