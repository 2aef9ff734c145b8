"""How much of the way so far it takes to foretell the next step, judged on people not seen before.

In:     contexts of three steps and what came next, counted by groups of people
Out:    per order the mean log-likelihood of a step, in nats, on people left out, and what it gains
Units:  nats per step, an end counted as a step
Errors: none
Source: cross-validation of the order (as in Singer, Helic, Taraghi and Strohmaier 2014), because
        likelihood-ratio tests find too high an order; shares of seldom contexts are drawn towards
        those of the next shorter one with the weight of _PRIOR moves (MacKay and Peto 1995). The
        order chosen is the lowest within one standard error of the best (Breiman et al. 1984).
Assumes people are independent, and that what a journey is does not change over the time of the data
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
ORDERS = (0, 1, 2, 3)
_PRIOR = 10.0
_MOST_PER_ROW = 4


@dataclass(frozen=True)
class Order:
    """One order of memory: `gain` is over the order before it, with its standard error."""

    order: int
    contexts: int
    log_likelihood: float
    gain: float | None
    gain_error: float | None


@dataclass(frozen=True)
class Memory:
    """The orders from 0 to 3, and the lowest that does as well as the best."""

    orders: tuple[Order, ...]
    chosen: int


def judge_orders(table: Mapping[str, Counts]) -> Memory:
    """Judge the orders by the columns fold, before_3, before_2, before_1, next_no and moves.

    There have to be two groups at least.
    """
    folds, place = np.unique(table["fold"], return_inverse=True)
    moves = np.bincount(place, weights=table["moves"])
    keys = [_keys(table, order) for order in ORDERS]
    sums = np.array([_foretold(keys, table["moves"], place == fold) for fold in range(len(folds))])
    means, totals = sums / moves[:, None], sums.sum(axis=0) / moves.sum()
    found = []
    for order in ORDERS:
        gained = means[:, order] - means[:, order - 1] if order else None
        found.append(
            Order(
                order,
                int(np.count_nonzero(np.bincount(keys[order].context))),
                float(totals[order]),
                None if gained is None else float(totals[order] - totals[order - 1]),
                None if gained is None else _error(gained),
            )
        )
    return Memory(tuple(found), _chosen(means))


def _chosen(means: Numbers) -> int:
    """The lowest order that is within one standard error of the best one."""
    best = int(np.argmax(means.mean(axis=0)))
    for order in ORDERS[:best]:
        loss = means[:, best] - means[:, order]
        if loss.mean() <= _error(loss):
            return order
    return best


def _error(values: Numbers) -> float:
    return float(np.std(values, ddof=1)) / sqrt(len(values))


@dataclass(frozen=True)
class _Keys:
    """The number of the context of each row, and of the context with what came next."""

    context: Counts
    pair: Counts


def _keys(table: Mapping[str, Counts], order: int) -> _Keys:
    context = np.zeros(len(table["moves"]), np.int64)
    for name in ("before_1", "before_2", "before_3")[:order]:
        context = _numbered(context, table[name])
    return _Keys(context, _numbered(context, table["next_no"]))


def _numbered(context: Counts, column: Counts) -> Counts:
    """A number for each pair of a context and a value, small enough to be counted by.

    Pairs are sorted only where their numbers would be far more than there are rows.
    """
    lowest = column.min()
    radix = int(column.max() - lowest) + 1
    if (int(context.max()) + 1) * radix > _MOST_PER_ROW * len(column) + radix:
        _, context = np.unique(context, return_inverse=True)
        _, column = np.unique(column, return_inverse=True)
        lowest, radix = 0, int(column.max()) + 1
    found: Counts = context * radix + (column - lowest)
    if int(found.max()) > _MOST_PER_ROW * len(column) + radix:
        _, found = np.unique(found, return_inverse=True)
    return found


def _foretold(keys: Sequence[_Keys], moves: Counts, is_out: npt.NDArray[np.bool_]) -> Numbers:
    """The log-likelihood of the moves left out, by order, from shares among the others."""
    known = np.where(is_out, 0, moves)
    symbols = np.count_nonzero(np.bincount(keys[0].pair))
    chance: Numbers = np.full(is_out.sum(), 1 / symbols)
    sums = []
    for key in keys:
        of_context = np.bincount(key.context, weights=known)[key.context[is_out]]
        of_pair = np.bincount(key.pair, weights=known)[key.pair[is_out]]
        chance = (of_pair + _PRIOR * chance) / (of_context + _PRIOR)
        sums.append(float((moves[is_out] * np.log(chance)).sum()))
    return np.array(sums)
