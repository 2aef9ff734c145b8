"""XES event logs, streamed: one record per event, with what its trace says.

In:     .xes, also packed; memory holds one event and one trace's own attributes
Out:    records `{case: {key: value}, no: place in its trace from 0, event: {key: value}}`; children
        of an attribute stand as "parent/child"; a record's number is the event's place in the file
Errors: RefusedFileError for XML that is broken, that nests too deep or that declares anything
        (DOCTYPE, entities): a few bytes of those can unfold to gigabytes or name other files
Source: IEEE 1849 as read in pm4py's importer and its test logs: attributes are elements string,
        date, int, float, boolean, id, list with `key` and `value`; `values` only groups a list.
        Attributes under `global` are defaults of the whole log and are no event's own: not taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.python_records import Record, blocks_of, deliver
from pipeline.ingest.readers import Fault

_CHUNK = 1 << 16
_DEEPEST = 64
_ATTRIBUTES = {"string", "date", "int", "float", "boolean", "id", "list", "container"}
_GROUPS = {"values"}


def xes_events(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Every event of a log, in the order of the file."""
    del source
    deliver(engine, _events(delivery))
    return []


def _events(delivery: Delivery) -> Iterator[Record]:
    log = _Log()
    parser = log.parser()
    try:
        for block in blocks_of(delivery):
            for start in range(0, len(block), _CHUNK):
                parser.Parse(block[start : start + _CHUNK])
                yield from log.taken()
        parser.Parse(b"", True)
    except (expat.ExpatError, _RefusedError) as error:
        raise RefusedFileError(
            f"The file is no event log that can be read: {error}.",
            where=delivery.name,
            fix="export it again as XES; nothing of it was taken",
        ) from error
    yield from log.taken()


class _RefusedError(Exception):
    """What a log has no need of."""


@dataclass
class _Log:
    """Where the parser stands: the open elements, the trace's and the event's attributes."""

    path: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    trace: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    ready: list[Record] = field(default_factory=list)
    events: int = 0
    place: int = 0

    def parser(self) -> expat.XMLParserType:
        """A parser of UTF-8, whatever the file declares: it was put into UTF-8 before."""
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = _refuse_declarations
        parser.EntityDeclHandler = _refuse_declarations
        return parser

    def taken(self) -> list[Record]:
        """The events finished since the last call."""
        ready, self.ready = self.ready, []
        return ready

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        name = name.rpartition(":")[2]
        if not self.path and name != "log":
            raise _RefusedError(f"it begins with <{name}>, not with <log>")
        if len(self.path) >= _DEEPEST:
            raise _RefusedError(f"attributes nested deeper than {_DEEPEST}")
        self.path.append(name)
        if name == "trace":
            self.trace, self.place = {}, 0
        elif name == "event":
            self.event = {}
        elif name in _ATTRIBUTES:
            self._attribute(attributes)

    def end(self, name: str) -> None:
        """An element closes; an event is then complete."""
        name = name.rpartition(":")[2]
        self.path.pop()
        if name in _ATTRIBUTES:
            self.keys.pop()
        elif name == "event":
            self._event()
        elif name == "trace":
            self.trace = {}

    def _attribute(self, attributes: dict[str, str]) -> None:
        self.keys.append(attributes.get("key", ""))
        key = "/".join(self.keys)
        owner = next(
            part for part in reversed(self.path) if part not in _ATTRIBUTES and part not in _GROUPS
        )
        if "value" in attributes and owner == "event":
            self.event[key] = attributes["value"]
        elif "value" in attributes and owner == "trace":
            self.trace[key] = attributes["value"]

    def _event(self) -> None:
        self.events += 1
        record = {"case": dict(self.trace), "no": self.place, "event": self.event}
        self.ready.append((self.events, record))
        self.place += 1


def _refuse_declarations(*_: object) -> NoReturn:
    raise _RefusedError("it declares a document type or entities, which logs have no need of")
