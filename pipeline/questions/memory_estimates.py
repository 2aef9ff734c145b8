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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from pipeline.questions.step_contexts import REACH, Contexts

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


def judge_orders(table: Contexts) -> Memory:
    """Judge the orders by what came next after three steps, in two groups of people at least."""
    groups, group = np.unique(table.group, return_inverse=True)
    moves = np.bincount(group, weights=table.moves)
    sums = np.zeros((len(groups), len(ORDERS)))
    contexts: list[int] = []
    chance: Numbers | float = 0.0
    for order in ORDERS:
        pair, pairs = _numbered(table.pair(order), table.base ** (order + 1))
        context, many = _numbered(table.pair(order) // table.base, table.base**order)
        if not order:
            chance = 1 / np.count_nonzero(np.bincount(pair))
        contexts.append(int(np.count_nonzero(np.bincount(context))))
        of_context = _elsewhere(context, table.moves, _own(context, many, group, table.moves))
        # With the longest context a row is all that its group knows.
        own = _own(pair, pairs, group, table.moves) if order < REACH else table.moves
        of_pair = _elsewhere(pair, table.moves, own)
        chance = (of_pair + _PRIOR * chance) / (of_context + _PRIOR)
        sums[:, order] = np.bincount(group, weights=table.moves * np.log(chance))
    means, totals = sums / moves[:, None], sums.sum(axis=0) / moves.sum()
    return Memory(tuple(_orders(contexts, means, totals)), _chosen(means))


def _orders(contexts: Sequence[int], means: Numbers, totals: Numbers) -> Iterator[Order]:
    for order in ORDERS:
        if not order:
            yield Order(order, contexts[order], float(totals[order]), None, None)
            continue
        gain = float(totals[order] - totals[order - 1])
        error = _error(means[:, order] - means[:, order - 1])
        yield Order(order, contexts[order], float(totals[order]), gain, error)


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


def _numbered(key: Counts, size: int) -> tuple[Counts, int]:
    """The keys, or smaller numbers for them where theirs would be far more than there are rows."""
    if size <= _MOST_PER_ROW * len(key):
        return key, size
    found, number = np.unique(key, return_inverse=True)
    return number, len(found)


def _own(key: Counts, size: int, group: Counts, moves: Counts) -> Numbers:
    """For each row the moves with the same key in its own group."""
    number, _ = _numbered(group * size + key, (int(group.max()) + 1) * size)
    return np.asarray(np.bincount(number, weights=moves)[number], float)


def _elsewhere(key: Counts, moves: Counts, own: Numbers | Counts) -> Numbers:
    """For each row the moves with the same key in all other groups."""
    return np.asarray(np.bincount(key, weights=moves)[key] - own, float)
