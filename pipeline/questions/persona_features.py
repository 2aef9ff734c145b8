"""What people are compared by: where they have their contacts, how fast, and what they spend.

In:     contacts per person by channel, device and touchpoint; pace and value per person
Out:    Features: plain numbers to describe people with, and points to divide them by
Units:  shares from 0 to 1; pace in seconds from contact to contact; value in the orders' currency
Errors: none
Source: shares by their square roots (Hellinger's distance; Legendre and Gallagher 2001), pace and
        value by logarithms; each block has a variance of 1 along its longest axis, so that the many
        touchpoints do not outweigh the rest (multiple factor analysis, Escofier and Pages 1994);
        then principal components with 90 % of the variance, 12 at most
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.segments import Points

BLOCKS = ("channel", "device", "touchpoint")
_KEPT = 0.9
_MOST = 12
_TELLING = 0.5


@dataclass(frozen=True)
class Features:
    """People down. `names` are (block, value) of the columns of `plain`."""

    person_id: list[str]
    names: list[tuple[str, str]]
    plain: Points
    points: Points


def features_of(people: pa.Table, mix: pa.Table) -> Features:
    """The features of all `people`; the mix of others is passed over."""
    keys = people.column("person_key").to_numpy()
    contacts = people.column("contacts").to_numpy().astype(float)
    names, blocks = [], []
    for block, values, shares in _shares(mix, keys, contacts):
        names += [(block, value) for value in values]
        blocks.append((shares, np.sqrt(shares)))
    pace = people.column("span_s").to_numpy() / np.maximum(contacts - 1, 1)
    for name, column in (("pace_s", pace), ("value", people.column("value").to_numpy())):
        names.append((name, ""))
        blocks.append((column[:, None], np.log1p(np.maximum(column, 0))[:, None]))
    plain = np.hstack([block for block, _ in blocks])
    points = _components(np.hstack([_of_one_weight(block) for _, block in blocks]))
    return Features(people.column("person_id").to_pylist(), names, plain, points)


def _shares(mix: pa.Table, keys: Points, contacts: Points) -> list[tuple[str, list[str], Points]]:
    person = mix.column("person_key").to_numpy()
    place = np.minimum(np.searchsorted(keys, person), len(keys) - 1)
    is_theirs = keys[place] == person
    kind = np.array(mix.column("kind").to_pylist(), np.object_)
    value = np.array(mix.column("value_name").to_pylist(), np.object_)
    count = mix.column("contacts").to_numpy()
    found = []
    for block in BLOCKS:
        own = is_theirs & (kind == block)
        values, column = np.unique(value[own], return_inverse=True)
        shares = np.zeros((len(keys), len(values)))
        shares[place[own], column] = count[own] / contacts[place[own]]
        found.append((block, values.tolist(), shares))
    return found


def _of_one_weight(block: Points) -> Points:
    """The block with a variance of 1 along its longest axis; one of people all alike stays."""
    centred = block - block.mean(axis=0)
    longest = float(np.linalg.norm(centred, 2)) / np.sqrt(len(block))
    return np.asarray(centred / longest if longest > 0 else centred)


def _components(points: Points) -> Points:
    left, spread, _ = np.linalg.svd(points, full_matrices=False)
    kept = np.cumsum(spread**2) / max(float((spread**2).sum()), 1e-300)
    count = min(int(np.searchsorted(kept, _KEPT)) + 1, _MOST)
    return np.asarray(left[:, :count] * spread[:count])


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
