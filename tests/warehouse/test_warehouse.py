"""The warehouse is written aside and published whole; readers never see half of one."""

import errno
import multiprocessing
import os
import signal
import stat
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError, PromiseBrokenError, WarehouseLockedError
from pipeline.warehouse import reading, rebuilding

NUMBERS = TableName("raw", "numbers")


def publish(path: Path, numbers: int) -> None:
    with rebuilding(path) as engine:
        engine.create_table(NUMBERS, f"select unnest(range({numbers})) as n")


def delete_and_raise(path: Path, error: Exception) -> None:
    with rebuilding(path) as engine:
        engine.execute("delete from raw.numbers")
        raise error


def count(path: Path) -> int:
    with reading(path) as engine:
        found: int = engine.scalar("select count(*) from raw.numbers")
        return found


def leftovers(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir() if p not in {path, lock(path)})


def lock(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def test_what_was_written_is_there_and_nothing_else_remains(tmp_path: Path) -> None:
    path = tmp_path / "journeys.duckdb"
    publish(path, 10)
    assert count(path) == 10
    assert leftovers(path) == []


def test_a_second_run_goes_on_from_the_first(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)
    with rebuilding(path) as engine:
        assert engine.scalar("select count(*) from raw.numbers") == 10
        engine.execute("insert into raw.numbers values (99)")
    assert count(path) == 11


@pytest.mark.parametrize("fault", ["missing", "refused"])
def test_a_run_goes_on_where_the_system_cannot_share_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)

    def refused(*_: int) -> int:
        raise OSError(errno.EXDEV, "between two devices")

    if fault == "missing":
        monkeypatch.delattr(os, "copy_file_range")
    else:
        monkeypatch.setattr(os, "copy_file_range", refused)
    with rebuilding(path) as engine:
        assert engine.count(NUMBERS) == 10
    assert count(path) == 10


def test_a_file_is_copied_in_as_many_parts_as_the_system_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)
    whole = os.copy_file_range
    sizes = []

    def in_parts(source: int, target: int, left: int) -> int:
        sizes.append(whole(source, target, min(left, 100_000)))
        return sizes[-1]

    monkeypatch.setattr(os, "copy_file_range", in_parts)
    published = path.stat().st_size
    with rebuilding(path) as engine:
        assert engine.count(NUMBERS) == 10
    assert len(sizes) > 1
    assert sum(sizes) == published


def test_only_its_owner_can_read_the_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "new" / "w.duckdb"
    publish(path, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_after_an_error_the_published_warehouse_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)
    before = path.read_bytes()
    with pytest.raises(RuntimeError):
        delete_and_raise(path, RuntimeError())
    assert path.read_bytes() == before
    assert leftovers(path) == []


def test_after_a_broken_promise_the_copy_is_kept_for_looking_into(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)
    with pytest.raises(PromiseBrokenError):
        delete_and_raise(path, PromiseBrokenError("a promise"))
    assert count(path) == 10
    assert leftovers(path) == ["w.duckdb.broken"]
    assert count(tmp_path / "w.duckdb.broken") == 0


def test_an_open_reader_does_not_block_a_run_and_sees_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)
    with reading(path) as notebook:
        publish(path, 20)
        assert notebook.scalar("select count(*) from raw.numbers") == 10
    assert count(path) == 20


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with rebuilding(path), pytest.raises(WarehouseLockedError) as caught, rebuilding(path):
        pass
    assert f"process {os.getpid()}" in str(caught.value)
    assert caught.value.exit_code == 75


def _write_for_ever(path: Path) -> None:
    with rebuilding(path) as engine:
        engine.create_table(NUMBERS, "select unnest(range(20)) as n")
        time.sleep(60)


def test_a_killed_run_leaves_the_warehouse_and_its_lock_free(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 10)
    writer = multiprocessing.get_context("spawn").Process(target=_write_for_ever, args=(path,))
    writer.start()
    assert writer.pid is not None
    deadline = time.monotonic() + 30
    while not path.with_name("w.duckdb.new").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    assert count(path) == 10
    publish(path, 30)
    assert count(path) == 30
    assert leftovers(path) == []


def test_reading_reaches_nothing_but_the_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    publish(path, 1)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with reading(path) as engine:
        for statement in (
            f"from '{tmp_path}/secret.csv'",
            f"copy raw.numbers to '{tmp_path}/out.csv'",
            "set enable_external_access = true",
            "drop table raw.numbers",
        ):
            with pytest.raises(duckdb.Error):
                engine.execute(statement)


def test_without_a_warehouse_the_way_on_is_said(tmp_path: Path) -> None:
    with pytest.raises(JourneysError, match="There is no warehouse yet"):
        reading(tmp_path / "w.duckdb")


def test_too_little_memory_says_how_to_give_more() -> None:
    select = "select list(n) as all_n from range(20000000) as t (n)"
    with (
        DuckDBEngine(":memory:", memory_limit="20MB", threads=1) as engine,
        pytest.raises(JourneysError) as raised,
    ):
        engine.create_table(TableName("marts", "people"), select)
    assert "Out of Memory" in str(raised.value)
    assert "raise memory_limit in [warehouse]" in str(raised.value)
    assert "the model of marts.people" in str(raised.value)


def test_changes_are_in_the_file_when_memory_is_left(tmp_path: Path) -> None:
    waiting = "select wal_size from pragma_database_size() where database_name = current_database()"
    with DuckDBEngine(tmp_path / "own.duckdb") as engine:
        engine.execute("create table numbers as from range(1000)")
        assert engine.scalar(waiting) != "0 bytes"
        with engine.leaving_memory():
            assert engine.scalar(waiting) == "0 bytes"


def test_half_of_the_memory_is_left_until_a_block_ends_and_then_all_is_the_database_s_again() -> (
    None
):
    limit = "select current_setting('memory_limit')"
    with DuckDBEngine(":memory:", memory_limit="800MB") as engine:
        engine.lock_down()
        whole = engine.scalar(limit)
        for _ in range(2):
            with engine.leaving_memory():
                assert engine.scalar(limit) == "381.4 MiB"
            assert engine.scalar(limit) == whole == "762.9 MiB"
