"""The definitions of journeys as tables of the schema `config`, and what else they are compared to.

In:     the tables [[journey]], each with its [[journey.compare]]
Out:    config.journeys and config.journey_touchpoints; the same with variant_no and the name of the
        variant in config.variant_journeys and config.variant_touchpoints. Variant 0 is the
        definition itself, of every journey; the others are of those that name so many
Units:  timeouts in microseconds
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from pipeline.config.durations import microseconds
from pipeline.config.journeys import Journey
from pipeline.engine.face import TableName
from pipeline.settings_names import plain_name

_TEXT, _COUNT = pa.string(), pa.int64()
_JOURNEY = pa.schema(
    {
        "journey": _TEXT, "journey_no": _COUNT, "objective": _TEXT, "protagonist": _TEXT,
        "boundary": _TEXT, "case_type": _TEXT, "timeout_us": _COUNT, "repeats": _TEXT,
        "start_touchpoints": _TEXT, "goal_touchpoints": _TEXT, "end_touchpoints": _TEXT,
    }
)  # fmt: skip
_TOUCHPOINT = pa.schema(
    {"journey_no": _COUNT, "role": _TEXT, "touchpoint": _TEXT, "outcome": _TEXT}
)
_VARIANT = (pa.field("variant_no", _COUNT), pa.field("variant", _TEXT))
Row = dict[str, object]
_Numbered = tuple[int, str | None, int, Journey]


def journey_tables(journeys: Iterable[Journey]) -> dict[TableName, pa.Table]:
    """The four tables."""
    listed = list(_numbered(list(journeys)))
    chosen = [(no, journey) for variant_no, _, no, journey in listed if not variant_no]
    made = {
        "journeys": ([_journey(no, journey) for no, journey in chosen], _JOURNEY),
        "journey_touchpoints": (
            [row for no, journey in chosen for row in _touchpoints(no, journey)],
            _TOUCHPOINT,
        ),
        "variant_journeys": (
            [_of(each, _journey(each[2], each[3])) for each in listed],
            pa.schema([*_VARIANT, *_JOURNEY]),
        ),
        "variant_touchpoints": (
            [_of(each, row) for each in listed for row in _touchpoints(each[2], each[3])],
            pa.schema([*_VARIANT, *_TOUCHPOINT]),
        ),
    }
    return {
        TableName("config", name): pa.Table.from_pylist(rows, schema=schema)
        for name, (rows, schema) in made.items()
    }


def _numbered(journeys: list[Journey]) -> Iterator[_Numbered]:
    """Every definition and variant, by the number of the variant."""
    most = max((len(journey.compare) for journey in journeys), default=0)
    for journey_no, journey in enumerate(journeys, start=1):
        yield 0, None, journey_no, journey
    for variant_no in range(1, most + 1):
        for journey_no, journey in enumerate(journeys, start=1):
            if variant_no <= len(journey.compare):
                variant = journey.compare[variant_no - 1]
                yield variant_no, variant.name, journey_no, journey.under(variant)


def _of(each: _Numbered, row: Row) -> Row:
    return {"variant_no": each[0], "variant": each[1], **row}


def _journey(journey_no: int, journey: Journey) -> Row:
    return {
        "journey": journey.name,
        "journey_no": journey_no,
        "objective": journey.objective,
        "protagonist": journey.protagonist,
        "boundary": journey.boundary,
        "case_type": journey.case,
        "timeout_us": microseconds(journey.timeout),
        "repeats": journey.repeats,
        "start_touchpoints": ", ".join(journey.start) or None,
        "goal_touchpoints": ", ".join(journey.goal),
        "end_touchpoints": ", ".join(name for ends in journey.ends.values() for name in ends)
        or None,
    }


def _touchpoints(journey_no: int, journey: Journey) -> Iterator[Row]:
    roles: list[tuple[str, str | None, list[str]]] = [
        ("start", None, journey.start),
        ("exclude", None, journey.exclude),
        ("goal", "reached", journey.goal),
        *(("end", outcome, names) for outcome, names in journey.ends.items()),
    ]
    for role, outcome, names in roles:
        for name in names:
            yield {
                "journey_no": journey_no,
                "role": role,
                "touchpoint": plain_name(name),
                "outcome": outcome,
            }
