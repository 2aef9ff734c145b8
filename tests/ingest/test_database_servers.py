"""Queries of real servers: PostgreSQL, and MariaDB for what speaks MySQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import JourneysError
from tests.ingest import servers
from tests.ingest.ways_in import COLUMNS, Outcome, take


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with servers.postgres() as address:
        yield address


@pytest.fixture
def in_postgres(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A table in PostgreSQL; the address with its password is in the environment."""
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415

    monkeypatch.setenv("SHOP_DB", postgres)
    with dbapi.connect(postgres, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("create table log (who text, what text, at timestamptz, local timestamp, "
                       "price numeric, paid money, id uuid, more jsonb, tags text[])")  # fmt: skip
        cursor.execute(
            "insert into log select 'C' || n, 'call', timestamptz '2026-03-02 09:00+01' "
            "+ n * interval '1 hour', timestamp '2026-07-02 09:00', n + 0.5, n, "
            "gen_random_uuid(), '{\"a\": [1]}', array['x', 'y'] from generate_series(1, 3) as n"
        )
        yield 'database_env = "SHOP_DB"'
        cursor.execute("drop table log")


def test_postgres_hands_over_its_own_types(tmp_path: Path, in_postgres: str) -> None:
    query = "select who, what, at, price, id, more, tags from log -- all"
    outcome = take(tmp_path, f'{in_postgres}\nquery = "{query}"', COLUMNS + 'value = "price"')
    assert outcome.told == [
        ("C1", "call", "2026-03-02 09:00:00"),
        ("C2", "call", "2026-03-02 10:00:00"),
        ("C3", "call", "2026-03-02 11:00:00"),
    ]
    assert [event["value"] for event in outcome.events] == [1.5, 2.5, 3.5]
    assert '"a"' in outcome.events[0]["attributes"]


def test_a_time_without_zone_in_postgres_is_local_time_of_the_source(
    tmp_path: Path, in_postgres: str
) -> None:
    query = "select who, what, local as at from log where who = 'C1';"
    source = f'{in_postgres}\nquery = "{query}"\ntimezone = "Europe/Madrid"'
    assert take(tmp_path, source).told == [("C1", "call", "2026-07-02 07:00:00")]


def test_many_rows_of_postgres_come_in_batches_and_are_known_again(
    tmp_path: Path, in_postgres: str
) -> None:
    query = (
        "select 'C' || n as who, 'call' as what, timestamptz '2026-03-02 09:00+01' as at, "
        "repeat('x', 200) as filling from generate_series(1, 50000) as n order by n"
    )
    source = f'{in_postgres}\nquery = "{query}"'
    (report,) = take(tmp_path, source).files
    assert (report.read, report.rejected) == (50_000, 0)
    assert take(tmp_path, source).statuses == [("query.parquet", "known")]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select * from lg", 'relation "lg" does not exist'),
        ("delete from log", "read-only transaction"),
        ("create table theft as select 1", "read-only transaction"),
        ("select who, paid from log", "the type money"),
        ("select who, age(at) as old from log", "the type interval"),
        ("select inet '10.0.0.1' as ip", "the type inet"),
        ("select 'hush'::int", "SQLSTATE 22P02"),
        ("select 1 / (n - 70000) as x from generate_series(1, 90000) as n", "may hold data"),
        ("select who, what, at from log where false", "The query gives no row"),
        ("commit; drop table log", "multiple commands"),
        ("", "String should have at least 1 character"),
    ],
)
def test_a_query_that_postgres_refuses_is_told_without_its_data(
    tmp_path: Path, in_postgres: str, query: str, message: str
) -> None:
    with pytest.raises(JourneysError, match=message) as caught:
        take(tmp_path, f'{in_postgres}\nquery = "{query}"')
    assert "hush" not in str(caught.value)


def test_no_piece_of_a_password_stands_in_an_error_or_in_a_file(
    tmp_path: Path, in_postgres: str, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "select who, what, at from log"
    source = f'{in_postgres}\nquery = "{query}"'
    take(tmp_path, source)
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    user, at, server = postgres.rpartition("@")
    for address, message in [
        (f"{user}nonsense{at}{server}", "password authentication failed"),
        (f"postgresql://shop:{servers.PASSWORD}{at}{server}", "invalid"),
        (f"{user}{at}localhost:1/postgres", "cannot be reached"),
        (f"{user}{at}no-such-host.invalid/postgres", "cannot be reached"),
        (f"{user}{at}{server}&nosuch=1", "nosuch"),
    ]:
        monkeypatch.setenv("SHOP_DB", address)
        outcome = take(tmp_path, source)
        (report,) = outcome.files
        assert report.status == "refused"
        assert message in report.reason
        assert not any(piece in report.reason for piece in ("pa:ss", "w%rd", "of-nobody"))
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"of-nobody" not in file.read_bytes(), file


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    with servers.mariadb() as address:
        yield address


def test_mysql_hands_over_its_rows(
    tmp_path: Path, mariadb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pymysql  # noqa: PLC0415

    monkeypatch.setenv("SHOP_DB", mariadb)
    port = int(mariadb.rpartition(":")[2].partition("/")[0])
    with pymysql.connect(
        host="127.0.0.1", port=port, user="shop", password=servers.PASSWORD, database="shop"
    ) as connection, connection.cursor() as cursor:  # fmt: skip
        cursor.execute("set time_zone = '+01:00'")
        cursor.execute("create table log (who text, what text, at timestamp, local datetime)")
        cursor.execute(
            "insert into log values ('C1', 'año', '2026-03-02 09:00:00', '2026-07-02 09:00:00')"
        )
        connection.commit()

    def asked(query: str) -> Outcome:
        source = 'database_env = "SHOP_DB"\ntimezone = "Europe/Madrid"'
        return take(tmp_path, f'{source}\nquery = "{query}"')

    assert asked("select * from log").told == [("C1", "año", "2026-03-02 08:00:00")]
    assert asked("select who, what, local as at from log").told == [
        ("C1", "año", "2026-07-02 07:00:00")
    ]
    for query, message in [
        ("select * from lg", "doesn't exist"),
        ("delete from log", "READ ONLY"),
        ("select extractvalue('<hush', '/') as x, updatexml('<hush', '~', '~')", "not repeated"),
    ]:
        (report,) = asked(query).files
        assert message in report.reason
        assert "hush" not in report.reason
    monkeypatch.setenv("SHOP_DB", mariadb.replace("shop:", "shop:x"))
    (report,) = asked("select * from log").files
    assert "Access denied" in report.reason
    assert "nobody" not in report.reason
