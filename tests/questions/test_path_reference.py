"""Walks and flows agree with their reference, whatever is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.paths import paths
from tests.examples import examples
from tests.questions.path_world import NAMES, Told, Touch, empty_warehouse, steps_of, warehouse
from tests.reference import paths as reference
from tests.reference.patterns import text_of

PATTERN = ("row", [("steps", ["cart"], False), ("times", ("steps", ["help"], True), 0, None)])
LOOSE = (
    "or",
    [
        ("row", [("steps", ["web"], False), ("steps", ["pay now"], False)]),
        ("steps", ["help"], False),
    ],
)

touches = st.builds(
    lambda name, gap, channel, device, visit: (name, gap, channel, device, visit),
    st.sampled_from(NAMES),
    st.integers(0, 3),
    st.sampled_from(["web", "app", None]),
    st.sampled_from(["phone", None]),
    st.sampled_from([0, 0, 1, None]),
)


@st.composite
def journeys(draw: st.DrawFn) -> list[Told]:
    told = []
    for _ in range(draw(st.integers(1, 5))):
        second, session, own = draw(st.integers(0, 4)), 1, []
        for name, gap, channel, device, visit in draw(st.lists(touches, min_size=1, max_size=8)):
            second, session = second + gap, session + (visit or 0)
            own.append(Touch(name, second, channel, device, None if visit is None else session))
        outcome = draw(st.sampled_from(["reached", "ended", "open", "churned"]))
        told.append(Told(draw(st.sampled_from([1, 2, 3])), outcome, tuple(own)))
    return told


def _seconds(least: int | None, longest: int | None) -> Any:  # noqa: ANN401
    return tuple(
        None if second is None else timedelta(seconds=second) for second in (least, longest)
    )


places = (
    st.none()
    | st.lists(st.sampled_from(NAMES), min_size=1, max_size=2)
    | st.sampled_from([PATTERN, LOOSE])
)
windows = st.none() | st.tuples(st.sampled_from([None, 0, 1]), st.sampled_from([None, 1, 2, 6]))
shared = {
    "unit": st.sampled_from(["journeys", "people", "sessions"]),
    "occurrence": st.sampled_from(["first", "last", "every"]),
    "max_steps": st.integers(1, 6),
    "repeats": st.sampled_from(["as defined", "collapse", "keep"]),
    "repeat_time": st.sampled_from(["first", "last"]),
    "exclude": st.lists(st.sampled_from(NAMES), max_size=1),
    "exclude_voids": st.sampled_from(["entry", "person"]),
    "groups": st.sampled_from([{}, {"shop": ["cart", "web"]}, {"help": ["web"]}]),
    "hide": st.lists(st.sampled_from(["pay now", "help"]), max_size=2),
    "hidden": st.sampled_from(["gap", "join"]),
    "breakdown": st.sampled_from([None, "channel", "device", "persona"]),
}
anchored = st.fixed_dictionaries(
    shared
    | {
        "start": places,
        "end": places,
        "offset": st.sampled_from([0, 0, 1, -2, timedelta(seconds=2), timedelta(seconds=-1)]),
        "direction": st.sampled_from(["forward", "backward"]),
        "within": windows,
        "step_within": windows,
        "hold": st.sampled_from([None, "channel", "device"]),
    }
)
around = st.fixed_dictionaries(
    shared
    | {"around": places.filter(bool), "before": st.integers(0, 3), "after": st.integers(0, 3)}
)
transitions = st.fixed_dictionaries(
    shared | {"unit": st.just("transitions"), "step_within": windows}
)
plain = st.fixed_dictionaries(
    {"max_steps": st.integers(1, 4), "unit": st.sampled_from(["journeys", "transitions"])}
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "persona": st.sampled_from([["new"], ["new", "loyal"]]),
        "channel": st.sampled_from([["web"], ["web", "app"]]),
        "pattern": st.sampled_from([PATTERN, LOOSE]),
    },
)
USUAL: dict[str, Any] = {
    "unit": "journeys",
    "start": None,
    "end": None,
    "around": None,
    "before": 3,
    "after": 5,
    "occurrence": "first",
    "direction": "forward",
    "max_steps": 10,
    "repeat_time": "first",
    "exclude": [],
    "exclude_voids": "entry",
    "groups": {},
    "hide": [],
    "hidden": "gap",
    "hold": None,
    "breakdown": None,
    "repeats": "as defined",
    "offset": 0,
    "within": None,
    "step_within": None,
}


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with empty_warehouse() as engine:
        yield engine


def _asked(options: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    """The options as the question takes them."""
    asked = dict(options)
    for name in ("start", "end", "around"):
        if isinstance(asked.get(name), tuple):
            asked[name] = text_of(asked[name])
    for name in ("within", "step_within"):
        if asked.get(name) is not None:
            asked[name] = _seconds(*asked[name])
    filters = dict(chosen)
    if "pattern" in filters:
        filters["pattern"] = text_of(filters["pattern"])
    return asked | {"filters": filters}


def _meant(options: dict[str, Any], chosen: dict[str, Any], repeats: str) -> dict[str, Any]:
    """The options as the reference takes them."""
    meant = USUAL | options
    for name in ("within", "step_within"):
        least, longest = meant[name] or (None, None)
        meant[name] = tuple(None if one is None else one * 1_000_000 for one in (least, longest))
    offset = meant["offset"]
    by_time = isinstance(offset, timedelta)
    meant["offset"], meant["offset_us"] = (
        0 if by_time else offset,
        offset // timedelta(microseconds=1) if by_time else 0,
    )
    meant["collapse"] = (
        repeats if meant["repeats"] == "as defined" else meant["repeats"]
    ) == "collapse"
    meant["personas"], meant["channels"] = chosen.get("persona"), chosen.get("channel")
    return (
        meant
        | {"pattern": chosen.get("pattern")}
        | ({"max_steps": 2} if meant["unit"] == "transitions" else {})
    )


def _named(*values: Any) -> set[str]:  # noqa: ANN401
    """All names in options, however deep."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, tuple | list):
            found |= _named(*value)
        elif value in NAMES:
            found.add(value)
    return found


