"""Text as DuckDB reads it best: UTF-8, no byte-order mark, no NUL, no binary in disguise.

In:     blocks of bytes, the encoding their source states
Out:    the path to read: the file itself where it is plain already, else a copy in `scratch`
Errors: ValueError that completes "The file is refused: ..."
Rule:   UTF-8 unless stated; a byte-order mark of UTF-8 or UTF-16 says so itself
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pipeline.ingest.limits import Limits

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DISGUISES = {
    b"\x89PNG": "a picture",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "compressed, but not named so",
    b"\x28\xb5\x2f\xfd": "compressed, but not named so",
}
_PAGES = (b"<!doctype html", b"<html")


def write_plain(
    blocks: Iterable[bytes],
    path: Path,
    *,
    encoding: str | None,
    scratch: Path | None,
    limits: Limits,
) -> Path:
    """Check text from end to end; return where it can be read as plain UTF-8."""
    stream = iter(blocks)
    first = next(stream, b"")
    _refuse_disguise(first)
    stated = next((name for mark, name in _MARKS.items() if first.startswith(mark)), encoding)
    checked = _without_long_lines(_text(chain([first], stream), stated or "utf-8"), limits)
    if stated in (None, "utf-8"):
        for _ in checked:
            pass
        return path
    if scratch is None:
        raise ValueError(f"it is in {stated}, and there is no room for a copy in UTF-8")
    return _copied(checked, scratch / f"{path.name.split('.')[0]}.plain")


def _copied(texts: Iterable[str], copy: Path) -> Path:
    with copy.open("w", encoding="utf-8", newline="") as file:
        file.writelines(texts)
    return copy


def _refuse_disguise(first: bytes) -> None:
    for magic, what in _DISGUISES.items():
        if first.startswith(magic):
            raise ValueError(f"it is {what}")
    if first.lstrip().lower().startswith(_PAGES):
        raise ValueError("it is a web page, perhaps an error message of a server")
    if not first.strip():
        raise ValueError("it holds nothing but blanks")


def _text(blocks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    position = 0
    for block in chain(blocks, [b""]):
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            place = position + error.start
            raise ValueError(
                f"it is not {encoding}: byte {place:,} is 0x{error.object[error.start]:02x}; if it "
                'is in another encoding, state it in the source, such as encoding = "cp1252"'
            ) from None
        if "\0" in text:
            raise ValueError(f"it holds a NUL character near byte {position:,}, so it is no text")
        position += len(block)
        yield text


def _without_long_lines(texts: Iterable[str], limits: Limits) -> Iterator[str]:
    """Pass text on; a line that is too long even to be rejected refuses the file."""
    open_line = 0
    for text in texts:
        end = text.rfind("\n")
        open_line = open_line + len(text) if end < 0 else len(text) - end - 1
        if open_line > limits.read_line_bytes:
            raise ValueError(f"it has a line of more than {limits.read_line_bytes:,} characters")
        yield text
