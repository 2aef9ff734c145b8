"""What it costs to join identifiers into people: components, the replay of conflicts, a batch.

Run:    python -m benchmarks identity
Rule:   processor seconds of the step alone, its tables written to the file; the peak is that of the
        whole process. scipy and networkx get the same links and give the same answer; scipy must
        turn numbers into places first, as it would ids
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa

from benchmarks.made_links import made
from benchmarks.measure import cost_of_task
from pipeline.config.identity import Identity, Limit
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.identity.components import (
    COMPONENTS,
    Numbers,
    build_components,
    smallest_in_component,
)
from pipeline.identity.live import build_live_names
from pipeline.identity.replay import LIMITS, replay_batch, replay_conflicts
from pipeline.settings_identity import identity_tables
from pipeline.sqlfiles import sql_text

HEAD = "| what | CPU s | at most | peak MiB | at most |\n|---|---:|---:|---:|---:|\n"
# Peaks go some way beyond what the database is told, as Python and its results are not in it.
_MEMORY = {10_000_000: "1200MB", 50_000_000: "6GB"}
_PEAK_MIB = {10_000_000: 1_600 * 1_000_000 / 2**20, 50_000_000: 7_000 * 1_000_000 / 2**20}
_COMPONENTS_S = {10_000_000: 20.0, 50_000_000: 130.0}
_REPLAY_S = {10_000_000: 6.0}
_BATCH_SHARE = 0.1
# The made people have dozens of addresses each, all of one time: few pass this limit.
_LIMITS = {"email": Limit(most=50, window=timedelta(days=365))}
# Of the components alone, whatever made them: their number, and a sum that no other has.
_SIGN = (
    "select count(*) filter (where identifier_no = component_no) || ' ' || "
    "sum(hash(identifier_no, component_no)) from identity.components"
)


class Bench:
    """A copy of the made database, with its links or only those that are not new."""

    def __init__(self, path: str, links: str, *, with_new: bool) -> None:
        self.copy = Path(path).with_suffix(".copy")
        shutil.copyfile(path, self.copy)
        self.engine = DuckDBEngine(self.copy, memory_limit=_MEMORY.get(int(links), "1200MB"))
        self.engine.execute("create table identity.cannot_links (left_no bigint, right_no bigint)")
        self.engine.execute("create table identity.aliases (identifier_no bigint, one_no bigint)")
        self.engine.put_table(LIMITS, identity_tables(Identity(limits=_LIMITS))[LIMITS])
        self.put(with_new=with_new)

    def put(self, *, with_new: bool) -> None:
        """Let the tables be those of before or after the batch."""
        for name in ("identifiers", "links"):
            columns = "*, 0 as first_us, 0 as last_us" if name == "identifiers" else "*"
            text = f"select {columns} from identity.made_{name} where not is_new or {with_new}"  # noqa: S608
            self.engine.create_view(TableName("identity", name), text)
        self.engine.create_view(
            TableName("identity", "usable_links"), "select left_no, right_no from identity.links"
        )

    def cpu_s(self, step: Callable[[DuckDBEngine], None]) -> float:
        """The processor seconds of one step, until it is in the file."""
        self.engine.checkpoint()
        start = time.process_time()
        step(self.engine)
        self.engine.checkpoint()
        return time.process_time() - start

    def sign(self) -> str:
        """What tells one partition from another."""
        return str(self.engine.scalar(_SIGN))

    def told(self, **results: object) -> str:
        """What the parent is told; the copy is gone."""
        self.engine.close()
        self.copy.unlink()
        return json.dumps(results)


def whole(path: str, links: str) -> str:
    """Components, the replay of conflicts, and the names at the time."""
    bench = Bench(path, links, with_new=True)
    components_s = bench.cpu_s(build_components)
    sign = bench.sign()
    replay_s = bench.cpu_s(replay_conflicts)
    split_sign = bench.sign()
    refused = bench.engine.scalar("select count(*) from identity.refusals")
    return bench.told(
        components_s=components_s,
        replay_s=replay_s,
        refused=refused,
        sign=sign,
        split_sign=split_sign,
    )


def live(path: str, links: str) -> str:
    """The names at the time, after components and replay."""
    bench = Bench(path, links, with_new=True)
    build_components(bench.engine)
    replay_conflicts(bench.engine)
    return bench.told(live_s=bench.cpu_s(build_live_names))


def batch(path: str, links: str) -> str:
    """A batch of one link in a hundred on top of all the others, and the same links at once."""
    bench = Bench(path, links, with_new=False)
    build_components(bench.engine)
    replay_conflicts(bench.engine)
    bench.put(with_new=True)
    new = "select left_no, right_no from identity.made_links where is_new"
    bench.engine.create_table(TableName("identity", "new_links"), new)
    added = "select identifier_no from identity.made_identifiers where is_new"
    bench.engine.create_table(TableName("identity", "new_identifiers"), added)
    bench.engine.execute("create table identity.gone_links (left_no bigint, right_no bigint)")
    batch_s = bench.cpu_s(replay_batch)
    sign = bench.sign()
    return bench.told(batch_s=batch_s, sign=sign, whole_s=bench.cpu_s(_whole))


def _whole(engine: DuckDBEngine) -> None:
    build_components(engine)
    replay_conflicts(engine)


def by_scipy(path: str, links: str) -> str:
    """The same by scipy, ids encoded and decoded."""
    return _elsewhere(Bench(path, links, with_new=True), smallest_in_component)


def by_networkx(path: str, links: str) -> str:
    """The same by networkx."""
    return _elsewhere(Bench(path, links, with_new=True), _networkx)


def _networkx(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(zip(left.tolist(), right.tolist(), strict=True))
    smallest: dict[int, int] = {}
    for group in nx.connected_components(graph):
        smallest |= dict.fromkeys(group, min(group))
    return np.array([*smallest]), np.array([*smallest.values()])


def _elsewhere(bench: Bench, join: Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]) -> str:
    def step(engine: DuckDBEngine) -> None:
        found = engine.read("select left_no, right_no from identity.usable_links")
        nodes, smallest = join(*(column.to_numpy() for column in found.columns))
        labels = pa.table({"node_no": nodes, "label_no": smallest})
        engine.put_table(TableName("components", "labels"), labels)
        engine.create_table(COMPONENTS, sql_text("components/components.sql"))

    return bench.told(components_s=bench.cpu_s(step), sign=bench.sign())


def measured(task: str, path: Path, links: int) -> tuple[dict[str, Any], float]:
    """What a task told, and its peak in MiB. In a process of its own, as peaks never go down."""
    cost = cost_of_task(f"identity:{task}", path, links)
    return json.loads(cost.told), cost.peak_mib


def row(what: str, cpu_s: float, most_s: float | None, peak: float, most_peak: float | None) -> str:
    """One line of the table; what is over its limit says so."""
    cells = [
        f"{number:{form}}{' **over**' if most is not None and number > most else ''} | "
        f"{'' if most is None else format(most, form)}"
        for number, most, form in ((cpu_s, most_s, ".1f"), (peak, most_peak, ",.0f"))
    ]
    return f"| {what} | {' | '.join(cells)} |\n"


def rows_of_whole(path: Path, links: int) -> tuple[list[str], tuple[str, str]]:
    """The components, and what splitting them costs; and what tells the partition from others."""
    title, (told, peak) = f"{links / 1e6:,.0f} M links", measured("whole", path, links)
    most_peak = _PEAK_MIB.get(links)
    replay = f"{title}: replay of conflicts, {told['refused']:,} links refused"
    return [
        row(
            f"{title}: components", told["components_s"], _COMPONENTS_S.get(links), peak, most_peak
        ),
        row(replay, told["replay_s"], _REPLAY_S.get(links), peak, most_peak),
    ], (told["sign"], told["split_sign"])


def row_of_batch(path: Path, links: int, sign: str) -> str:
    """The last link in a hundred on top of the others."""
    told, peak = measured("batch", path, links)
    same(sign, told["sign"])
    what = f"{links / 1e6:,.0f} M links: the last one in a hundred on top, with its replay"
    most_s = _BATCH_SHARE * told["whole_s"]
    return row(what, told["batch_s"], most_s, peak, _PEAK_MIB.get(links))


def same(sign: str, other: str) -> None:
    """Refuse to compare what is not the same answer."""
    if sign != other:
        raise RuntimeError(f"{sign} is not {other}")


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md. One run of each, as steps take up to a minute."""
    del runs
    lines = []
    for links in (1_000_000, 10_000_000):
        path, title = made(folder, links), f"{links / 1e6:,.0f} M links"
        whole_rows, (sign, split_sign) = rows_of_whole(path, links)
        lines += [*whole_rows, row_of_batch(path, links, split_sign)]
        others = ["by_scipy"] + (["by_networkx"] if links == 1_000_000 else [])
        for task in others:
            told, peak = measured(task, path, links)
            same(sign, told["sign"])
            name = task.removeprefix("by_")
            lines.append(
                row(f"{title}: components by {name}", told["components_s"], None, peak, None)
            )
    path = made(folder, 1_000_000)
    told, peak = measured("live", path, 1_000_000)
    lines.append(row("1 M links: names as known at the time", told["live_s"], None, peak, None))
    return HEAD + "".join(lines)