def _known(options: dict[str, Any], chosen: dict[str, Any]) -> bool:
    """Whether names survive groups and hiding, and an offset has what it moves."""
    renamed = {old: new for new, several in options.get("groups", {}).items() for old in several}
    left = {renamed.get(name, name) for name in NAMES}
    hidden = set(options.get("hide", []))
    asked = _named([options.get(key) for key in ("start", "end", "around", "exclude")])
    asked |= _named(chosen.get("pattern"))
    anchored = options.get("start") is not None or options.get("end") is not None
    return hidden <= left and asked <= left - hidden and (anchored or not options.get("offset"))


def _check(
    engine: DuckDBEngine,
    told: list[Told],
    repeats: str,
    options: dict[str, Any],
    chosen: dict[str, Any],
) -> None:
    warehouse(engine, told, repeats=repeats)
    meant = _meant(options, chosen, repeats)
    kept = meant["repeats"] == "keep" or repeats == "keep"
    walks = reference.walks_of(reference.lines_of(steps_of(told, collapse=not kept), meant), meant)
    expected = reference.flows_of(walks, meant)
    found = paths(engine.connection, journey="buy", **_asked(options, chosen))
    flows = Counter({(f.step_no, f.source, f.target): f.journeys for f in found.flows if f.step_no})
    together: Counter[tuple[int, str, str]] = Counter()
    for (_, *rest), count in expected.items():
        together[tuple(rest)] += count  # type: ignore[index]
    assert flows == together
    assert found.walks == sum(not walk.void for walk in walks) == found.sums["walks"]
    for name, part in found.parts.items():
        own = {(f.step_no, f.source, f.target): f.journeys for f in part.flows if f.step_no}
        named = None if name == "(unknown)" else name
        assert own == {tuple(key): n for (one, *key), n in expected.items() if one == named}
    voids = Counter(walk.void for walk in walks if walk.void)
    for fate in ("absent", "beyond", "outside", "changed", "excluded"):
        assert found.sums.get(f"{fate}_walks", 0) == voids[fate]
    if options.get("unit") != "transitions" and meant["direction"] == "forward":
        routes = Counter(
            (tuple(s.name for s in w.steps), reference.ending_of(w, meant))
            for w in walks
            if not w.void
        )
        rows = found.question.routes()
        assert {(tuple(r["route"]), r["ending"]): r["walks"] for r in rows} == routes
    assert all(abs(column - 1) < 1e-9 for column in found.step_matrix().sum())
    assert found.layout.journeys == found.walks


@settings(
    max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(journeys(), st.sampled_from(["collapse", "keep"]), anchored, filters)
def test_walks_from_a_place_to_a_place(
    engine: DuckDBEngine,
    told: list[Told],
    repeats: str,
    options: dict[str, Any],
    chosen: dict[str, Any],
) -> None:
    assume(_known(options, chosen))
    _check(engine, told, repeats, options, chosen)


@settings(
    max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(journeys(), st.sampled_from(["collapse", "keep"]), around | transitions, filters)
def test_walks_around_a_place_and_transitions(
    engine: DuckDBEngine,
    told: list[Told],
    repeats: str,
    options: dict[str, Any],
    chosen: dict[str, Any],
) -> None:
    assume(_known(options, chosen))
    _check(engine, told, repeats, options, chosen)


@settings(max_examples=examples(4), deadline=None)
@given(journeys(), st.sampled_from(["collapse", "keep"]), plain)
def test_whole_journeys(
    engine: DuckDBEngine, told: list[Told], repeats: str, options: dict[str, Any]
) -> None:
    _check(engine, told, repeats, options, {})
