"""Make tables that read each other, some of them at the same time.

In:     names in an order in which each comes after what it reads; workers that make one table each
Out:    every table made once, after all that it reads
Errors: what a worker raises; nothing is begun after that, and what is under way is waited for
Source: list scheduling (Graham 1966): whoever is free takes the first table that is ready
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from pipeline.engine.face import TableName

Worker = Callable[[TableName], None]


def make_all(
    order: Sequence[TableName],
    reads: Mapping[TableName, Collection[TableName]],
    workers: Sequence[Worker],
    progress: Callable[[TableName], None] = lambda _: None,
) -> None:
    """Let the workers make the tables of `order`; `progress` is told in the calling thread.

    >>> steps, routes = TableName.parse("marts.steps"), TableName.parse("marts.routes")
    >>> made = []
    >>> make_all([steps, routes], {steps: [], routes: [steps]}, [made.append, made.append])
    >>> [str(name) for name in made]
    ['marts.steps', 'marts.routes']
    """
    if len(workers) == 1:
        for name in order:
            progress(name)
            workers[0](name)
        return
    with ThreadPoolExecutor(len(workers)) as pool:
        _hand_out(pool, order, reads, list(workers), progress)


def _hand_out(
    pool: ThreadPoolExecutor,
    order: Sequence[TableName],
    reads: Mapping[TableName, Collection[TableName]],
    free: list[Worker],
    progress: Callable[[TableName], None],
) -> None:
    waiting = list(order)
    unmade = set(order)
    under_way: dict[Future[None], tuple[TableName, Worker]] = {}
    while waiting or under_way:
        for name in [name for name in waiting if unmade.isdisjoint(reads[name])][: len(free)]:
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
