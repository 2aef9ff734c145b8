"""Queries instead of files: the ways to ask, and SQLite."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.doctor import examine
from pipeline.errors import ConfigurationError, JourneysError
from tests.ingest.ways_in import take

SQLITE = 'query = "select * from log order by at"\ndatabase = "sqlite:///shop.db"'
ROWS = [
    ("C1", "call", "2026-03-02T08:30:00Z"),
    ("C2", "buy", "2026-03-02 10:00:00+01:00"),
]


def sqlite(folder: Path, rows: list[tuple[object, ...]]) -> Path:
    file = folder / "shop.db"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("create table log (who, what, at)")
        database.executemany("insert into log values (?, ?, ?)", rows)
        database.commit()
    return file


def test_the_rows_of_a_query_are_events(tmp_path: Path) -> None:
    sqlite(tmp_path, [*ROWS])
    outcome = take(tmp_path, SQLITE)
    assert outcome.told == [
        ("C1", "call", "2026-03-02 08:30:00"),
        ("C2", "buy", "2026-03-02 09:00:00"),
    ]


def test_an_answer_is_taken_once_and_a_new_one_takes_its_place(tmp_path: Path) -> None:
    sqlite(tmp_path, [*ROWS])
    assert take(tmp_path, SQLITE).statuses == [("query.parquet", "taken")]
    assert take(tmp_path, SQLITE).statuses == [("query.parquet", "known")]
    sqlite(tmp_path, [*ROWS[1:], ("C3", "call", "2026-03-03T08:30:00Z")])
    outcome = take(tmp_path, SQLITE)
    assert outcome.statuses == [("query.parquet", "replaced")]
    assert [who for who, _, _ in outcome.told] == ["C2", "C3"]


def test_a_database_that_moves_gives_nothing_twice(tmp_path: Path) -> None:
    take_from = sqlite(tmp_path, [*ROWS])
    take(tmp_path, SQLITE)
    take_from.rename(tmp_path / "moved.db")
    assert take(tmp_path, SQLITE.replace("shop.db", "moved.db")).statuses == [
        ("query.parquet", "known")
    ]


def test_numbers_of_sqlite_are_times_in_the_unit_of_the_source(tmp_path: Path) -> None:
    sqlite(tmp_path, [(17, "call", 1772440200), (17.0, "buy", 1772440201.0)])
    assert take(tmp_path, f'{SQLITE}\nepoch = "s"').told == [
        ("17", "call", "2026-03-02 08:30:00"),
        ("17", "buy", "2026-03-02 08:30:01"),
    ]


def test_a_row_of_a_query_that_cannot_be_used_is_kept_with_its_reason(tmp_path: Path) -> None:
    sqlite(tmp_path, [*ROWS, ("C4", "call", "tomorrow")])
    (reject,) = take(tmp_path, SQLITE).rejects
    assert (reject["file"], reject["line"]) == ("query.parquet", 3)
    assert reject["reason"] == "time not understood: tomorrow"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select * from lg", "no such table: lg"),
        ("delete from log", "readonly"),
        ("select * from log where 0", "The query gives no row"),
        ("select *, who from log", "the column 'who' more than once"),
        ("select who, what from log", "has no column 'at'"),
        ("select 1; select 2", "one statement"),
        ("select who, what, cast(x'ff41' as text) as at from log", "not UTF-8"),
    ],
)
def test_a_query_that_gives_nothing_of_use_is_refused(
    tmp_path: Path, query: str, message: str
) -> None:
    sqlite(tmp_path, [*ROWS])
    with pytest.raises(JourneysError, match=message):
        take(tmp_path, f'query = "{query}"\ndatabase = "sqlite:///shop.db"')
    with closing(sqlite3.connect(tmp_path / "shop.db")) as database:
        assert database.execute("select count(*) from log").fetchone() == (2,)


def test_what_was_taken_stays_when_the_database_is_away(tmp_path: Path) -> None:
    file = sqlite(tmp_path, [*ROWS])
    take(tmp_path, SQLITE)
    file.unlink()
    outcome = take(tmp_path, SQLITE)
    assert outcome.statuses == [("query.parquet", "refused")]
    assert len(outcome.events) == 2
    assert not file.exists()


def mistakes(folder: Path, source: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        take(folder, source)
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "either files, or a query"),
        ('query = "select 1"', "either database, or database_env"),
        ('query = "select 1"\ndatabase = "sqlite:///a"\ndatabase_env = "A"', "either database"),
        ('files = ["http://h/a.csv"]\nquery = "select 1"', "either files, or a query"),
        ('files = ["http://h/a.csv"]\ndatabase = "sqlite:///a"', "a database needs a query"),
        ('query = "select 1"\ndatabase = "oracle://a/b"', "no address of a database"),
        ('query = "select 1"\ndatabase = "a.db"', "no address of a database"),
        ('query = "select 1"\ndatabase_env = "$A"', "should match pattern"),
    ],
)
def test_half_a_way_in_is_a_mistake(tmp_path: Path, source: str, message: str) -> None:
    assert message.lower() in mistakes(tmp_path, source).lower()


@pytest.mark.parametrize(
    "secret",
    [
        'query = "q"\ndatabase = "postgresql://ana:hush@db.example/shop"',
        'query = "q"\ndatabase = "postgresql://ana:hu/hush@db.example/shop"',
        'query = "q"\ndatabase = "postgresql://db.example/shop?password=hush"',
        'query = "q"\ndatabase = "mysql://:hush@db.example/shop"',
        'files = ["https://ana:hush@host.example/log.csv"]',
    ],
)
def test_a_password_in_the_configuration_is_a_mistake_and_is_not_repeated(
    tmp_path: Path, secret: str
) -> None:
    told = mistakes(tmp_path, secret)
    assert "a password stands here" in told.lower()
    assert "hush" not in told


def test_the_address_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite(tmp_path, [*ROWS])
    source = SQLITE.replace('database = "sqlite:///shop.db"', 'database_env = "SHOP_DB"')
    monkeypatch.delenv("SHOP_DB", raising=False)
    with pytest.raises(JourneysError, match="The variable SHOP_DB is not set"):
        take(tmp_path, source)
    assert "a variable that is not set" in " ".join(
        finding.text for finding in examine(tmp_path / "journeys.toml")
    )
    monkeypatch.setenv("SHOP_DB", "oracle://ana:hush@host/shop")
    with pytest.raises(JourneysError, match="SHOP_DB is of no use") as caught:
        take(tmp_path, source)
    assert "hush" not in str(caught.value)
    monkeypatch.setenv("SHOP_DB", f"sqlite:///{tmp_path}/shop.db")
    assert len(take(tmp_path, source).events) == 2


def test_without_the_extra_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("adbc_driver_postgresql.dbapi", "pymysql"):
        monkeypatch.setitem(sys.modules, module, None)
    for scheme, extra in (("postgresql", "postgres"), ("mysql", "mysql")):
        with pytest.raises(JourneysError) as caught:
            take(tmp_path, f'query = "select 1"\ndatabase = "{scheme}://ana@host/shop"')
        assert f'pip install "journey-pipeline[{extra}]"' in str(caught.value)


def test_a_database_is_in_the_configuration_hash_but_not_its_password(tmp_path: Path) -> None:
    sqlite(tmp_path, [*ROWS])
    take(tmp_path, SQLITE)
    text = load_config(tmp_path / "journeys.toml").config.model_dump_json()
    assert "sqlite:///shop.db" in text
