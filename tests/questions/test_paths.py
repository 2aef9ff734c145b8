"""What paths show, worked out by hand: one test a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.paths import paths
from tests.questions.path_world import ONE, Ask, asking, empty_warehouse, lines, told, warehouse


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with empty_warehouse() as engine:
        yield engine


@pytest.fixture
def ask(engine: DuckDBEngine) -> Ask:
    return asking(engine)


def test_opposite_flows_with_equal_totals_give_different_pictures(ask: Ask) -> None:
    forth = ask("ana ended: web 0, cart 1\n bea ended: help 0, pay~now 1")
    crossed = ask("ana ended: web 0, pay~now 1\n bea ended: help 0, cart 1")
    reverse = ask("ana ended: cart 0, web 1\n bea ended: pay~now 0, help 1")
    drawings = {found._repr_html_().partition("<p>")[0] for found in (forth, crossed, reverse)}
    assert len(drawings) == 3
    assert lines(forth)[:2] == ["1 help > pay now 1", "1 web > cart 1"]
    assert lines(crossed)[:2] == ["1 help > cart 1", "1 web > pay now 1"]
    assert forth.minus(crossed).frame()["difference"].abs().sum() == 2.0  # 4 flows differ by a half


def test_a_walk_ends_as_its_journey_does(ask: Ask) -> None:
    found = ask("ana reached: web 0\n bea ended: web 0\n eva open: web 0\n ana churned: web 9")
    assert lines(found) == [
        "1 web > (churned) 1",
        "1 web > (ended) 1",
        "1 web > (open) 1",
        "1 web > (reached) 1",
    ]


def test_who_goes_on_after_the_last_step_goes_to_more_and_a_last_step_does_not(ask: Ask) -> None:
    story = "ana open: web 0, cart 1, help 2\n bea open: web 0, cart 1"
    assert lines(ask(story, max_steps=2)) == [
        "1 web > cart 2",
        "2 cart > (more) 1",
        "2 cart > (open) 1",
    ]


def test_steps_before_the_start_are_no_part_of_the_walk(ask: Ask) -> None:
    found = ask(ONE + "\n bea open: web 0, help 1", start="cart")
    assert lines(found)[0] == "1 cart > help 1"
    assert (found.walks, found.sums["absent_walks"], found.sums["steps_on_walks"]) == (1, 1, 4)


def test_the_last_and_every_occurrence_begin_elsewhere(ask: Ask) -> None:
    assert lines(ask(ONE, start="cart", occurrence="last")) == [
        "1 cart > pay now 1",
        "2 pay now > (reached) 1",
    ]
    every = ask(ONE, start="cart", occurrence="every")
    assert lines(every)[:2] == ["1 cart > help 1", "1 cart > pay now 1"]
    assert list(every.frame().columns)[-1] == "entries"


def test_a_walk_reaches_the_nearest_end_and_goes_on_to_more(ask: Ask) -> None:
    assert lines(ask(ONE, start="web", end="cart")) == ["1 web > cart 1", "2 cart > (more) 1"]
    both = ask(ONE, start="cart", end="cart")
    assert lines(both) == ["1 cart > help 1", "2 help > cart 1", "3 cart > (more) 1"]
    assert ask(ONE, start="pay now", end="web").sums["absent_walks"] == 1


def test_the_last_start_is_the_last_that_has_an_end(ask: Ask) -> None:
    assert lines(ask(ONE, start="cart", end="help", occurrence="last")) == [
        "1 cart > help 1",
        "2 help > (more) 1",
    ]


def test_a_walk_longer_than_the_steps_shown_is_cut_at_its_far_side(ask: Ask) -> None:
    forward = ask(ONE, start="web", end="pay now", max_steps=2)
    assert lines(forward) == ["1 web > cart 1", "2 cart > (more) 1"]
    backward = ask(ONE, start="web", end="pay now", max_steps=2, direction="backward")
    assert lines(backward) == ["1 pay now > cart 1", "2 cart > (more) 1"]


def test_backward_walks_leave_to_where_the_journey_started(ask: Ask) -> None:
    found = ask(ONE, end="help", direction="backward")
    assert lines(found) == ["1 help > cart 1", "2 cart > web 1", "3 web > (start) 1"]
    assert found.flows[0].source == "(end)"


def test_an_offset_moves_the_place_by_steps_or_by_time(ask: Ask) -> None:
    assert lines(ask(ONE, start="cart", offset=-1))[0] == "1 web > cart 1"
    assert lines(ask(ONE, start="cart", offset="2 seconds"))[0] == "1 cart > pay now 1"
    assert lines(ask(ONE, start="pay now", offset=timedelta(seconds=-14)))[0] == "1 help > cart 1"
    assert ask(ONE, start="pay now", offset=1).sums["beyond_walks"] == 1


def test_repeats_are_collapsed_before_walks_are_cut(ask: Ask) -> None:
    story = "ana open: web 0, web 1, web 2, cart 3"
    assert lines(ask(story, max_steps=2)) == ["1 web > cart 1", "2 cart > (open) 1"]
    assert lines(ask(story, max_steps=2, repeats="keep")) == ["1 web > web 1", "2 web > (more) 1"]
    assert lines(ask(story, defined="keep", repeats="collapse", max_steps=2))[0] == "1 web > cart 1"
    assert lines(ask(story, defined="keep", max_steps=2))[0] == "1 web > web 1"


def test_a_collapsed_step_has_its_first_or_its_last_time(ask: Ask) -> None:
    story = "ana open: web 0, web 50, cart 60"
    assert lines(ask(story, step_within="30 seconds"))[0] == "1 web > (outside) 1"
    assert lines(ask(story, step_within="30 seconds", repeat_time="last"))[0] == "1 web > cart 1"


def test_steps_at_one_instant_keep_their_order_and_have_no_time_between(ask: Ask) -> None:
    story = "ana open: web 7, cart 7, help 7"
    assert lines(ask(story))[:2] == ["1 web > cart 1", "2 cart > help 1"]
    assert lines(ask(story, step_within=(timedelta(0), "1 second")))[0] == "1 web > cart 1"
    assert lines(ask(story, step_within=("1 second", None))) == ["1 web > (outside) 1"]


def test_a_window_that_is_just_met_is_met(ask: Ask) -> None:
    assert lines(ask(ONE, within="5 seconds")) == ["1 web > cart 1", "2 cart > (outside) 1"]
    voided = ask(ONE, start="web", end="pay now", within="19 seconds")
    assert (voided.walks, voided.sums["outside_walks"]) == (0, 1)
    assert ask(ONE, start="web", end="pay now", within="20 seconds").walks == 1
    assert ask(ONE, start="web", end="pay now", within=("21 seconds", None)).walks == 0


def test_exclusions_void_the_walk_or_all_walks_of_the_person(ask: Ask) -> None:
    story = "ana open: web 0, help 1\n ana reached: web 9, cart 10\n bea open: web 0"
    walk = ask(story, exclude="help")
    assert (walk.walks, walk.sums["excluded_walks"]) == (2, 1)
    person = ask(story, exclude="help", exclude_voids="person")
    assert (person.walks, person.sums["excluded_walks"]) == (1, 2)
    assert ask(story, exclude="help", start="cart").walks == 1  # help is not on that walk


def test_neighbours_of_a_hidden_step_are_joined_only_if_said_so(ask: Ask) -> None:
    gap = ask(ONE, hide="help")
    assert lines(gap)[1:3] == ["2 cart > [hidden] 1", "3 [hidden] > cart 1"]
    assert (gap.sums["steps_hidden"], gap.sums["events_hidden"]) == (1, 1)
    join = ask(ONE, hide="help", hidden="join")
    assert lines(join) == ["1 web > cart 1", "2 cart > pay now 1", "3 pay now > (reached) 1"]
    assert join.sums["steps_hidden"] == 1


def test_a_filter_of_steps_hides_the_others(ask: Ask) -> None:
    story = "ana open: web 0, cart 1 app, help 2"
    assert lines(ask(story, filters={"channel": "web"}))[:2] == [
        "1 web > [hidden] 1",
        "2 [hidden] > help 1",
    ]
    joined = ask(story, filters={"channel": ["web"]}, hidden="join")
    assert lines(joined)[0] == "1 web > help 1"


def test_filters_of_units_leave_out_whole_units(ask: Ask) -> None:
    story = "ana open: web 0\n bea open: cart 0, help 9\n eva open: cart 90000, web 90001"
    assert lines(ask(story, filters={"persona": "loyal"})) == ["1 cart > web 1", "2 web > (open) 1"]
    fitting = ask(story, filters={"pattern": "^ cart -> [help|web] $"})
    assert (fitting.walks, fitting.sums["units_left_out"]) == (2, 1)
    # 1970-01-01 00:00 UTC is 01:00 in Madrid, and 90 000 seconds later it is the second of January.
    assert ask(story, filters={"period": ("1970-01-01", "1970-01-02")}).walks == 2
    assert ask(story, filters={"period": ("1970-01-01 01:00:01", None)}).walks == 1


def test_groups_are_made_before_repeats_are_collapsed(ask: Ask) -> None:
    found = ask(ONE, groups={"shop": ["web", "cart"], "later": "*"})
    assert lines(found)[:2] == ["1 shop > later 1", "2 later > shop 1"]


def test_a_held_property_ends_the_walk_where_it_changes(ask: Ask) -> None:
    story = "ana reached: web 0, cart 1, help 2 app, cart 3"
    assert lines(ask(story, hold="channel")) == ["1 web > cart 1", "2 cart > (changed) 1"]


def test_people_are_one_line_even_in_two_journeys_at_once(ask: Ask) -> None:
    story = "ana reached: web 0, pay~now 9\n ana open: help 4, cart 20"
    found = ask(story, unit="people")
    assert lines(found) == [
        "1 web > help 1",
        "2 help > pay now 1",
        "3 pay now > cart 1",
        "4 cart > (open) 1",
    ]
    assert ask(story).walks == 2


def test_a_session_that_is_not_the_last_leaves_to_later(engine: DuckDBEngine) -> None:
    story = told("ana reached: web 0, cart 1")
    first, second = story[0].touches
    moved = [type(story[0])(1, "reached", (first, type(second)(second.name, 9_000, session=2)))]
    warehouse(engine, moved, repeats="collapse")
    found = paths(engine.connection, journey="buy", unit="sessions")
    assert lines(found) == ["1 cart > (reached) 1", "1 web > (later) 1"]


def test_transitions_are_counted_wherever_they_occur(ask: Ask) -> None:
    found = ask("ana reached: web 0, cart 1, web 2, cart 3, help 4", unit="transitions")
    assert lines(found)[:3] == ["1 cart > help 1", "1 cart > web 1", "1 help > (reached) 1"]
    assert lines(found)[3] == "1 web > cart 2"
    assert found.walks == 5


def test_around_a_place_all_walks_have_it_at_one_step(ask: Ask) -> None:
    story = "ana reached: web 0, cart 1, help 2, pay~now 3\n bea open: help 0"
    found = ask(story, around="help", before=3, after=1)
    matrix = found.step_matrix().T.to_dict()
    assert matrix["help"] == {-3: 0.0, -2: 0.0, -1: 0.0, 0: 1.0, 1: 0.0, 2: 0.0}
    assert [matrix["[not begun]"][step] for step in (-3, -2, -1)] == [1.0, 0.5, 0.5]
    assert (
        ask(ONE, around="cart", before=0, after=1, occurrence="last").flows[1].target == "pay now"
    )


def test_a_pattern_can_be_a_place(ask: Ask) -> None:
    assert lines(ask(ONE, start='cart -> "pay now"'))[0] == "1 cart > pay now 1"
    assert lines(ask(ONE, end="web -> cart"))[-1] == "2 cart > (more) 1"
    assert ask(ONE, start="help -> web").sums["absent_walks"] == 1
