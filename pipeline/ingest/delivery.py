"""One delivered file: looked at once, from end to end, before anything of it is believed.

In:     a path, the encoding its source states
Out:    Delivery: its kind, size, SHA-256, and the plain UTF-8 text to read from
Errors: RefusedFileError, naming the file and what is wrong with it: empty, no regular file, of an
        unknown kind, cut or damaged compression, unpacked beyond the limits, not text, not in its
        encoding; GrowingFileError for one that is still being written
Note:   DuckDB reads half of some damaged files without a word, so every stream is read here first
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.errors import JourneysError
from pipeline.ingest.limits import LIMITS, Limits
from pipeline.ingest.plain import write_plain
from pipeline.ingest.streams import unpacked_blocks
from pipeline.ingest.workbooks import check_workbook

COMPRESSIONS = (".gz", ".zst")
_KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".txt": "text",
    ".log": "log",
    ".xes": "xes",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_PARQUET_MAGIC = b"PAR1"
_Found = TypeVar("_Found")
_SHORTEST_PARQUET = 12


class RefusedFileError(JourneysError):
    """A file of which nothing can be taken."""


class GrowingFileError(JourneysError):
    """A file that changed while it was read; the next run will take it."""


@dataclass(frozen=True)
class Delivery:
    """A file as it lies on the disk. `name` is how the project's folder names it.

    `text` is where its text can be read in UTF-8: the file itself, or a copy made for this run.
    """

    path: Path
    name: str
    sha256: str
    size: int
    text: Path

    @property
    def kind(self) -> str:
        """csv, jsonl or parquet, from the end of the name, with or without compression."""
        return kind_of(self.path, self.name)

    @property
    def glob_safe(self) -> str:
        """The path, written so that DuckDB reads exactly this file and no other."""
        return "".join(f"[{char}]" if char in "*?[" else char for char in str(self.text))


def kind_of(path: Path, name: str) -> str:
    """What the end of a file's name says of it."""
    suffixes = [suffix for suffix in path.suffixes if suffix not in COMPRESSIONS]
    # logrotate calls older logs access.log.1 or access.log-20251112
    suffixes = [suffix.split("-")[0] for suffix in suffixes if not suffix[1:].isdigit()]
    kind = _KINDS.get(suffixes[-1].lower()) if suffixes else None
    if kind is None:
        raise RefusedFileError(
            f"Files of this kind are not read; the name should end in one of {', '.join(_KINDS)}.",
            where=name,
            fix="rename or convert it; text files may also end in .gz or .zst",
        )
    return kind


def look_at(
    path: Path,
    name: str,
    *,
    encoding: str | None = None,
    scratch: Path | None = None,
    limits: Limits = LIMITS,
) -> Delivery:
    """Read a file once, for its hash and for all that can be wrong with it.

    `scratch` is a folder for a plain copy where the file is not plain UTF-8 text.
    """
    kind = kind_of(path, name)
    before = _regular(path, name)
    blocks = _HashedBlocks(path, limits)
    text = path
    if kind == "parquet":
        _refuse_cut_parquet(path, name)
    elif kind == "xlsx":
        _checked(name, lambda: check_workbook(path, limits))
    else:
        text = _checked_text(path, name, encoding, scratch, blocks)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise GrowingFileError(
            "The file is still being written.", where=name, fix="run again later"
        )
    return Delivery(path, name, blocks.sha256 or _sha256(path), before.st_size, text)


def _regular(path: Path, name: str) -> os.stat_result:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        what = "a link" if stat.S_ISLNK(found.st_mode) else "no regular file"
        raise RefusedFileError(f"This is {what}.", where=name, fix="name the file itself")
    if found.st_size == 0:
        raise RefusedFileError(
            "The file is empty.", where=name, fix="deliver it again or remove it"
        )
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_cut_parquet(path: Path, name: str) -> None:
    with path.open("rb") as file:
        head = file.read(len(_PARQUET_MAGIC))
        file.seek(-min(len(_PARQUET_MAGIC), path.stat().st_size), os.SEEK_END)
        tail = file.read()
    too_short = path.stat().st_size < _SHORTEST_PARQUET
    if too_short or _PARQUET_MAGIC not in (head, tail) or head != tail:
        raise RefusedFileError("This is no whole Parquet file.", where=name, fix="deliver it again")


def _checked_text(
    path: Path, name: str, encoding: str | None, scratch: Path | None, blocks: _HashedBlocks
) -> Path:
    return _checked(
        name,
        lambda: write_plain(blocks, path, encoding=encoding, scratch=scratch, limits=blocks.limits),
    )


@dataclass
class _HashedBlocks:
    """Reads a file block by block; of one that is not packed, a whole reading gives the hash."""

    path: Path
    limits: Limits
    sha256: str | None = None

    def __call__(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for block in unpacked_blocks(self.path, self.limits):
            digest.update(block)
            yield block
        if self.path.suffix not in COMPRESSIONS:
            self.sha256 = digest.hexdigest()


def _checked(name: str, look: Callable[[], _Found]) -> _Found:
    try:
        return look()
    except ValueError as error:
        raise RefusedFileError(
            f"The file is refused: {error}.",
            where=name,
            fix="deliver it again; nothing of it was taken",
        ) from None
