"""What became of journeys, on the page: by time, by funnel, by credit."""

import re
from xml.etree import ElementTree as ET

import pytest

from pipeline.report.credit import MODELS, credits_of
from pipeline.report.funnels import funnels_of, groups_of
from pipeline.report.page import build_page
from pipeline.report.plans import plans_of
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html
from pipeline.report.timing import Timing, timing_of
from pipeline.report.timing_chart import TimingStyle, svg_timing, ticks
from pipeline.report.unusual import pieces_of
from tests.report.company import journeys
from tests.report.marts import warehouse

DAY_S = 86_400.0
STYLE = TimingStyle(
    label="<fates>",
    name=lambda band: band.name,
    percent=lambda share: f"{share:.0%}",
    period=lambda seconds: f"{seconds / DAY_S:g} d",
)


def incidences(**shares: list[float]) -> tuple[dict[str, object], ...]:
    """Rows of a query: shares by outcome at day 0, 1, 2 ...; 40 journeys less 10 a day."""
    return tuple(
        {"outcome": outcome, "time_s": day * DAY_S, "share": share, "low": None, "high": None,
         "at_risk": 40 - 10 * day}
        for outcome, listed in shares.items()
        for day, share in enumerate(listed)
    )  # fmt: skip


THREE_DAYS = incidences(
    ended=[0.0, 0.25, 0.5, 0.5],
    undecided=[1.0, 0.5, 0.25, 0.0],
    cancelado=[0.0, 0.0, 0.125, 0.25],
    reached=[0.0, 0.25, 0.125, 0.25],
)


def test_bands_go_from_the_goal_at_the_bottom_to_the_drop_off_on_top() -> None:
    timing = timing_of(THREE_DAYS, small=10)
    assert [(band.name, band.kind) for band in timing.bands] == [
        ("reached", "reached"), ("cancelado", "end"), ("undecided", "undecided"),
        ("ended", "ended"),
    ]  # fmt: skip


def test_the_curve_ends_where_too_few_are_at_risk_to_go_on() -> None:
    assert timing_of(THREE_DAYS, small=10).times_s == (0.0, DAY_S, 2 * DAY_S, 3 * DAY_S)
    assert timing_of(THREE_DAYS, small=15).times_s == (0.0, DAY_S, 2 * DAY_S)
    assert timing_of((), small=10) == Timing((), (), (), ())


def corners(path: str) -> list[tuple[float, float]]:
    """The corners of a path of M, H and V."""
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MHV])([\d. ]+)", path):
        first, *second = map(float, numbers.split())
        if command == "M":
            found.append((first, second[0]))
        else:
            x, y = found[-1]
            found.append((first, y) if command == "H" else (x, first))
    return found


def heights(svg: str) -> list[tuple[str, float, float]]:
    """Of each band its class, and where its right end begins and stops, as shares."""
    found = []
    for path in ET.fromstring(svg).iter("path"):  # noqa: S314 - our own drawing
        if path.get("class") != "lead":
            points = corners(path.get("d", ""))
            right = max(x for x, _ in points)
            ends = sorted((240 - y) / 232 for x, y in points if x == right)
            found.append((path.get("class", ""), round(ends[0], 3), round(ends[-1], 3)))
    return found


def test_the_bands_of_the_picture_fill_its_height() -> None:
    svg = svg_timing(timing_of(THREE_DAYS, small=15), STYLE)
    # The last day begins at its right edge, so the edge shows the step from day 1 to day 2.
    assert heights(svg) == [
        ("x-reached", 0.0, 0.25), ("x-end", 0.125, 0.25), ("x-undecided", 0.25, 0.75),
        ("x-ended", 0.5, 1.0),
    ]  # fmt: skip
    assert "&lt;fates&gt;" in svg


@pytest.mark.parametrize("days", [0.01, 0.3, 1, 3, 9, 44, 400, 9000])
def test_the_axis_of_time_has_some_ticks_and_never_too_many(days: float) -> None:
    found = ticks(days * DAY_S)
    assert len(found) <= 8
    assert all(tick <= days * DAY_S for tick in found)
    assert found or days * DAY_S < 3600


def funnel_row(step_no: int, journeys: int, at_risk: int, **more: object) -> dict[str, object]:
    rates = {
        f"rate_of_{of}{end}": 0.5 for of in ("first", "exposed") for end in ("", "_low", "_high")
    }
    return {
        "funnel": "buy", "step_no": step_no, "touchpoint": f"T{step_no}", "is_optional": False,
        "unit": "journeys",
        "journeys": journeys, "at_risk": at_risk, "open": 0, "median_s": 1.0, "p90_s": 2.0,
        **rates, **more,
    }  # fmt: skip


def test_the_worst_step_is_the_one_that_loses_most_of_those_decided() -> None:
    rows = (
        funnel_row(1, 100, 100),
        funnel_row(2, 60, 100, open=35),  # 5 lost
        funnel_row(3, 5, 60, is_optional=True),  # nobody has to do it
        funnel_row(4, 40, 60),  # 20 lost
    )
    (funnel,) = funnels_of(rows, (), small=10)
    assert funnel.worst == 3
    assert [step.is_small for step in funnel.steps] == [False, False, True, False]


def test_small_groups_of_a_funnel_are_one_that_is_not_small() -> None:
    def groups(*counts: tuple[str, int, int]) -> list[tuple[str | None, int, int]]:
        names = ("dimension", "value", "entered", "done")
        rows = [dict(zip(names, ("channel", *each), strict=True)) for each in counts]
        return [(each.value, each.entered, each.done) for each in groups_of(rows, small=10)]

    assert groups(("app", 60, 20), ("web", 90, 0)) == [("app", 60, 20), ("web", 90, 0)]
    # All but three of the store went through, so that app has to go with it.
    assert groups(("app", 60, 20), ("store", 20, 17), ("web", 90, 30)) == [
        ("web", 90, 30), (None, 80, 37),
    ]  # fmt: skip
    assert groups(("app", 4, 1)) == []


