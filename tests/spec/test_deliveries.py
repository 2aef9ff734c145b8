"""What becomes of delivered files and rows, on the way from a folder to the raw layer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.spec.folder import HEADER, SOURCE, WEB, Folder

NO_ZONE = "time without an offset, and the source names no timezone"
CRM = SOURCE.format(name="crm", files="crm.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


A = "1,ana,2026-03-02T10:00:00Z,a,,,"
B = "2,ana,2026-03-02T10:01:00Z,b,,,"
C = "3,ana,2026-03-02T10:02:00Z,c,,,"


def test_rows_that_cannot_be_taken_are_kept_with_their_reason(folder: Folder) -> None:
    folder.write(
        {
            "web/1.csv": """
                1,ana,2026-03-02T10:00:00Z,a,,,
                2,ana,yesterday,a,,,
                3,,2026-03-02T10:00:00Z,a,,,
                4,ana,2199-03-02T10:00:00Z,a,,,
                5,ana,1969-12-31T23:59:59Z,a,,,
                6,ana,2026-03-02T10:00:00,a,,,
                7,ana,,a,,,
                8,ana,2026-03-02T10:00:00Z,,,,
                9,ana,2026-03-02T10:00:00Z,a,,,sideways
                10,ana,2026-02-30T10:00:00Z,a,,,
            """
        }
    )
    (report,) = folder.load().files
    assert (report.read, report.kept, report.rejected) == (10, 1, 9)
    assert folder.ask(
        "select line, reason from raw.rejects order by line"
    ) == [  # the header is line 1
        (3, "time not understood: yesterday"),
        (4, "no identifier"),
        (5, "time in the future: 2199-03-02T10:00:00Z"),
        (6, "time before 1971: 1969-12-31T23:59:59Z"),
        (7, f"{NO_ZONE}: 2026-03-02T10:00:00"),
        (8, "no time"),
        (9, "no event"),
        (10, "direction is none of customer, company, system: sideways"),
        (11, "time not understood: 2026-02-30T10:00:00Z"),
    ]


def test_a_refused_row_is_kept_as_it_came(folder: Folder) -> None:
    folder.write({"web/1.csv": f"1,ana,never,a,Ana@x.es,,\n{B}"})
    folder.load()
    ((file, row),) = folder.ask("select file, row from raw.rejects")
    assert file == "web/1.csv"
    delivered = ["1", "ana", "never", "a", "Ana@x.es", None, None]
    assert json.loads(str(row)) == dict(zip(HEADER.strip().split(","), delivered, strict=True))


def test_of_every_file_the_rows_read_are_those_kept_and_those_refused(folder: Folder) -> None:
    folder.write({"web/1.csv": f"{A}\n{B}\nx,y", "web/2.csv": f"1,ana,never,a,,,\n{C}"})
    folder.load()
    columns = "select path, rows_read, rows_kept, rows_rejected from raw.files order by path"
    assert folder.ask(columns) == [("web/1.csv", 3, 2, 1), ("web/2.csv", 2, 1, 1)]


def test_times_without_an_offset_are_local_times_of_the_source(folder: Folder) -> None:
    folder.config = WEB.replace("[source.columns]", 'timezone = "Europe/Madrid"\n[source.columns]')
    folder.write(
        {
            "web/1.csv": """
                1,ana,2026-01-10 12:00,winter,,,
                2,ana,2026-07-10 12:00,summer,,,
                3,ana,2026-07-10T12:00:00+05:00,elsewhere,,,
            """
        }
    )
    folder.load()
    hours = "select event, hour(occurred_at) from raw.generic_events order by record_no"
    assert folder.ask(hours) == [("winter", 11), ("summer", 10), ("elsewhere", 7)]


def test_a_file_is_taken_once(folder: Folder) -> None:
    folder.write({"web/1.csv": f"{A}\n{B}"})
    assert [file.status for file in folder.load().files] == ["taken"]
    assert [file.status for file in folder.load().files] == ["known"]
    assert folder.events() == ["a", "b"]


def test_a_file_delivered_again_under_another_name_is_skipped(folder: Folder) -> None:
    folder.write({"web/1.csv": A, "web/2.csv": A})
    assert [file.status for file in folder.load().files] == ["taken", "known"]
    assert folder.events() == ["a"]


def test_a_file_that_changed_replaces_what_it_gave(folder: Folder) -> None:
    folder.write({"web/1.csv": f"{A}\nbad,ana,never,a,,,", "web/2.csv": C})
    folder.load()
    folder.write({"web/1.csv": B})
    folder.load()
    assert folder.events() == ["b", "c"]
    assert folder.ask("select count(*) from raw.rejects") == [(0,)]


def test_files_that_are_gone_keep_what_they_gave(folder: Folder) -> None:
    folder.write({"web/1.csv": A, "web/2.csv": B})
    folder.load()
    (folder.root / "web/1.csv").unlink()
    folder.load()
    assert folder.events() == ["a", "b"]


def test_a_source_that_left_the_configuration_disappears(folder: Folder) -> None:
    folder.config = WEB + CRM
    folder.write({"web/1.csv": A, "crm.csv": f"{B}\nbad,ana,never,a,,,"})
    folder.load()
    assert folder.events() == ["a", "b"]
    folder.config = WEB
    folder.load()
    assert folder.events() == ["a"]
    assert folder.ask("select distinct source from raw.files") == [("web",)]
    assert folder.ask("select count(*) from raw.rejects") == [(0,)]


def test_a_changed_mapping_reads_the_files_anew(folder: Folder) -> None:
    folder.write({"web/1.csv": A})
    folder.load()
    folder.config = WEB.replace("[source.columns]", 'channel = "web"\n[source.columns]')
    folder.load()
    assert folder.ask("select event, channel from raw.generic_events") == [("a", "web")]


# The old log is known by its content, so it is skipped under its new name; then the new log
# replaces what its path gave, which is the old log. Only the run after the next brings it back.
def test_a_log_that_is_rotated_loses_nothing(folder: Folder) -> None:
    folder.write({"web/log.csv": A})
    folder.load()
    (folder.root / "web/log.csv").rename(folder.root / "web/log.1.csv")
    folder.write({"web/log.csv": B})
    folder.load()
    assert folder.events() == ["a", "b"]


# Nothing is read, since the content is known, but what the path gave before stays as well.
def test_a_file_that_becomes_a_copy_of_another_no_longer_gives_its_old_rows(
    folder: Folder,
) -> None:
    folder.write({"web/1.csv": A, "web/2.csv": B})
    folder.load()
    folder.write({"web/2.csv": A})
    folder.load()
    assert folder.events() == ["a"]


# The row is taken, then normalised away, and the promise "every event has one person" stops the
# build: one placeholder in one row, and there is no report.
def test_a_placeholder_instead_of_an_identifier_does_not_stop_the_build(folder: Folder) -> None:
    folder.write({"web/1.csv": f"{A}\n2,,2026-03-02T10:01:00Z,b,,-,"})
    folder.load(build=True)
    assert folder.ask("select sum(events) from marts.people") == [(1,)]


# " customer" passes the loader but is stored with its blank, and then is nobody's visit.
def test_blanks_around_the_direction_mean_nothing(folder: Folder) -> None:
    folder.write({"web/1.csv": "1,ana,2026-03-02T10:00:00Z,a,,, customer"})
    folder.load(build=True)
    assert folder.ask("select sessions from marts.people") == [(1,)]


# A row the reader refuses bears its line in the file, a row the format refuses its number among the
# rows that could be read: here "never" stands on line 4 and is said to be on line 2.
def test_refused_rows_are_numbered_as_they_stand_in_the_file(folder: Folder) -> None:
    folder.write({"web/1.csv": f"{A}\nx,y\n2,ana,never,a,,,\n{C}"})
    folder.load()
    reasons = [reason for (reason,) in folder.ask("select reason from raw.rejects order by line")]
    assert reasons == ["missing columns", "time not understood: never"]


# A CSV shows an empty cell as NULL, but JSON says "": the row is refused with an empty reason.
def test_an_empty_direction_is_the_customers(folder: Folder) -> None:
    folder.config = WEB.replace("*.csv", "*.jsonl")
    row = dict(zip(HEADER.strip().split(","), A.split(","), strict=True))
    both = [row | {"direction": "company"}, row | {"direction": ""}]
    folder.write({"web/1.jsonl": "\n".join(map(json.dumps, both))})
    (report,) = folder.load().files
    assert report.kept == len(both)


# run.py looks for the names in raw.generic_events only, so a web log alone knows none.
def test_without_rules_a_journey_may_name_the_events_of_any_format(folder: Folder) -> None:
    folder.config = '[[source]]\nname = "web"\nformat = "segment"\nfiles = ["calls.jsonl"]\n'
    call = {"type": "track", "event": "a", "messageId": "1", "anonymousId": "ana"}
    folder.write({"calls.jsonl": json.dumps(call | {"timestamp": "2026-03-02T10:00:00Z"})})
    folder.load(build=True)
    assert folder.ask("select touchpoint from marts.steps") == [("a",)]
