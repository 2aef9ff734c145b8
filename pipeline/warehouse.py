"""The life of the warehouse file: written aside, published whole, never torn.

In:     the path of the published database
Out:    `rebuilding(path)`: an engine on a copy beside it; published when the block ends well
Errors: WarehouseLockedError while another run writes; JourneysError when there is nothing to read
Source: the life cycle measured for DuckDB 2.0: lock, copy, write, checkpoint, close, fsync,
        replace, fsync of the folder. Readers keep the file they opened.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError, PromiseBrokenError, WarehouseLockedError

_OWNER_ONLY = 0o600
_OWNER_ONLY_FOLDER = 0o700


@contextmanager
def rebuilding(
    path: Path, *, memory_limit: str = "1600MB", threads: int | None = None
) -> Iterator[DuckDBEngine]:
    """Yield an engine on a private copy of the warehouse; publish it if nothing was raised.

    When a promise is broken the copy stays beside the warehouse as `NAME.broken`, for whoever
    looks into it; after any other error it is removed. The published file is untouched by both.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY_FOLDER)
    with _locked(path):
        aside = path.with_name(path.name + ".new")
        _remove(aside)
        if path.exists():
            _copy(path, aside)
        try:
            with DuckDBEngine(aside, memory_limit=memory_limit, threads=threads) as engine:
                aside.chmod(_OWNER_ONLY)
                yield engine
                engine.checkpoint()
            _publish(aside, path)
        except PromiseBrokenError:
            aside.replace(path.with_name(path.name + ".broken"))
            raise
        finally:
            _remove(aside)


def reading(path: Path, *, memory_limit: str = "1600MB") -> DuckDBEngine:
    """Open the published warehouse for reading; it never blocks a run."""
    if not path.exists():
        raise JourneysError("There is no warehouse yet.", where=str(path), fix="journeys run")
    engine = DuckDBEngine(path, memory_limit=memory_limit, read_only=True)
    engine.lock_down()
    return engine


def _copy(path: Path, aside: Path) -> None:
    """Copy a file; a file system that can share blocks (Btrfs, XFS) does so, and copies nothing."""
    try:
        _copy_within_kernel(path, aside)
    except (AttributeError, OSError):  # not on this system, or not between these two
        shutil.copyfile(path, aside)


def _copy_within_kernel(path: Path, aside: Path) -> None:
    with path.open("rb") as source, aside.open("wb") as target:
        left = os.fstat(source.fileno()).st_size
        while left > 0:
            copied = os.copy_file_range(source.fileno(), target.fileno(), left)
            if copied == 0:
                raise OSError(f"nothing was copied of the last {left} bytes of {path}")
            left -= copied


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock beside the warehouse; it goes with the process, however that ends."""
    lock = path.with_name(path.name + ".lock")
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, _OWNER_ONLY), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = file.read().strip() or "a run that has just begun"
            raise WarehouseLockedError(
                f"Another run is writing this warehouse: {holder}.",
                where=str(lock),
                fix="wait for it to end and try again; reading goes on meanwhile",
            ) from None
        file.truncate()
        file.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        yield


def _publish(aside: Path, path: Path) -> None:
    leftover = aside.with_name(aside.name + ".wal")
    if leftover.exists():
        raise JourneysError(
            "The database did not close cleanly, so it was not published.",
            where=str(leftover),
            fix="look at the free space on this disk, then run again",
        )
    _fsync(aside)
    aside.replace(path)
    _fsync(path.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def scratch_beside(path: Path) -> Path:
    """A folder that a run may use while it writes the warehouse; it goes with the copy."""
    return path.with_name(path.name + ".new.plain")


def _remove(database: Path) -> None:
    for suffix in ("", ".wal", ".tmp", ".plain"):
        leftover = database.with_name(database.name + suffix)
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)
