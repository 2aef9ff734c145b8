"""Text as DuckDB reads it best: UTF-8, one kind of line end, no NUL, no binary in disguise.

In:     a way to read blocks of bytes, more than once; the encoding their source states
Out:    the path to read: the file itself where it is plain already, else a copy in `scratch`
Errors: ValueError that completes "The file is refused: ..."
Rule:   UTF-8 unless stated; a byte-order mark of UTF-8 or UTF-16 says so itself. Where some lines
        end in CRLF and others in LF, all end in LF in the copy
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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


@dataclass
class _LineEnds:
    """Which ends the lines of a text have, noted while it passes."""

    crlf: bool = False
    lf: bool = False
    _after_cr: bool = False

    def note(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            if self._after_cr or "\r" in text:
                crlf = text.count("\r\n") + (self._after_cr and text.startswith("\n"))
                self.crlf |= crlf > 0
                self.lf |= text.count("\n") > crlf
            else:
                # Most files have no "\r" at all, and to find one "\n" is quick.
                self.lf = self.lf or "\n" in text
            self._after_cr = text.endswith("\r")
            yield text

    @property
    def differ(self) -> bool:
        return self.crlf and self.lf


def write_plain(
    blocks: Callable[[], Iterable[bytes]],
    path: Path,
    *,
    encoding: str | None,
    scratch: Path | None,
    limits: Limits,
) -> Path:
    """Check text from end to end; return where it can be read as plain UTF-8."""
    first = next(iter(blocks()), b"")
    _refuse_disguise(first)
    stated = _stated(first, encoding)
    ends = _LineEnds()
    for _ in ends.note(_without_long_lines(_text(blocks(), stated), limits)):
        pass
    if stated == "utf-8" and not ends.differ:
        return path
    if scratch is None:
        raise ValueError(f"it is in {stated}, and there is no room for a plain copy")
    texts = _text(blocks(), stated)
    return _copied(_one_line_end(texts) if ends.differ else texts, scratch / "plain")


def _stated(first: bytes, encoding: str | None) -> str:
    marked = next((name for mark, name in _MARKS.items() if first.startswith(mark)), None)
    if marked is None and encoding == "utf-16":
        raise ValueError(
            'it has no byte-order mark; state encoding = "utf-16-le" or encoding = "utf-16-be"'
        )
    if marked is None and encoding is None and b"\0" in first[:4]:
        order = "be" if first.startswith(b"\0") else "le"
        raise ValueError(
            "it holds a NUL character near byte 0, so it is no text; if it is UTF-16, state it in "
            f'the source: encoding = "utf-16-{order}"'
        )
    return marked or encoding or "utf-8"


def _one_line_end(texts: Iterable[str]) -> Iterator[str]:
    kept = ""
    for text in texts:
        joined = kept + text
        kept = "\r" if joined.endswith("\r") else ""
        yield joined.removesuffix(kept).replace("\r\n", "\n")
    yield kept


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
