"""Do things that need each other, some of them at the same time.

In:     tables, or sources, in an order in which each comes after what it needs; workers that make
        or take one at a time
Out:    everything done once, after all that it needs
Errors: what a worker raises; nothing is begun after that, and what is under way is waited for
Source: list scheduling (Graham 1966): whoever is free takes the first table that is ready
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

Thing = TypeVar("Thing")
Worker = Callable[[Thing], None]

_TURN_S = 0.0002


@contextmanager
def short_turns() -> Iterator[None]:
    """Until the block ends a thread that runs Python lets others have their turn 25 times as often.

    A query asks for the interpreter some fifty times; beside a thread that computes in Python it
    waits for a whole turn each time, and took seven times as long.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def make_all(
    order: Sequence[Thing],
    needs: Mapping[Thing, Collection[Thing]],
    workers: Sequence[Worker[Thing]],
    progress: Callable[[Thing], None] = lambda _: None,
) -> None:
    """Let the workers do the things of `order`; `progress` is told in the calling thread.

    >>> made = []
    >>> make_all(["steps", "routes"], {"routes": ["steps"]}, [made.append, made.append])
    >>> made
    ['steps', 'routes']
    """
    if len(workers) == 1:
        for name in order:
            progress(name)
            workers[0](name)
        return
    with ThreadPoolExecutor(len(workers)) as pool:
        _hand_out(pool, order, needs, list(workers), progress)


def _hand_out(
    pool: ThreadPoolExecutor,
    order: Sequence[Thing],
    needs: Mapping[Thing, Collection[Thing]],
    free: list[Worker[Thing]],
    progress: Callable[[Thing], None],
) -> None:
    waiting = list(order)
    unmade = set(order)
    under_way: dict[Future[None], tuple[Thing, Worker[Thing]]] = {}
    while waiting or under_way:
        for name in [one for one in waiting if unmade.isdisjoint(needs.get(one, ()))][: len(free)]:
            waiting.remove(name)
            worker = free.pop()
            progress(name)
            under_way[pool.submit(worker, name)] = name, worker
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            name, worker = under_way.pop(future)
            future.result()
            unmade.remove(name)
            free.append(worker)
