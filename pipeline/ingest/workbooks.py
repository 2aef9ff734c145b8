"""An Excel workbook, read once from end to end before anything of it is believed.

In:     a path
Out:    nothing: it is whole, of a size that can be read, and declares no entities
Errors: ValueError that completes "The file is refused: ..."
"""

from __future__ import annotations

import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from pipeline.ingest.limits import Limits

_BLOCK = 1 << 20
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_CONTENTS = "[Content_Types].xml"
# A few bytes of these can unfold to gigabytes or name other files. In XML that is text, `<` is
# always written as an entity, so the words stand nowhere else.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST = max(map(len, _DECLARATIONS))


def check_workbook(path: Path, limits: Limits) -> None:
    """Raise at the first thing that is wrong with a workbook."""
    with path.open("rb") as file:
        if file.read(len(_OLD_OR_LOCKED)) == _OLD_OR_LOCKED:
            raise ValueError("it has a password or is an .xls of old; save it as a plain .xlsx")
    try:
        with ZipFile(path) as book:
            members = book.infolist()
            if _CONTENTS not in (member.filename for member in members):
                raise ValueError("it is a zip archive, but no workbook")
            _refuse_bomb(members, path.stat().st_size, limits)
            for member in members:
                _read_through(book, member)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"it is no whole workbook ({error})") from None


def _refuse_bomb(members: list[ZipInfo], packed: int, limits: Limits) -> None:
    # zipfile stops a member at the size that is stated here.
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise ValueError(f"it unpacks to more than {limits.unpacked_bytes:,} bytes")
    if unpacked > max(limits.always_allowed_bytes, limits.ratio * packed):
        raise ValueError(f"it unpacks to more than {limits.ratio} times its size")


def _read_through(book: ZipFile, member: ZipInfo) -> None:
    """Read a member to its end, which checks its sum, and look for declarations in its XML."""
    tail = b""
    with book.open(member) as file:
        while block := file.read(_BLOCK):
            if member.filename.endswith((".xml", ".rels")):
                seen = tail + block
                if any(word in seen for word in _DECLARATIONS):
                    raise ValueError("it declares a document type, which no workbook needs")
                tail = block[-_LONGEST:]