def test_a_funnel_that_loses_nobody_has_no_worst_step() -> None:
    (funnel,) = funnels_of((funnel_row(1, 30, 30), funnel_row(2, 30, 30)), (), small=10)
    assert funnel.worst is None


def credit_rows(**conversions: tuple[float, float]) -> tuple[dict[str, object], ...]:
    """Credit by Shapley, and by all other models."""
    return tuple(
        {"dimension": "channel", "model": model, "value_name": name,
         "conversions": shapley if model == "shapley" else other, "value": None}
        for name, (shapley, other) in conversions.items()
        for model in MODELS
    )  # fmt: skip


def test_small_credits_are_summed_and_nothing_is_lost() -> None:
    (found,) = credits_of(credit_rows(web=(20, 12), app=(3, 4), sms=(2, 9)), small=10)
    assert [(row.name, row.least, row.most) for row in found.rows] == [("web", 12, 20)]
    assert (found.hidden, found.hidden_conversions[:2]) == (2, (5, 13))
    assert found.conversions == 25


def test_what_one_model_gives_much_is_shown() -> None:
    (found,) = credits_of(credit_rows(web=(20, 12), app=(3, 10)), small=10)
    assert [row.name for row in found.rows] == ["web", "app"]
    assert found.axis_end == 20


def test_one_value_alone_is_no_attribution() -> None:
    assert credits_of(credit_rows(web=(20, 20)), small=10) == ()


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_says_the_numbers_of_the_marts(language: str) -> None:
    page = build_page(read_marts(warehouse(journeys(600))), language=language)
    html = page_as_html(page)
    for number, journey in enumerate(page.journeys, start=1):
        assert f'id="j{number}-timing"' in html
        assert f'id="j{number}-credit"' in html
        assert [step.journeys for step in journey.funnels[0].steps] == sorted(
            (step.journeys for step in journey.funnels[0].steps), reverse=True
        )
        for place in range(len(journey.timing.times_s)):
            shares = sum(band.points[place].share for band in journey.timing.bands)
            assert shares == pytest.approx(1)


def test_other_definitions_stand_below_the_one_in_force() -> None:
    html = page_as_html(build_page(read_marts(warehouse(journeys(600))), language="en"))
    rows = re.findall(r"<tr>.*", html[html.index('id="j1-cuts"') :])[1:3]
    assert "In force" in rows[0]
    assert "&lt;b&gt;alta&lt;/b&gt; per case" in rows[1]
    assert "One journey per case." in rows[1]
    assert rows[1].count(">0<") >= 5


def deviation(kind: str, journeys: int, **more: object) -> dict[str, object]:
    row = {
        "plan": "p", "kind": kind, "step_no": 1, "touchpoint": "T", "journeys": journeys,
        "share": 0.1, "share_low": 0.0, "share_high": 0.2, "reached_with": 0.2,
        "reached_without": 0.3, "difference": -0.1, "difference_low": -0.2,
        "difference_high": -0.05, "q": 0.01,
    }  # fmt: skip
    return row | more


def test_a_plan_tells_its_states_and_its_most_frequent_deviations() -> None:
    rows = [
        deviation("conforming", 50),
        deviation("open", 5),
        *(deviation("skipped", 20 + step, step_no=step) for step in range(12)),
        deviation("late", 9),
        deviation("added", 0),
        deviation("stopped", 99),
    ]
    (plan,) = plans_of(tuple(rows), small=10)
    assert [state.name for state in plan.states] == ["conforming", "open"]
    assert [one.step_no for one in plan.deviations] == list(range(2, 12))
    assert (plan.more, plan.hidden) == (2, 1)


@pytest.mark.parametrize(
    ("difference", "q", "verdict"),
    [(-0.1, 0.04, "worse"), (0.1, 0.04, "better"), (-0.1, 0.06, "same"), (None, 1.0, "same")],
)
def test_a_difference_is_marked_where_it_is_hardly_chance(
    difference: float | None, q: float, verdict: str
) -> None:
    (plan,) = plans_of((deviation("late", 30, difference=difference, q=q),), small=10)
    assert plan.deviations[0].verdict == verdict


def test_ways_taken_more_often_come_first_and_few_people_are_not_counted() -> None:
    row = {
        "from_touchpoint": "a", "middle": "b", "to_touchpoint": "c", "expected": 30.0, "came": 90,
        "share": 0.1, "share_low": 0.0, "share_high": 0.2, "share_elsewhere": 0.3,
    }  # fmt: skip
    found = pieces_of(
        (
            {**row, "direction": "under", "observed": 9},
            {**row, "direction": "under", "observed": 0},
            {**row, "direction": "over", "observed": 60},
        ),
        small=10,
    )
    assert [(piece.is_more, piece.observed) for piece in found] == [
        (True, 60), (False, None), (False, 0),
    ]  # fmt: skip


def test_the_page_hides_the_few_who_take_a_way_or_leave_a_plan() -> None:
    html = page_as_html(build_page(read_marts(warehouse(journeys(600))), language="en"))
    ways = html[html.index('id="j1-unusual"') : html.index('id="j1-plan1"')]
    assert "&lt; 10" in ways
    assert ">60<" in ways
    plan = html[html.index('id="j1-plan1"') : html.index('id="j1-funnel1"')]
    assert "left out: Carrito / Pago" in plan
    assert "1 more of fewer than 10 journeys" in plan
    assert "−50.0" in plan  # noqa: RUF001 - a true minus
