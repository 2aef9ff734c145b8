"""One delivered file: where it is and what it is.

In:     a path
Out:    its kind, size and SHA-256
Errors: JourneysError for a file that is empty or of an unknown kind
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import JourneysError

_COMPRESSIONS = (".gz", ".zst")
_KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}


@dataclass(frozen=True)
class Delivery:
    """A file as it lies on the disk. `name` is how the project's folder names it."""

    path: Path
    name: str
    sha256: str
    size: int

    @property
    def kind(self) -> str:
        """csv, jsonl or parquet, from the end of the name, with or without compression."""
        suffixes = [s for s in self.path.suffixes if s not in _COMPRESSIONS]
        kind = _KINDS.get(suffixes[-1].lower()) if suffixes else None
        if kind is None:
            known = ", ".join(_KINDS)
            raise JourneysError(
                f"Files of this kind are not read; the name should end in one of {known}.",
                where=self.name,
                fix="rename or convert it; text files may also end in .gz or .zst",
            )
        return kind

    @property
    def glob_safe(self) -> str:
        """The path, written so that DuckDB reads exactly this file and no other."""
        return "".join(f"[{char}]" if char in "*?[" else char for char in str(self.path))


def look_at(path: Path, name: str) -> Delivery:
    """Read a file once, for its hash."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    if size == 0:
        raise JourneysError("The file is empty.", where=name, fix="deliver it again, or remove it")
    return Delivery(path, name, digest, size)
