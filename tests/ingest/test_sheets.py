"""Excel: what is in the cells arrives, whatever the program that wrote the workbook."""

import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import JourneysError
from pipeline.ingest.limits import Limits
from pipeline.ingest.workbooks import check_workbook
from tests.ingest.ways_in import take

Cells = list[list[object]]
FILE = 'files = ["log.xlsx"]\ntimezone = "Europe/Madrid"'
HEADER: list[object] = ["who", "what", "at"]
MORNING = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - a cell of Excel has no zone


def workbook(file: Path, sheets: dict[str, Cells]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def test_a_date_in_a_cell_is_local_time_of_the_source(tmp_path: Path) -> None:
    summer = datetime(2026, 7, 2, 9, 30, 15)  # noqa: DTZ001
    workbook(
        tmp_path / "log.xlsx", {"Datos": [HEADER, ["C1", "call", MORNING], ["C1", "buy", summer]]}
    )
    outcome = take(tmp_path, FILE)
    assert outcome.rejects == []
    assert outcome.told == [
        ("C1", "call", "2026-03-02 08:30:00"),
        ("C1", "buy", "2026-07-02 07:30:15"),
    ]


def test_text_numbers_and_days_in_one_column_are_each_read_as_what_they_are(tmp_path: Path) -> None:
    rows: Cells = [
        HEADER,
        [34612345678, "a", date(2026, 3, 1)],
        [34612345678.0, "b", "2026-03-02T10:00:00+02:00"],
        ["0034", "c", "2026-03-03 10:00"],
    ]
    workbook(tmp_path / "log.xlsx", {"Datos": rows})
    outcome = take(tmp_path, FILE)
    assert outcome.rejects == []
    assert outcome.told == [
        ("34612345678", "a", "2026-02-28 23:00:00"),
        ("34612345678", "b", "2026-03-02 08:00:00"),
        ("0034", "c", "2026-03-03 09:00:00"),
    ]


def test_a_title_empty_rows_and_notes_beside_the_table_do_no_harm(tmp_path: Path) -> None:
    rows: Cells = [
        ["Informe de llamadas"],
        [],
        HEADER,
        ["C1", "call", MORNING, None, "ojo: revisar"],
        [None, " ", None],
        [],
        ["C2", "call", MORNING + timedelta(minutes=1)],
    ]
    workbook(tmp_path / "log.xlsx", {"Datos": rows})
    outcome = take(tmp_path, FILE)
    assert [who for who, _, _ in outcome.told] == ["C1", "C2"]
    assert "ojo: revisar" in outcome.events[0]["attributes"]


def test_a_row_that_cannot_be_used_is_named_by_its_number_in_excel(tmp_path: Path) -> None:
    rows: Cells = [["Informe"], HEADER, ["C1", "call", MORNING], [], ["C2", "call", "ayer"]]
    workbook(tmp_path / "log.xlsx", {"Datos": rows})
    (reject,) = take(tmp_path, FILE).rejects
    assert (reject["line"], reject["reason"]) == (5, "time not understood: ayer")


def test_the_sheet_can_be_named_and_is_else_the_first_that_is_shown(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {
        "Oculta": [HEADER, ["C0", "x", MORNING]],
        "Enero": [HEADER, ["C1", "x", MORNING]],
        "Febrero": [HEADER, ["C2", "x", MORNING]],
    }
    file = workbook(tmp_path / "log.xlsx", sheets)
    book = openpyxl.load_workbook(file)
    book["Oculta"].sheet_state = "hidden"
    book.active = 1
    book.save(file)
    assert take(tmp_path, FILE).told[0][0] == "C1"
    outcome = take(tmp_path, f'{FILE}\nsheet = "Febrero"')
    assert outcome.told[0][0] == "C2"
    assert outcome.statuses == [("log.xlsx", "replaced")]
    with pytest.raises(
        JourneysError, match="no sheet 'Febraro'; did you mean \"Febrero\""
    ) as caught:
        take(tmp_path, f'{FILE}\nsheet = "Febraro"')
    assert "Nothing of the source" in str(caught.value)


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    workbook(tmp_path / "log.xlsx", {"Datos": [HEADER, ["C1", "call", MORNING]]})
    assert take(tmp_path, FILE).statuses == [("log.xlsx", "taken")]
    assert take(tmp_path, FILE).statuses == [("log.xlsx", "known")]


def test_a_wrong_extent_in_the_file_hides_no_column(tmp_path: Path) -> None:
    file = workbook(tmp_path / "whole.xlsx", {"Datos": [HEADER, ["C1", "call", MORNING]]})
    with zipfile.ZipFile(file) as book, zipfile.ZipFile(tmp_path / "log.xlsx", "w") as changed:
        for name in book.namelist():
            changed.writestr(name, book.read(name).replace(b'ref="A1:C2"', b'ref="A1"'))
    assert take(tmp_path, FILE).told == [("C1", "call", "2026-03-02 08:30:00")]


def test_a_label_that_stands_twice_is_refused_when_the_source_maps_it(tmp_path: Path) -> None:
    rows: Cells = [["who", "who", "what", "at"], ["C1", "C2", "call", MORNING]]
    workbook(tmp_path / "log.xlsx", {"Datos": rows})
    with pytest.raises(JourneysError, match="'who' stands in the header more than once"):
        take(tmp_path, FILE)


def rezipped(file: Path, name: str, content: bytes) -> bytes:
    """A workbook with one more member."""
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, content)
    return file.read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda file: file.read_bytes()[:-400], "no whole workbook"),
        (lambda _: b"\xd0\xcf\x11\xe0" + bytes(600), "has a password or is an .xls of old"),
        (lambda _: b"who,what,at\n", "no whole workbook"),
        (lambda file: rezipped(file, "x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"), "document type"),
        (lambda file: rezipped(file, "xl/workbook.xml", b"<broken"), "cannot be read"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_no_whole_workbook_is_refused(tmp_path: Path, change, message: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    file = workbook(tmp_path / "log.xlsx", {"Datos": [HEADER, ["C1", "call", MORNING]]})
    file.write_bytes(change(file))
    with pytest.raises(JourneysError, match=message):
        take(tmp_path, FILE)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path / "log.xlsx", {"Datos": [HEADER, ["C1", "call", MORNING]]})
    rezipped(file, "xl/media/zeros", bytes(5_000_000))
    check_workbook(file, Limits())
    with pytest.raises(ValueError, match="more than 20 times its size"):
        check_workbook(file, Limits(always_allowed_bytes=1000, ratio=20))
    with pytest.raises(ValueError, match="more than 1,000,000 bytes"):
        check_workbook(file, Limits(unpacked_bytes=1_000_000))


def test_without_the_extra_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook(tmp_path / "log.xlsx", {"Datos": [HEADER, ["C1", "call", MORNING]]})
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(JourneysError) as caught:
        take(tmp_path, FILE)
    assert 'pip install "journey-pipeline[excel]"' in str(caught.value)
