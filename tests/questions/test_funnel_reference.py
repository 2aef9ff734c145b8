"""Whatever the options, a funnel finds what trying all choices finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.config.funnels import Funnel
from tests.examples import examples
from tests.questions.funnel_story import MINUTE_US, START_US, empty_warehouse, fill
from tests.reference.funnels import Answer, Step, funnel_by_trying

LETTERS = "abcde"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with empty_warehouse() as connection:
        yield connection


@st.composite
def journeys(draw: st.DrawFn) -> list[Step]:
    """A few journeys of two people on a grid of ten minutes: ties and overlaps are common."""
    steps = []
    for journey in range(1, draw(st.integers(2, 5))):
        times = sorted(draw(st.lists(st.integers(0, 6), min_size=1, max_size=6)))
        steps += [
            Step(
                person=journey % 2,
                journey=journey,
                step_no=number,
                at_us=START_US + 10 * minute * MINUTE_US,
                touchpoint=draw(st.sampled_from(LETTERS)),
                is_last=number == len(times),
                channel=draw(st.sampled_from([None, "web", "app"])),
            )
            for number, minute in enumerate(times, start=1)
        ]
    return steps


def names(most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([*LETTERS, "?"]), min_size=1, max_size=most, unique=True)


@st.composite
def funnels(draw: st.DrawFn) -> Funnel:
    """Any funnel of two to four steps, with any combination of options."""
    order = draw(st.sampled_from(["ordered", "ordered", "strict", "any"]))
    count = draw(st.integers(2, 4))
    letters = draw(st.permutations(LETTERS))
    apart = draw(st.booleans())
    steps = [
        {
            "touchpoint": [letters[n]] if apart else draw(names()),
            "optional": 0 < n < count - draw(st.integers(0, 1)) and draw(st.booleans()),
        }
        for n in range(count)
    ]
    required = [n + 1 for n, step in enumerate(steps) if not step["optional"]]
    assume(len(required) > 1)
    after = draw(st.sampled_from(required[:-1]))
    before = draw(st.sampled_from([None, *(n for n in required if n > after)]))
    between = {"after": after, "before": before} if order != "any" else {}
    exclusion = {"touchpoint": draw(names()), **between}
    voids = draw(st.sampled_from([[], [], ["entry"], ["person"], ["entry", "person"]]))
    minutes = draw(st.sampled_from([None, 10, 20, 30]))
    return Funnel.model_validate(
        {
            "name": "tried",
            "journey": "buy",
            "steps": steps,
            "order": order,
            "window": None if minutes is None else timedelta(minutes=minutes),
            "entry": draw(st.sampled_from(["best", "first"])),
            "hold": draw(st.sampled_from([None, None, "channel"])),
            "exclude": [{**exclusion, "voids": void} for void in voids],
        }
    )


def _decides_alone(funnel: Funnel) -> bool:
    """Whether no event would have to decide for two steps, which is refused."""
    found = [set("abcde" if "?" in s.touchpoint else s.touchpoint) for s in funnel.steps]
    return all(not found[one] & found[two] for one, two in funnel.rivals())


def _expected(answer: Answer, funnel: Funnel) -> list[Row]:
    """The rows of .frame() from what trying found."""
    rows: list[Row] = []
    for number in range(len(funnel.steps)):
        earlier = [place for place in funnel.required if place < number]
        later = [place for place in funnel.required if place > number]
        stood = {
            key
            for key, found in answer.units.items()
            if not earlier or found.done[earlier[-1]] is not None
        }
        did = {key for key in stood if answer.units[key].done[number] is not None}
        past = {key for key in stood if later and answer.units[key].done[later[0]] is not None}
        waits, spans = [], []
        for found in (answer.units[key] for key in did):
            at_us = found.line[found.done[number] or 0].at_us
            spans.append((at_us - found.entered.at_us) / 1e6)
            if earlier:
                waits.append((at_us - found.line[found.done[earlier[-1]] or 0].at_us) / 1e6)
        still = len((stood - did - past) & answer.open)
        exposed = len(stood) - still
        rows.append(
            {
                "units": len(did),
                "at_risk": len(stood),
                "open": still,
                "rate_of_first": len(did) / len(answer.units) if answer.units else None,
                "rate_of_previous": len(did) / len(stood) if earlier and stood else None,
                "rate_of_exposed": len(did) / exposed if earlier and exposed else None,
                "median_s": median(waits) if waits else None,
                "median_from_first_s": median(spans) if spans else None,
            }
        )
    return rows


@settings(max_examples=examples(50), deadline=None)
@given(
    steps=journeys(),
    funnel=funnels(),
    unit=st.sampled_from(["journeys", "people"]),
    is_open=st.sets(st.integers(1, 4)),
    by=st.sampled_from(["channel", "touchpoint", "persona"]),
    later=st.integers(0, 3),
)
def test_a_funnel_finds_what_trying_all_choices_finds(  # noqa: PLR0913, PLR0917
    db: duckdb.DuckDBPyConnection,
    steps: list[Step],
    funnel: Funnel,
    unit: Any,  # noqa: ANN401 - one of the two
    is_open: set[int],
    by: Any,  # noqa: ANN401 - one of the three
    later: int,
) -> None:
    assume(_decides_alone(funnel))
    as_of_us = max(step.at_us for step in steps) + 10 * later * MINUTE_US
    fill(db, steps, open_journeys=is_open, as_of_us=as_of_us, known=LETTERS)
    answer = funnel_by_trying(steps, funnel, unit=unit, open_journeys=is_open, as_of_us=as_of_us)
    given_apart = {"name", "unit", "by", "trend"}
    asked = {name: getattr(funnel, name) for name in type(funnel).model_fields.keys() - given_apart}
    found = jp.funnel(db, **asked, unit=unit, by=by, trend="week")
    expected = _expected(answer, funnel)
    for row, step in zip(expected, found.steps, strict=True):
        assert row == {
            "units": step.units,
            "at_risk": step.at_risk,
            "open": step.open,
            "rate_of_first": step.rate_of_first.value,
            "rate_of_previous": step.rate_of_previous.value,
            "rate_of_exposed": step.rate_of_exposed.value,
            "median_s": step.from_previous.median_s,
            "median_from_first_s": step.from_first.median_s,
        }
    assert found.void == len(answer.void)
    for groups in (found.values, found.periods):
        for number, step in enumerate(found.steps):
            assert sum(counts[number].units for _, counts in groups) == step.units
