"""What people are compared by: where they have their contacts, how fast, and what they spend.

In:     contacts per person by channel, device and touchpoint; pace and value per person
Out:    Features: plain numbers to describe people with, and points to divide them by
Units:  shares from 0 to 1; pace in seconds from contact to contact; value in the orders' currency
Errors: none
Source: shares by their square roots (Hellinger's distance; Legendre and Gallagher 2001), pace and
        value by logarithms; each block has a variance of 1 along its longest axis, so that the many
        touchpoints do not outweigh the rest (multiple factor analysis, Escofier and Pages 1994);
        then principal components with 90 % of the variance, 12 at most. Means, spreads and axes
        are those of 20,000 people where there are more
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.segments import Points

BLOCKS = ("channel", "device", "touchpoint")
MOST_FITTED = 20_000  # people of whom axes and centres are found
_KEPT = 0.9
_MOST = 12
_NO_SPREAD = 1e-20
_TELLING = 0.5


@dataclass(frozen=True)
class Features:
    """People down. `names` are (block, value) of the columns of `plain`."""

    person_id: list[str]
    names: list[tuple[str, str]]
    plain: Points
    points: Points


def features_of(people: pa.Table, mix: pa.Table, kinds: pa.Table) -> Features:
    """The features of all `people`, who lie in the order of their keys, and of nobody else."""
    keys = people.column("person_key").to_numpy()
    contacts = people.column("contacts").to_numpy().astype(float)
    names: list[tuple[str, str]] = []
    blocks: list[Block] = []
    for block, values, shares in _shares(mix, kinds, keys, contacts):
        names += [(block, value) for value in values]
        blocks.append((shares, _root))
    pace = people.column("span_s").to_numpy() / np.maximum(contacts - 1, 1)
    for name, column in (("pace_s", pace), ("value", people.column("value").to_numpy())):
        names.append((name, ""))
        blocks.append((np.asarray(column, float)[:, None], _logarithm))
    points = _components(blocks)
    plain = np.hstack([block for block, _ in blocks])
    return Features(people.column("person_id").to_pylist(), names, plain, points)


def _root(column: Points) -> Points:
    return np.asarray(np.sqrt(column))


def _logarithm(column: Points) -> Points:
    return np.asarray(np.log1p(np.maximum(column, 0)))


def _shares(
    mix: pa.Table, kinds: pa.Table, keys: Points, contacts: Points
) -> Iterator[tuple[str, list[str], Points]]:
    """Per block its values, and of each person the share of contacts with each of them."""
    person, kind = (mix.column(name).to_numpy() for name in ("person_key", "kind_no"))
    # Keys have room between them: a table by key would be a hundred thousand times as long.
    place = np.searchsorted(keys, person)
    own = np.append(keys, -1)[place] == person
    place, kind = place[own], kind[own]
    number = kinds.column("kind_no").to_numpy()
    for block in BLOCKS:
        known = kinds.column(block).to_pylist()
        values = sorted({name for name in known if name is not None})
        column_of = np.full(int(number.max(initial=0)) + 1, -1)
        column_of[number] = [values.index(name) if name is not None else -1 for name in known]
        column = column_of[kind]
        code = place[column >= 0] * len(values) + column[column >= 0]
        counts = np.bincount(code, minlength=len(keys) * len(values))
        shares = counts.reshape(len(keys), len(values)) / contacts[:, None]
        used = np.flatnonzero(shares.any(axis=0))
        yield block, [values[one] for one in used.tolist()], shares[:, used]


Block = tuple[Points, Callable[[Points], Points]]


def _components(blocks: Sequence[Block]) -> Points:
    """The points of all people, along axes that are found from some of them.

    Of more than 20,000 people every second, third, ... one, by their numbers, gives the axes.
    """
    people = len(blocks[0][0])
    some = slice(None, None, -(-people // MOST_FITTED))
    scales = [_scale(change(block[some])) for block, change in blocks]
    points = _scaled(blocks, scales, some)
    spread, axes = (part[..., ::-1] for part in np.linalg.eigh(points.T @ points))
    kept = np.cumsum(spread) / max(float(spread.sum()), 1e-300)
    count = min(int(np.searchsorted(kept, _KEPT)) + 1, _MOST)
    found = [
        _scaled(blocks, scales, slice(begin, begin + MOST_FITTED)) @ axes[:, :count]
        for begin in range(0, people, MOST_FITTED)
    ]
    return np.concatenate(found)


def _scale(block: Points) -> tuple[Points, float]:
    """The mean of each column, and the spread along the longest axis; 1 if people are all alike."""
    mean = block.mean(axis=0)
    centred = block - mean
    widest = float(np.linalg.eigvalsh(centred.T @ centred / len(block)).max(initial=0))
    return mean, np.sqrt(widest) if widest > _NO_SPREAD else 1.0


def _scaled(blocks: Sequence[Block], scales: Sequence[tuple[Points, float]], some: slice) -> Points:
    return np.hstack(
        [
            (change(block[some]) - mean) / longest
            for (block, change), (mean, longest) in zip(blocks, scales, strict=True)
        ]
    )


def described(
    features: Features, is_in: npt.NDArray[np.bool_]
) -> list[tuple[tuple[str, str], float, float]]:
    """What sets some people apart, the most telling first: name, what they have, what others do.

    By the difference of means in standard deviations; those of less than half a one tell little.
    """
    inside, outside = features.plain[is_in].mean(axis=0), features.plain[~is_in].mean(axis=0)
    spread = features.plain.std(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(spread > 0, np.abs(inside - outside) / spread, 0)
    order = np.argsort(-apart, kind="stable")
    return [
        (features.names[place], float(inside[place]), float(outside[place]))
        for place in order
        if apart[place] >= _TELLING
    ]
