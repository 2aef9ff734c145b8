"""Models: SQL files that each say what one table is.

In:     a folder whose subfolders are layers: 30_sessions/session_events.sql fills
        sessions.session_events
Out:    Model objects with header fields, the SELECT and the tables it reads
Errors: ModelError naming the file, when a header is incomplete, or models read each other in a
        circle
Note:   the tables read are those that the header names. Tests hold each header to what a parser
        finds in the text; parsing all of them in every run took half a second
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType

from pipeline.engine.face import TableName
from pipeline.errors import ModelError

_HEADER_LINE = re.compile(r"-- (?:(?P<field>[A-Z][a-z]+):)?\s*(?P<text>.*)")
_LAYER = re.compile(r"\d\d_(?P<schema>[a-z_]+)")
REQUIRED_FIELDS = ("What", "Grain", "Key", "Reads")


@dataclass(frozen=True)
class Model:
    """One table: its name, its header, its SELECT and what that SELECT reads.

    `streamed` is the same table as DuckDB finds it in one pass over sorted rows, where there is
    such a text (docs/decisions/0016-streams-beside-models.md).
    """

    name: TableName
    path: Path
    header: Mapping[str, str]
    select: str
    streamed: str | None = None

    @property
    def key(self) -> list[str]:
        """The columns that identify a row; none for a table of one row."""
        text = self.header["Key"]
        return [] if text == "none, one row" else [word.strip() for word in text.split(",")]

    @property
    def is_view(self) -> bool:
        """Whether the rows are found anew whenever somebody reads them."""
        return self.header.get("Kind") == "view"

    @property
    def is_local(self) -> bool:
        """Whether every row depends on the rows of one person, or of the people of one journey."""
        return "Local" in self.header

    @cached_property
    def adds(self) -> list[str]:
        """The columns that are sums over people; the first one is nought where there is no row."""
        return [word.strip() for word in self.header.get("Adds", "").split(",") if word.strip()]

    @cached_property
    def plain(self) -> list[str]:
        """The columns of ids, of which no two are alike: they are written as they are."""
        return [word.strip() for word in self.header.get("Plain", "").split(",") if word.strip()]

    @cached_property
    def reads(self) -> frozenset[TableName]:
        """The tables that its SELECT reads."""
        words = (word.strip() for word in self.header["Reads"].split(","))
        return frozenset(TableName.parse(word) for word in words if word != "nothing")


@cache
def load_models(root: Path) -> Mapping[TableName, Model]:
    """Read every model below the numbered folders of `root`; a program reads them once."""
    models = {}
    for folder in sorted(root.iterdir()):
        layer = _LAYER.fullmatch(folder.name)
        for path in sorted(folder.glob("*.sql")) if layer else ():
            name = TableName(layer["schema"], path.stem) if layer else None
            if name is not None:
                streamed = root / "streams" / folder.name / path.name
                models[name] = _model(name, path, streamed)
    return MappingProxyType(models)


def load_streams(root: Path) -> Mapping[TableName, Model]:
    """Read sql/streams: DuckDB's own text of some models."""
    return load_models(root / "streams")


def load_checks(root: Path) -> dict[str, Model]:
    """Read sql/checks: each is a SELECT whose every row is a broken promise."""
    return {
        path.stem: _model(TableName("checks", path.stem), path)
        for path in sorted((root / "checks").glob("*.sql"))
    }


def in_order(reads: Mapping[TableName, Iterable[TableName]]) -> list[TableName]:
    """Tables in an order in which each comes after what it reads; ties by name."""
    sorter = TopologicalSorter(
        {name: sorted(set(sources) & set(reads)) for name, sources in sorted(reads.items())}
    )
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " -> ".join(map(str, error.args[1]))
        raise ModelError("Models read each other in a circle.", where=circle) from None
    order: list[TableName] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order


def decided_by(
    settings: Iterable[TableName],
    wanted: Iterable[TableName],
    reads: Mapping[TableName, Iterable[TableName]],
    *,
    same: Collection[TableName] = (),
) -> list[TableName]:
    """The tables that depend on some settings and lead to those wanted, each after what it reads.

    `same` are tables that read a setting and do not change with it.

    >>> rules, steps, routes = map(TableName.parse, ("config.rules", "j.steps", "j.routes"))
    >>> reads = {steps: [rules], routes: [steps], TableName.parse("j.days"): []}
    >>> [str(name) for name in decided_by([rules], [routes], reads)]
    ['j.steps', 'j.routes']
    """
    order = in_order(reads)
    needed = set(wanted)
    for name in reversed(order):
        if name in needed:
            needed.update(reads[name])
    different = set(settings)
    for name in order:
        if name not in same and not different.isdisjoint(reads[name]):
            different.add(name)
    return [name for name in order if name in needed & different]


def _model(name: TableName, path: Path, streamed: Path | None = None) -> Model:
    text = path.read_text(encoding="utf-8")
    header = parse_header(text)
    missing = [field for field in REQUIRED_FIELDS if field not in header]
    if missing:
        raise ModelError(f"The header lacks {', '.join(missing)}.", where=str(path))
    own = streamed.read_text(encoding="utf-8") if streamed and streamed.exists() else None
    return Model(name=name, path=path, header=header, select=text, streamed=own)


def parse_header(text: str) -> dict[str, str]:
    r"""The fields of the comment that opens a file; further lines belong to the last field.

    >>> parse_header("-- What: people,\n--   one by one\n-- Key: person_id\nselect 1")
    {'What': 'people, one by one', 'Key': 'person_id'}
    """
    fields: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        match = _HEADER_LINE.fullmatch(line)
        if match is None:
            break
        last = match["field"] or last
        fields[last] = f"{fields.get(last, '')} {match['text']}".strip()
    return fields
