"""Why two identifiers are one person's: the shortest chain of links between them.

In:     a built warehouse; links that hold, links that were refused, and what was seen together
Out:    chains of Step, each with its evidence
Errors: JourneysError for a warehouse that another version built
Units:  times are UTC
Source: breadth-first search, as networkx has it
Note:   devices and records never join people, so a chain goes through one only where nothing else
        leads on; a refused link is in a chain only where two identifiers are not one person's
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import duckdb
import networkx as nx

from pipeline.errors import JourneysError
from pipeline.sentences import Sentence
from pipeline.sqlfiles import sql_text

Row = dict[str, Any]
# How far apart two identifiers are: by a link that holds, by use alone, by a refused link.
_KEPT, _USED, _REFUSED = 1, 1_000, 1_000_000


@dataclass(frozen=True)
class Step:
    """One link of a chain. `how` says what kind of evidence it is; an override has no event."""

    left: str
    right: str
    how: str
    event_id: str | None
    event: str | None
    source: str | None
    occurred_at: datetime | None
    sightings: int
    is_refused: bool = False


def rows_of(db: duckdb.DuckDBPyConnection, name: str, **asked: object) -> list[Row]:
    """The rows of sql/explain/NAME.sql; `asked` are its parameters without their `asked_`."""
    parameters = {f"asked_{key}": value for key, value in asked.items()}
    try:
        rows = db.sql(sql_text(f"explain/{name}.sql"), params=parameters).to_arrow_table()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        what = "This warehouse was built by another version of the program."
        raise JourneysError(what, where=str(error), fix="journeys build") from error
    found: list[Row] = rows.to_pylist()
    return found


def graph_of(links: Iterable[Row], sightings: Iterable[Row]) -> nx.Graph[int]:
    """Identifiers, joined by the rows that speak for it; the better of two rows counts.

    >>> link = {"left_no": 1, "right_no": 2, "refused_by": None}
    >>> graph = graph_of([link], [{"left_no": 1, "right_no": 2}, {"left_no": 2, "right_no": 3}])
    >>> [graph.edges[pair]["weight"] for pair in [(1, 2), (2, 3)]]
    [1, 1000]
    """
    graph: nx.Graph[int] = nx.Graph()
    for link in links:
        weight = _KEPT if link["refused_by"] is None else _REFUSED
        graph.add_edge(link["left_no"], link["right_no"], weight=weight, row=link)
    for row in sightings:
        pair = row["left_no"], row["right_no"]
        if graph.get_edge_data(*pair, default={"weight": _REFUSED})["weight"] > _USED:
            graph.add_edge(*pair, weight=_USED, row=row | {"refused_by": None})
    return graph


def shortest_chains(
    graph: nx.Graph[int], start: int, *, may_be_refused: bool = False
) -> dict[int, list[Row]]:
    """The rows on the shortest way from `start` to each identifier that can be reached."""
    if start not in graph:
        return {}
    limit = None if may_be_refused else _REFUSED - 1
    paths = nx.single_source_dijkstra_path(graph, start, cutoff=limit)
    return {
        end: [graph.edges[pair]["row"] | {"pair": pair} for pair in pairwise(path)]
        for end, path in paths.items()
    }


def steps_of(
    db: duckdb.DuckDBPyConnection, chain: Sequence[Row], names: dict[int, str]
) -> tuple[Step, ...]:
    """A chain with its evidence: name and time of each event."""
    return dated(db, [chain], names)[0]


def dated(
    db: duckdb.DuckDBPyConnection, chains: Sequence[Sequence[Row]], names: dict[int, str]
) -> list[tuple[Step, ...]]:
    """Several chains with their evidence; the events are looked up at one time."""
    ids = sorted({row["event_id"] for chain in chains for row in chain if row["event_id"]})
    events = {row["event_id"]: row for row in rows_of(db, "events", event_ids=ids)} if ids else {}
    return [tuple(_step(row, events, names) for row in chain) for chain in chains]


def _step(row: Row, events: dict[str, Row], names: dict[int, str]) -> Step:
    left, right = row["pair"]
    event = events.get(row["event_id"], {})
    return Step(
        left=names[left],
        right=names[right],
        how=_how(row),
        event_id=row["event_id"],
        event=event.get("event"),
        source=row["source"],
        occurred_at=event.get("occurred_at"),
        sightings=row["sightings"],
        is_refused=row["refused_by"] is not None,
    )


def _how(row: Row) -> Sentence:
    """What kind of evidence a row is, in words."""
    rule = row["refused_by"]
    if rule is not None:
        return Sentence("refused: %(rule)s", rule=Sentence(rule))
    if row.get("is_must"):
        said_by = {"author": row["author"], "day": row["decided_at"], "reason": row["reason"]}
        return Sentence("%(author)s said so on %(day)s: %(reason)s", **said_by)
    if row.get("is_merge"):
        who = {"source": row["source"], "winner": row["winner"]}
        if row["merged_at"] is None:
            return Sentence("%(source)s merged them into %(winner)s", **who)
        day = f"{row['merged_at']:%Y-%m-%d}"
        return Sentence("%(source)s merged them on %(day)s into %(winner)s", **who, day=day)
    return Sentence("seen together")
