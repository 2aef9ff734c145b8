"""What DuckDB's own parser finds in the text of a model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb

from pipeline.engine.face import TableName


def tables_read(select: str) -> set[TableName]:
    """The tables with a schema that one SELECT reads."""
    return {
        TableName(node["schema_name"], node["table_name"])
        for node in nodes(tree_of(select))
        if node.get("type") == "BASE_TABLE" and node["schema_name"]
    }


def functions_called(select: str) -> set[str]:
    """The functions and operators that it calls, by name."""
    names = (node.get("function_name") for node in nodes(tree_of(select)))
    return {name for name in names if isinstance(name, str) and name}


@cache
def tree_of(select: str) -> dict[str, Any]:
    """The text as a tree; it must be one SELECT."""
    rows = duckdb.execute("select json_serialize_sql(?)", [select]).fetchall()
    tree: dict[str, Any] = json.loads(rows[0][0])
    assert not tree["error"], tree["error_message"]
    assert len(tree["statements"]) == 1
    return tree


def nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Everything in a tree that has fields."""
    if isinstance(tree, dict):
        yield tree
        for child in tree.values():
            yield from nodes(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from nodes(child)
