"""Where things stand on the emotion curve, and how it looks and speaks.

In:     Emotion, the number of columns; words and hues of the reader's language
Out:    Canvas and its spots, CurveStyle
Units:  pixels; a column is as wide as the one of the table above it
Errors: none
Source: -
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from math import sqrt

from pipeline.report.map_model import Emotion, Mood

TALL, LOW, MARGIN = 224.0, 160.0, 16.0  # low where little is known
SIZE, SMALL = 11.5, 10.5
SMALLEST, LARGEST = 4.0, 9.5  # radius of a point
COLUMN, ALL_COLUMNS = 240.0, 1200.0


@dataclass(frozen=True, slots=True)
class CurveStyle:
    """Words, numbers and hues of one drawing."""

    name: str  # unique in the page
    label: str
    score: Callable[[float | None], str]
    title: Callable[[Mood], str]
    best: str
    worst: str
    good: str
    neutral: str
    bad: str
    nothing: str
    hues: Mapping[str, int] = field(default_factory=dict)  # touchpoint -> place in HUES
    is_lean: bool = False  # the page paints the halves, and columns have no borders


def column_width(columns: int) -> float:
    """Width of a column: many share the width of five."""
    return min(COLUMN, ALL_COLUMNS / max(columns, 1))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the curve."""

    mood: Mood
    x: float
    y: float | None  # None where no mean is told
    radius: float


class Canvas:
    """Where things stand on the drawing."""

    def __init__(self, emotion: Emotion, columns: int) -> None:
        self.unit = column_width(columns)
        self.columns = columns
        self.width = self.unit * columns
        self.known = {mood.column for mood in emotion.moods if mood.mean is not None}
        self.height = TALL if 2 * len(self.known) >= columns else LOW
        self.end = emotion.end
        self._places = _places(emotion.moods)
        self._most = max((mood.visits for mood in emotion.moods), default=1)

    def y(self, emotion: float) -> float:
        """Height of an emotion."""
        return self.height / 2 - emotion / self.end * (self.height / 2 - MARGIN)

    @property
    def reach(self) -> float:
        """The emotion at the upper edge of the drawing."""
        return self.end * self.height / (self.height - 2 * MARGIN)

    def blanks(self) -> list[float]:
        """The middle of each run of columns of which nothing is known."""
        unknown = [column for column in range(self.columns) if column not in self.known]
        middles = []
        for _, run in groupby(enumerate(unknown), key=lambda pair: pair[1] - pair[0]):
            columns = [column for _, column in run]
            middles.append((columns[0] + columns[-1] + 1) / 2 * self.unit)
        return middles

    def spots(self, moods: Sequence[Mood]) -> list[Spot]:
        """Points of one measure, from left to right."""
        return [
            Spot(
                mood,
                (mood.column + self._places[mood.column, mood.touchpoint]) * self.unit,
                None if mood.mean is None else self.y(mood.mean),
                SMALLEST + (LARGEST - SMALLEST) * sqrt(mood.visits / self._most),
            )
            for mood in moods
        ]


def _places(moods: Sequence[Mood]) -> dict[tuple[int, str], float]:
    """Give the touchpoints of a column equal room, as a part of its width."""
    held: dict[int, dict[str, None]] = {}
    for mood in moods:
        held.setdefault(mood.column, {})[mood.touchpoint] = None
    return {
        (column, name): (number + 0.5) / len(names)
        for column, names in held.items()
        for number, name in enumerate(names)
    }


def runs_of(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Points in a row that are known; the curve does not cross a gap."""
    runs: list[list[Spot]] = [[]]
    for spot in spots:
        if spot.y is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return [run for run in runs if run]


def points_of(run: Sequence[Spot], canvas: Canvas, bound: str) -> list[tuple[float, float]]:
    """Points of a run: its means, or one of their bounds."""
    return [(spot.x, canvas.y(getattr(spot.mood, bound))) for spot in run]


def text_at(
    x: float, y: float, words: str, size: float, role: str, *, anchor: str = "start"
) -> str:
    """Write a quiet text."""
    return (
        f'<text class="{role}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="#5A6472">{escape(words)}</text>'
    )
