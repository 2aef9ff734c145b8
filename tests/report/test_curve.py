"""The emotion curve: it keeps between its points, leaves gaps, and no label covers another."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.curve import band, path, value_at
from pipeline.report.curve_canvas import Canvas, CurveStyle, runs_of
from pipeline.report.curve_labels import Box, Wish, place_labels
from pipeline.report.curve_svg import svg_curve
from pipeline.report.map_model import Emotion, Mood

STYLE = CurveStyle(
    name="j1-mood", label="Emotion", score=lambda value: f"{value:+.2f}",
    title=lambda mood: mood.touchpoint, best="best", worst="worst", good="positive",
    neutral="neutral", bad="negative", nothing="nothing here",
)  # fmt: skip


def mood(column: int, name: str, mean: float | None, half: float = 0.1) -> Mood:
    low, high = (None, None) if mean is None else (mean - half, mean + half)
    return Mood(column, name, "rating", 100, 50, 40, mean, low, high)


@given(st.lists(st.tuples(st.integers(1, 40), st.floats(-2, 2)), min_size=2, max_size=8))
def test_between_two_points_the_curve_is_never_above_or_below_both(
    steps: list[tuple[int, float]],
) -> None:
    x, points = 0.0, []
    for width, y in steps:
        x += width
        points.append((x, y))
    for (x0, y0), (x1, y1) in pairwise(points):
        assert abs(value_at(points, x0) - y0) < 1e-9
        for part in range(11):
            y = value_at(points, x0 + (x1 - x0) * part / 10)
            assert min(y0, y1) - 1e-9 <= y <= max(y0, y1) + 1e-9


def test_the_drawn_path_is_the_curve() -> None:
    points = [(0.0, 0.0), (30.0, 60.0), (60.0, 30.0)]
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path(points))]
    (x0, y0), *handles = zip(numbers[::2], numbers[1::2], strict=True)
    first, second, third, end = y0, handles[0][1], handles[1][1], handles[2][1]
    middle = (first + 3 * second + 3 * third + end) / 8  # a cubic by Bezier at one half
    assert (x0, handles[2]) == (0.0, (30.0, 60.0))
    assert abs(middle - value_at(points, 15.0)) < 0.1


def test_the_band_goes_there_and_back() -> None:
    low, high = [(0.0, 5.0), (9.0, 6.0)], [(0.0, 1.0), (9.0, 2.0)]
    assert band(low, high) == "M0.0 1.0C3.0 1.3 6.0 1.7 9.0 2.0L9.0 6.0C6.0 5.7 3.0 5.3 0.0 5.0Z"


def test_the_curve_is_broken_where_nothing_is_known() -> None:
    moods = [mood(0, "a", 1.0), mood(1, "b", None), mood(2, "c", 0.5), mood(3, "d", 0.0)]
    canvas = Canvas(Emotion("rating", tuple(moods), (), 2.0), 4)
    runs = runs_of(canvas.spots(moods))
    assert [[spot.mood.touchpoint for spot in run] for run in runs] == [["a"], ["c", "d"]]


def test_the_best_and_the_worst_moment_are_named_when_they_differ_for_sure() -> None:
    sure = (mood(0, "a", 1.0), mood(1, "b", 0.2), mood(2, "c", -1.0))
    unsure = tuple(mood(m.column, m.touchpoint, m.mean, half=1.2) for m in sure)
    drawn = svg_curve(Emotion("rating", sure, (), 2.0), 3, STYLE)
    assert re.findall(r">([^<]*) · (best|worst)<", drawn) == [("+1.00", "best"), ("-1.00", "worst")]
    assert " · " not in svg_curve(Emotion("rating", unsure, (), 2.0), 3, STYLE)


def test_columns_of_which_nothing_is_known_say_so_together() -> None:
    moods = (mood(0, "a", 1.0), mood(3, "d", 0.0))
    drawn = svg_curve(Emotion("rating", moods, (), 2.0), 4, STYLE)
    assert drawn.count("nothing here") == 1


def test_a_name_is_text() -> None:
    drawn = svg_curve(Emotion("rating", (mood(0, "<script>&", 1.0),), (), 2.0), 1, STYLE)
    assert "<script" not in drawn
    assert "&lt;script&gt;&amp;" in drawn


WISHES = st.lists(
    st.builds(
        Wish,
        x=st.floats(0, 600),
        y=st.floats(20, 200),
        radius=st.floats(4, 9),
        width=st.floats(30, 150),
        lines=st.integers(1, 2),
        above=st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=100, deadline=None)
@given(WISHES)
def test_no_label_covers_another_one_or_a_point_or_leaves_the_frame(wishes: list[Wish]) -> None:
    frame = Box(0, 0, 600, 224)
    points = [Box(w.x - w.radius, w.y - w.radius, w.x + w.radius, w.y + w.radius) for w in wishes]
    places = place_labels(wishes, points, [], frame)
    assert len(places) == len(wishes)
    placed = [box for box in places if box]
    assert not [1 for a, b in combinations(placed, 2) if a.meets(b)]
    assert not [1 for box in placed for point in points if box.meets(point)]
    assert all(box.within(frame) for box in placed)


def test_a_label_with_room_is_always_placed() -> None:
    (box,) = place_labels([Wish(300, 100, 8, 80, 2, above=True)], [], [], Box(0, 0, 600, 224))
    assert box
    assert box.bottom <= 92
