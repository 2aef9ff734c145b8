"""What can be done with paths once they are asked for, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.questions.clustered_shares import Share, difference_of
from pipeline.questions.paths import Paths, difference
from pipeline.questions.paths_options import PathChoices, PathOptions
from tests.questions.path_world import ONE, Ask, asking, empty_warehouse


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with empty_warehouse() as engine:
        yield engine


@pytest.fixture
def ask(engine: DuckDBEngine) -> Ask:
    return asking(engine)


def test_the_rest_of_a_step_is_kept_and_can_be_opened(ask: Ask) -> None:
    story = "\n".join(
        f"ana open: {name} 0" for name in ["web"] * 7 + ["cart"] * 2 + ["help", "pay~now"]
    )
    found = ask(story, top=1)
    assert found.open(1).to_numpy().tolist() == [["cart", 2], ["help", 1], ["pay now", 1]]
    covered = ask(story, coverage=0.7)  # web covers 7 of 11, and cart is needed to come to 0.7
    assert covered.open(1)["touchpoint"].tolist() == ["help", "pay now"]
    assert found.layout.journeys == 11


def test_parts_add_up_to_the_whole(ask: Ask) -> None:
    found = ask("ana open: web 0 app\n bea open: web 0\n eva open: web 0", breakdown="channel")
    assert {name: part.walks for name, part in found.parts.items()} == {"app": 1, "web": 2}
    assert found.frame()["journeys"].sum() == sum(f.journeys for f in found.flows)
    months = ask("ana open: web 0\n bea open: web 3000000", breakdown="month")
    assert list(months.parts) == ["1970-01-01", "1970-02-01"]


def test_routes_are_whole_and_their_coverage_adds_up(ask: Ask) -> None:
    routes = ask(
        "ana open: web 0, cart 1\n bea open: web 0, cart 1\n eva open: web 0", max_steps=1
    ).routes()
    assert routes["route"].tolist() == [["web", "cart"], ["web"]]
    assert routes["coverage"].tolist() == [pytest.approx(2 / 3), 1.0]


def test_routes_of_the_same_touchpoints_in_another_order_are_others(ask: Ask) -> None:
    story = "ana open: web 0, cart 1\n bea open: cart 0, web 1\n eva open: web 0, cart 1"
    found = ask(story)
    assert found.routes()[["route", "walks"]].to_numpy().tolist() == [
        [["web", "cart"], 2],
        [["cart", "web"], 1],
    ]
    assert found.routes(limit=1)["coverage"].tolist() == [pytest.approx(2 / 3)]
    assert ask(story, start="web", end="cart").routes(limit=1)["share"].tolist() == [1.0]
    assert ask(story, filters={"pattern": "web -> cart"}).walks == 2
    assert ask(story, start="cart -> web").walks == 1


def test_the_step_matrix_keeps_who_has_left(ask: Ask) -> None:
    matrix = ask("ana open: web 0\n bea ended: web 0, cart 1").step_matrix()
    shares = matrix.T.to_dict(orient="list")
    assert shares["(open)"] == [0.0, 0.5, 0.5]
    assert shares["cart"] == [0.0, 0.5, 0.0]
    assert matrix.sum().tolist() == [1.0, 1.0, 1.0]


def test_a_difference_has_newcombes_interval(ask: Ask) -> None:
    """56 of 70 against 48 of 80, the first example of Newcombe (1998): 0.0524 to 0.3339."""

    def group(cart: int, walks: int) -> Paths:
        lines = [f"ana ended: web 0{', cart 1' if no < cart else ''}" for no in range(walks)]
        return ask("\n".join(lines))

    rows = difference(group(56, 70), group(48, 80)).frame().set_index("to_touchpoint")
    cart = rows.loc["cart"]
    told = ("difference", "difference_low", "difference_high")
    assert [round(cart[name], 4) for name in told] == [0.2, 0.0524, 0.3339]
    assert cart["q"] < 0.05
    assert (rows.loc["web", "difference"], rows.loc["web", "q"]) == (0, 1)  # where all begin


def test_the_interval_of_a_difference_holds_the_true_one_as_often_as_it_says() -> None:
    """Drawn 400 times: shares that are small, equal and apart, in groups of unequal size."""
    draws = np.random.default_rng(1998)
    for share, other, walks, others in ((0.03, 0.03, 200, 900), (0.5, 0.35, 60, 90)):
        pairs = zip(
            draws.binomial(walks, share, 400), draws.binomial(others, other, 400), strict=True
        )
        found = [
            difference_of(Share(walks, n, 1, walks), Share(others, m, 1, others)) for n, m in pairs
        ]
        held = sum(each.low <= share - other <= each.high for each in found)
        assert 0.925 <= held / 400 <= 0.985


def test_the_difference_of_two_groups_adds_up_to_nothing(ask: Ask) -> None:
    one = ask("ana open: web 0\n bea ended: web 0, cart 1")
    two = ask("ana open: help 0")
    apart = difference(one, two)
    assert apart.step_matrix().sum().abs().max() == pytest.approx(0)
    row = apart.frame().query(
        "step_no == 1 and from_touchpoint == 'web' and to_touchpoint == 'cart'"
    )
    assert row[["first", "second", "difference"]].to_numpy().tolist() == [[1, 0, 0.5]]
    assert "help" in apart._repr_html_()
    assert len(apart.figure().data) == 1


def test_what_was_asked_stands_beside_the_picture(ask: Ask) -> None:
    found = ask(ONE, start="cart", hide="help")
    shown = found._repr_html_()
    assert "start = cart" in shown
    assert "steps hidden 1" in shown
    assert "start = cart" in found.figure().layout.annotations[-1].text
    assert found.graph().edges["cart", "[hidden]"]["transitions"] == 1
    assert found.transitions()["transitions"].sum() == sum(f.journeys for f in found.flows)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"strat": "cart"}, 'did you mean "start"?'),
        ({"unit": "persons"}, "journeys, people, sessions, transitions"),
        ({"start": "crat"}, 'did you mean "cart"?'),
        ({"start": "cart -> hlp"}, 'did you mean "help"?'),
        ({"filters": {"chanel": "web"}}, 'did you mean "channel"?'),
        ({"filters": {"period": "soon"}}, "2026-03-01"),
        ({"around": "cart", "start": "cart"}, "choose one"),
        ({"around": "cart", "within": "1 day"}, "use start or end"),
        ({"unit": "transitions", "start": "cart"}, "use another unit"),
        ({"offset": 1}, "name the touchpoint"),
        ({"within": "1 fortnight"}, "30 minutes"),
        ({"within": ("2 days", "1 day")}, "(least, longest)"),
        ({"max_steps": 0}, "one step at least"),
        ({"top": 0}, "one touchpoint at least"),
        ({"coverage": 1.5}, "write 0.95"),
        ({"before": -1}, "write 0"),
        ({"groups": {"(x)": "cart"}}, "[x]"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    ask: Ask, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(JourneysError) as caught:
        ask(ONE, **options)
    assert says in caught.value.fix


def test_every_option_can_be_chosen_and_is_explained() -> None:
    names = set(PathOptions.__dataclass_fields__)
    assert set(PathChoices.__annotations__) == names
    assert {name for name in names if f"`{name}`" not in (PathOptions.__doc__ or "")} == set()
