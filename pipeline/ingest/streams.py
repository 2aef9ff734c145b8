"""The unpacked bytes of a file, block by block, with every way they can be cut or blown up.

In:     a path; .gz and .zst are unpacked
Out:    blocks of bytes; all members of a gzip, all frames of a zstd file
Errors: ValueError that completes "The file is refused: ..."
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from pipeline.ingest.limits import Limits

# What fits beside the hash in a processor's own memory: a megabyte costs half as much again.
_BLOCK = 1 << 17


def unpacked_blocks(path: Path, limits: Limits) -> Iterator[bytes]:
    """Yield the content of `path`; raise at the first byte that is too many or not whole."""
    packed, total = path.stat().st_size, 0
    for block in _blocks(path):
        total += len(block)
        if total > limits.unpacked_bytes:
            raise ValueError(f"it unpacks to more than {limits.unpacked_bytes:,} bytes")
        if total > max(limits.always_allowed_bytes, limits.ratio * packed):
            raise ValueError(f"it unpacks to more than {limits.ratio} times its size")
        yield block


def _blocks(path: Path) -> Iterator[bytes]:
    if path.suffix == ".zst":
        yield from _zstd_blocks(path)
        return
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"its compression is cut or damaged ({error})") from None


def _zstd_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        _refuse_cut_zstd(file)
    try:
        with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except (OSError, pa.ArrowException) as error:
        raise ValueError(f"its compression is cut or damaged ({error})") from None


def _refuse_cut_zstd(file: BinaryIO) -> None:
    if file.read(4) != b"\x28\xb5\x2f\xfd":
        raise ValueError("it is no zstd file, whatever its name says")
