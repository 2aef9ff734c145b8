"""Where the labels of a curve stand: near their point, on nothing else.

In:     labels in the order of their weight, what is taken, the frame
Out:    for each label its place, or none when there is no room
Units:  pixels
Errors: none
Source: greedy placement over a few candidate places, the heaviest label first (Christensen, Marks
        and Shieber 1995, An empirical study of algorithms for point-feature label placement)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

GAP = 4.0  # between a point and its label
LINE = 13.0
_FURTHER = (0.0, 12.0, 24.0, 38.0)
_ASIDE = (0.0, 0.3, -0.3)


@dataclass(frozen=True, slots=True)
class Box:
    """A surface on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two surfaces overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, frame: Box) -> bool:
        """Tell whether it lies inside the frame."""
        return (
            frame.left <= self.left
            and self.right <= frame.right
            and frame.top <= self.top
            and self.bottom <= frame.bottom
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that is to stand near a point of some radius, rather above or below it."""

    x: float
    y: float
    radius: float
    width: float
    lines: int
    above: bool


def place_labels(
    wishes: Sequence[Wish], taken: Sequence[Box], lines: Sequence[Box], frame: Box
) -> list[Box | None]:
    """Give each label a place that meets nothing taken; off the `lines` if there is one."""
    occupied = list(taken)
    places: list[Box | None] = []
    for wish in wishes:
        box = _first_free(wish, [*occupied, *lines], frame) or _first_free(wish, occupied, frame)
        places.append(box)
        if box:
            occupied.append(box)
    return places


def _first_free(wish: Wish, taken: Sequence[Box], frame: Box) -> Box | None:
    for box in _candidates(wish, frame):
        if box.within(frame) and not any(box.meets(other) for other in taken):
            return box
    return None


def _candidates(wish: Wish, frame: Box) -> Iterator[Box]:
    height = wish.lines * LINE
    for further in _FURTHER:
        for above in (wish.above, not wish.above):
            for aside in _ASIDE:
                left = wish.x - wish.width / 2 + aside * wish.width
                left = min(max(left, frame.left), frame.right - wish.width)
                edge = wish.radius + GAP + further
                top = wish.y - edge - height if above else wish.y + edge
                yield Box(left, top, left + wish.width, top + height)
