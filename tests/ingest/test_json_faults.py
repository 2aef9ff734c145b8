"""JSON that can be parsed but not believed: a key twice in one object, nesting without end."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.json_faults import take_out_faults
from pipeline.sqlfiles import sql_text
from tests.ingest.web_files import FIXTURES, built, reasons

SOURCE = 'format = "ga4"'
GOOD = (FIXTURES / "ga4_events.jsonl").read_text().splitlines()[0]
INSIDE = GOOD.replace('"category":"mobile"', '"category":"tablet","category":"mobile"')
IN_A_LIST = GOOD.replace('{"key":"page_location"', '{"key":"x","key":"page_location"')
DEEP = GOOD[:-1] + ',"x":' + "[" * 200 + "]" * 200 + "}"


@pytest.mark.parametrize("shape", ["lines", "array"])
def test_a_record_that_cannot_be_believed_is_rejected_in_lines_and_in_an_array(
    tmp_path: Path, shape: str
) -> None:
    records = [GOOD, INSIDE, IN_A_LIST, DEEP, '{"event_name":"x",' + GOOD[1:]]
    text = "[" + ",\n".join(records) + "]" if shape == "array" else "\n".join(records) + "\n"
    events, rejects = built(tmp_path, SOURCE, {"events.json": text})
    assert [event["event"] for event in events] == ["page_view"]
    assert reasons(rejects) == [
        (2, "a key twice: category"),
        (3, "a key twice: key"),
        (4, "nested more than 128 deep"),
        (5, "a key twice: event_name"),
    ]


def test_an_array_nested_without_end_does_no_harm(tmp_path: Path) -> None:
    deep = GOOD[:-1] + ',"x":' + '{"a":' * 20_000 + "1" + "}" * 20_000 + "}"
    events, rejects = built(tmp_path, SOURCE, {"events.json": f"[{GOOD},{deep}]"})
    assert (len(events), reasons(rejects)) == (1, [(2, "nested more than 128 deep")])


def doubled(text: str) -> bool:
    """The slow twin: Python's parser shows every object as the pairs that were written."""
    found: list[bool] = []

    def seen(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    json.loads(text, object_pairs_hook=seen)
    return any(found)


def depth(value: object) -> int:
    """The slow twin of how deep a record is nested."""
    if not isinstance(value, list | dict):
        return 0
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max((depth(item) for item in inside), default=0)


# Objects are written by hand, because no dictionary holds a key twice.
VALUES = st.recursive(
    st.sampled_from(["1", "null", '"a"', '"{\\"a\\":1,\\"a\\":2}"']),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3).map(lambda items: f"[{','.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(["a", "b", "A", "a.b"]), inside), max_size=3).map(
            lambda pairs: "{" + ",".join(f'"{key}":{value}' for key, value in pairs) + "}"
        ),
    ),
    max_leaves=8,
)


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_the_records_found_are_those_a_parser_finds(values: list[str]) -> None:
    records = [f'{{"x":{value}}}' for value in values]
    with closing(DuckDBEngine(":memory:", threads=1)) as engine:
        engine.execute(sql_text("load/python_records.sql"))
        for number, record in enumerate(records):
            engine.execute("insert into delivered values (?, ?, true, ?)", [number, record, record])
        found = {line for line, _, _ in take_out_faults(engine)}
    assert found == {number for number, record in enumerate(records) if doubled(record)}


# Brackets inside of texts are none, and neither is a quote that a text has inside.
NESTED = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(alphabet='[]{}"\\\n a', max_size=6)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.dictionaries(st.text(alphabet='[}"a', max_size=3), inside, max_size=4),
    ),
    max_leaves=12,
)


@settings(deadline=None)  # an engine is opened for each example
@given(NESTED, st.integers(1, 6))
def test_the_records_nested_too_deep_are_those_a_parser_finds(value: object, levels: int) -> None:
    record = {"x": value, "long enough to be looked at": 0}
    with closing(DuckDBEngine(":memory:", threads=1)) as engine:
        reason = engine.scalar("select depth_fault(?, ?)", [json.dumps(record), levels])
    expected = f"nested more than {levels} deep" if depth(record) > levels else None
    assert reason == expected


@pytest.mark.parametrize(("levels", "is_taken"), [(127, True), (128, True), (129, False)])
def test_the_limit_itself_is_not_too_deep(levels: int, *, is_taken: bool) -> None:
    record = '{"x":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"
    with closing(DuckDBEngine(":memory:", threads=1)) as engine:
        reason = engine.scalar("select depth_fault(?, 128)", [record])
    assert (reason is None) is is_taken
