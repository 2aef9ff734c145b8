"""Write files that are the same on every machine and at every time.

In:     rows, a path
Out:    JSON lines and CSV with Unix line ends, packed as the name says: .gz without a time stamp,
        or .zst, a third smaller
Units:  none
Errors: OSError when the folder cannot be written
Source: RFC 1952 (gzip; the header holds neither name nor time), RFC 8878 (zstd), RFC 4180 (CSV)
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Json = dict[str, object]
_ZSTD_LEVEL = 19


def line(row: Mapping[str, object]) -> str:
    """Write one object on one line, keys in the order they were given."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, making its folder; a name that ends in .gz or .zst is compressed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        data = gzip.compress(data, compresslevel=9, mtime=0)
    elif path.suffix == ".zst":
        data = pa.Codec("zstd", compression_level=_ZSTD_LEVEL).compress(data, asbytes=True)
    path.write_bytes(data)


def write_jsonl(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write one JSON object a line."""
    write_bytes(path, "".join(map(line, rows)).encode())


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with its header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_bytes(path, out.getvalue().encode())
