"""Read the files of a sample as somebody would who did not write them."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".zst":
        packed: bytes = pa.CompressedInputStream(pa.BufferReader(data), "zstd").read()
        return packed
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _json_lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in unpacked(path).decode().splitlines()]


def _table(path: Path) -> list[Row]:
    return list(csv.DictReader(unpacked(path).decode().splitlines()))


@dataclass(frozen=True)
class Sample:
    folder: Path

    @cached_property
    def calls(self) -> list[Row]:
        files = sorted((self.folder / "web").glob("*.jsonl.zst"))
        return [row for file in files for row in _json_lines(file)]

    @cached_property
    def contacts(self) -> list[Row]:
        return _table(self.folder / "crm" / "contacts.csv.gz")

    @cached_property
    def deals(self) -> list[Row]:
        return _table(self.folder / "crm" / "deals.csv.gz")

    @cached_property
    def users(self) -> list[Row]:
        return _json_lines(self.folder / "support" / "users.jsonl.gz")

    @cached_property
    def groups(self) -> list[Row]:
        return _json_lines(self.folder / "support" / "groups.jsonl.gz")

    @cached_property
    def tickets(self) -> list[Row]:
        return _json_lines(self.folder / "support" / "tickets.jsonl.gz")

    @cached_property
    def audits(self) -> list[Row]:
        return _json_lines(self.folder / "support" / "ticket_audits.jsonl.gz")

    @cached_property
    def truth(self) -> Row:
        numbers: Row = json.loads((self.folder / "truth.json").read_text(encoding="utf-8"))
        return numbers

    @cached_property
    def audits_by_ticket(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for audit in self.audits:
            found.setdefault(audit["ticket_id"], []).append(audit)
        return found

    def changes(self, ticket_id: int, field_name: str) -> list[tuple[str, Any, Any]]:
        """When a field changed, from what, to what; the value at creation comes from nothing."""
        return [
            (audit["created_at"], event.get("previous_value"), event["value"])
            for audit in self.audits_by_ticket[ticket_id]
            for event in audit["events"]
            if event.get("field_name") == field_name
        ]

    def files(self) -> dict[str, bytes]:
        """Every file, unpacked: what gzip makes of the same bytes depends on the machine's zlib."""
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): unpacked(path) for path in paths}
