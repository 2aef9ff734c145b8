"""Models: SQL files that each say what one table is.

In:     a folder whose subfolders are layers: 30_sessions/session_events.sql fills
        sessions.session_events
Out:    Model objects with header fields, the SELECT and the tables it reads
Errors: ModelError naming the file, when a header is incomplete, the text is not one SELECT,
        or models read each other in a circle
Source: the dependency graph is read from DuckDB's own parser (json_serialize_sql)
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from pipeline.engine.face import TableName
from pipeline.errors import ModelError

_HEADER_LINE = re.compile(r"-- (?:(?P<field>[A-Z][a-z]+):)?\s*(?P<text>.*)")
_LAYER = re.compile(r"\d\d_(?P<schema>[a-z_]+)")
REQUIRED_FIELDS = ("What", "Grain", "Key", "Reads")


@dataclass(frozen=True)
class Model:
    """One table: its name, its header, its SELECT and what that SELECT reads."""

    name: TableName
    path: Path
    header: Mapping[str, str]
    select: str
    reads: frozenset[TableName]
    functions: frozenset[str]

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
    def declared_reads(self) -> frozenset[TableName]:
        """The tables that the header says are read."""
        words = (word.strip() for word in self.header["Reads"].split(","))
        return frozenset(TableName.parse(word) for word in words if word != "nothing")


@cache
def load_models(root: Path) -> Mapping[TableName, Model]:
    """Read every model below the numbered folders of `root`; a program reads them once."""
    models = {}
    with duckdb.connect(":memory:") as parser:
        for folder in sorted(root.iterdir()):
            layer = _LAYER.fullmatch(folder.name)
            for path in sorted(folder.glob("*.sql")) if layer else ():
                name = TableName(layer["schema"], path.stem) if layer else None
                if name is not None:
                    models[name] = _model(name, path, parser)
    return MappingProxyType(models)


def load_checks(root: Path) -> dict[str, Model]:
    """Read sql/checks: each is a SELECT whose every row is a broken promise."""
    with duckdb.connect(":memory:") as parser:
        return {
            path.stem: _model(TableName("checks", path.stem), path, parser)
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


def _model(name: TableName, path: Path, parser: duckdb.DuckDBPyConnection) -> Model:
    text = path.read_text(encoding="utf-8")
    header = parse_header(text)
    missing = [field for field in REQUIRED_FIELDS if field not in header]
    if missing:
        raise ModelError(f"The header lacks {', '.join(missing)}.", where=str(path))
    tree = _parse(text, path, parser)
    return Model(
        name=name,
        path=path,
        header=header,
        select=text,
        reads=frozenset(_tables(tree)),
        functions=frozenset(_functions(tree)),
    )


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


def _parse(text: str, path: Path, parser: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    rows = parser.execute("select json_serialize_sql(?)", [text]).fetchall()
    tree: dict[str, Any] = json.loads(rows[0][0])
    if tree["error"]:
        raise ModelError(f"This is not a SELECT: {tree['error_message']}.", where=str(path))
    if len(tree["statements"]) != 1:
        raise ModelError("A model is one SELECT, not several.", where=str(path))
    return tree


def _tables(tree: object) -> Iterator[TableName]:
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE" and node["schema_name"]:
            yield TableName(node["schema_name"], node["table_name"])


def _functions(tree: object) -> Iterator[str]:
    for node in _nodes(tree):
        name = node.get("function_name")
        if isinstance(name, str) and name:
            yield name


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for child in tree.values():
            yield from _nodes(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from _nodes(child)
