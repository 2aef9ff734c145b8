"""Personas by rule: who is given which, on a story worked out by hand and by a slow twin."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.build import read_models
from pipeline.config.persona_checks import persona_mistakes
from pipeline.config.personas import Persona
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.settings_personas import persona_tables
from tests.spec.stories import BUYING, ask

RULES = """
[[persona]]
name = "big"
min_value = 50

[[persona]]
name = "mostly app"
channels = "app"
at_least = 0.5

[[persona]]
name = "young reader"
touchpoints = ["re*"]
told = ["young", "student"]
"""
STORY = """
    ana  10:00  visit  channel=web  persona=young
    ana  10:01  read   channel=web
    ana  10:02  buy    value=60
    bea  10:00  visit  channel=app
    bea  10:01  read   channel=web
    eva  10:00  visit  channel=app
    eva  10:01  read   channel=web
    eva  10:02  read   channel=web  persona=young
    eva  10:03  read   channel=web  persona=old
    leo  10:00  visit  channel=web  persona=young
    leo  10:01  buy    value=49
    zoe  10:00  visit  channel=web
"""


def test_the_first_persona_counts_all_of_whose_conditions_hold_else_what_was_told() -> None:
    found = ask(
        STORY,
        "select persona from marts.people order by (select min(event_id) from "
        "identity.person_events inner join identity.persons using (person_key) "
        "inner join identity.event_bundles using (event_key) "
        "where persons.person_id = people.person_id)",
        BUYING + RULES,
    )
    # ana is big before she is a young reader; half of bea's contacts are on the app, a quarter of
    # eva's; leo never read, so he is what was told, and of zoe nothing is known.
    assert found == ["big", "mostly app", "young reader", "young", None]


@pytest.fixture(scope="module")
def engine() -> Any:  # noqa: ANN401 - a generator
    with DuckDBEngine(":memory:", threads=1) as opened:
        for schema in ("config", "identity", "journeys", "staging"):
            opened.create_schema(schema)
        yield opened


KIND = ("read", "pay"), ("web", "app", None), ("mobile", None), ("young", "old", None)
EVENTS = st.lists(st.tuples(st.integers(1, 3), *(map(st.sampled_from, KIND))), max_size=12)
PERSONAS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        touchpoints=st.lists(st.sampled_from(["r*", "pay"]), max_size=2),
        channels=st.lists(st.sampled_from(["web", "a?p"]), max_size=1),
        told=st.lists(st.sampled_from(["old", "*"]), max_size=1),
        min_value=st.sampled_from([None, 0.0, 5.0]),
        max_value=st.sampled_from([None, 5.0, 9.0]),
        share=st.sampled_from([None, 0.5, 1.0]),
    ),
    max_size=3,
)


def _persona(name: str, chosen: dict[str, Any]) -> Persona | None:
    share = chosen.pop("share")
    if chosen["touchpoints"] or chosen["channels"]:
        chosen["at_least"] = share
    try:
        return Persona(name=name, **chosen)
    except ValidationError:
        return None  # without a condition


@settings(max_examples=40, deadline=None, derandomize=True)
@given(EVENTS, PERSONAS, st.lists(st.sampled_from([None, 3.0, 5.0, 9.0]), min_size=3, max_size=3))
def test_the_twin_gives_the_same(
    engine: DuckDBEngine, events: Sequence[Any], chosen: Sequence[Any], values: Sequence[Any]
) -> None:
    made = [_persona(f"p{number}", dict(one)) for number, one in enumerate(chosen)]
    personas = [persona for persona in made if persona]
    kinds = sorted({event[1:] for event in events}, key=str)
    text, count = pa.string(), pa.int64()
    tables = {
        "identity.person_events": pa.table(
            {
                "person_key": pa.array([event[0] for event in events], count),
                "kind_no": pa.array([kinds.index(event[1:]) for event in events], count),
            }
        ),
        "identity.persons": pa.table({"person_key": [1, 2, 3]}),
        "journeys.journeys": pa.table(
            {"person_key": [1, 2, 3, 1], "value": pa.array([*values, 1.0], pa.float64())}
        ),
        "journeys.kinds": pa.table(
            {
                "kind_no": pa.array(range(len(kinds)), count),
                **{
                    name: pa.array([kind[place] for kind in kinds], text)
                    for place, name in enumerate(("touchpoint", "channel", "device", "persona"))
                },
            }
        ),
    }
    tables["staging.event_kinds"] = tables["journeys.kinds"]
    for name, rows in tables.items():
        engine.put_table(TableName.parse(name), rows)
    for table, rows in persona_tables(personas).items():
        engine.put_table(table, rows)
    select = read_models()[TableName("journeys", "ruled_personas")].select
    found = {row["person_key"]: row["persona"] for row in engine.read(select).to_pylist()}
    worth = {person: (value or 0.0) for person, value in enumerate(values, start=1)}
    worth[1] += 1.0
    twin = {
        person: next(
            (
                persona.name
                for persona in personas
                if _holds(persona, [one[1:] for one in events if one[0] == person], worth[person])
            ),
            None,
        )
        for person in (1, 2, 3)
    }
    assert found == {person: name for person, name in twin.items() if name}


def _holds(persona: Persona, contacts: Sequence[Sequence[str | None]], value: float) -> bool:
    for place, patterns in ((0, persona.touchpoints), (1, persona.channels), (3, persona.told)):
        fitting = [
            one
            for one in contacts
            if any(one[place] and fnmatchcase(str(one[place]), each) for each in patterns)
        ]
        share = 0.0 if place == 3 or persona.at_least is None else persona.at_least
        if patterns and (not fitting or len(fitting) < share * len(contacts)):
            return False
    low = persona.min_value is None or value >= persona.min_value
    return low and (persona.max_value is None or value <= persona.max_value)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "needs a condition"),
        ({"told": ["x"], "at_least": 0.5}, "name some"),
        ({"min_value": 2, "max_value": 1}, "above"),
        ({"channels": ["x"], "at_least": 1.5}, "less than or equal to 1"),
    ],
)
def test_a_persona_that_cannot_be_is_refused(keys: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Persona(name="p", **keys)


def test_an_unknown_touchpoint_is_told_with_the_nearest_one() -> None:
    (mistake,) = persona_mistakes([{"name": "p", "touchpoints": ["rad", "pay*"]}], ["read", "pay"])
    assert (mistake.what, mistake.fix) == (
        'No touchpoint is called "rad".',
        'did you mean "read"?',
    )
    assert mistake.where == '[[persona]] "p" key "touchpoints"'
