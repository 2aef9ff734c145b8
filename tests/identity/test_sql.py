"""The SQL that joins identifiers keeps the rules of models, so that Spark can read it as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.models import REQUIRED_FIELDS, parse_header
from pipeline.sqlfiles import sql_root
from tests.spec.test_models import PORTABLE

FOLDERS = ("changes", "components", "sensitivity")
FILES = sorted(path for name in FOLDERS for path in (sql_root() / name).glob("*.sql"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def nodes(path: Path) -> Iterator[dict[str, Any]]:
    """Everything in the text as DuckDB's parser sees it."""
    with duckdb.connect() as parser:
        text = path.read_text("utf-8")
        ((tree,),) = parser.execute("select json_serialize_sql(?)", [text]).fetchall()
    waiting = [json.loads(tree)]
    assert not waiting[0]["error"]
    assert len(waiting[0]["statements"]) == 1
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
        if isinstance(node, dict | list):
            waiting += node.values() if isinstance(node, dict) else node


def test_there_are_some() -> None:
    assert len(FILES) > 10


@every_file
def test_the_header_names_the_tables_that_are_read(path: Path) -> None:
    header = parse_header(path.read_text("utf-8"))
    assert set(REQUIRED_FIELDS) <= set(header)
    assert header["Grain"].startswith("one row")
    reads = [word.strip() for word in header["Reads"].split(",")]
    assert reads == sorted(reads)
    assert set(reads) == {
        f"{node['schema_name']}.{node['table_name']}"
        for node in nodes(path)
        if node.get("type") == "BASE_TABLE" and node["schema_name"]
    }


@every_file
def test_the_functions_used_exist_in_both_engines(path: Path) -> None:
    used = {node["function_name"] for node in nodes(path) if node.get("function_name")}
    assert used - PORTABLE == set()
