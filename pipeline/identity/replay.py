"""Take apart what breaks a rule: replay its links, the strongest first, and refuse what must be.

In:     identity.components as the links make them; identity.identifiers (identifier_no, id_type,
        id_scope, id_value, id_class); identity.links, all that joined them (left_no, right_no,
        sightings, last_us, class_rank, trust_rank, is_must); identity.cannot_links (left_no,
        right_no)
Out:    identity.components with such components split; identity.refusals: left_no, right_no, rule,
        against_left_no, against_right_no, the two that would have come together, on either side
Errors: JourneysError naming every override that takes part, when overrides contradict each other
Source: Kruskal's order of links with union-find, constrained as identity graphs with unique
        namespaces are: what joins two values of one unique type is left out
Note:   links stand in a total order of evidence and values, so the answer depends on nothing else
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import networkx as nx
import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.errors import JourneysError
from pipeline.identity.components import COMPONENTS, SCRATCH
from pipeline.sqlfiles import sql_text

REFUSALS = TableName("identity", "refusals")
REFUSAL_SCHEMA = pa.schema(
    [
        ("left_no", pa.int64()),
        ("right_no", pa.int64()),
        ("rule", pa.string()),
        ("against_left_no", pa.int64()),
        ("against_right_no", pa.int64()),
    ]
)
_BROKEN = TableName(SCRATCH, "broken_components")
_MEMBERS = TableName(SCRATCH, "members")
_SEARCHED = TableName(SCRATCH, "searched")
_SPLIT = TableName(SCRATCH, "split_components")
_MEMBERS_IN_ORDER = "select * from components.members order by value_no"


@dataclass(frozen=True)
class Breach:
    """Why two groups stay apart: one member of each, and what both are; None is an override."""

    left: int
    right: int
    kind: int | None = None


@dataclass
class Groups:
    """Groups of members 0 .. n - 1 that never hold two of one kind, nor a pair kept apart.

    `kinds` has the kind of each member, or None.

    >>> groups = Groups([7, None, 7], {(0, 1)})
    >>> groups.breach(0, 1), groups.breach(0, 2)
    (Breach(left=0, right=1, kind=None), Breach(left=0, right=2, kind=7))
    >>> groups.join(1, 2), groups.breach(2, 0).kind, groups.breach(2, 1)
    (None, None, None)
    """

    kinds: list[int | None]
    kept_apart: set[tuple[int, int]]
    _parents: list[int] = field(init=False)
    _holders: list[dict[int, int]] = field(init=False)
    _opponents: list[set[tuple[int, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self._parents = list(range(len(self.kinds)))
        self._holders = [{} if kind is None else {kind: i} for i, kind in enumerate(self.kinds)]
        self._opponents = [set() for _ in self.kinds]
        for one, other in self.kept_apart:
            self._opponents[one].add((one, other))
            self._opponents[other].add((other, one))

    def root(self, member: int) -> int:
        """The member that stands for the group."""
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def breach(self, left: int, right: int) -> Breach | None:
        """What rule the groups of these two would break together; None when they may join."""
        left, right = self.root(left), self.root(right)
        if left == right:
            return None
        opposed = self._opposed(left, right)
        if opposed:
            return Breach(*min(opposed, key=sorted))
        shared = self._holders[left].keys() & self._holders[right].keys()
        if shared:
            kind = min(shared)
            return Breach(self._holders[left][kind], self._holders[right][kind], kind)
        return None

    def _opposed(self, left: int, right: int) -> list[tuple[int, int]]:
        """The pairs kept apart of which each group has one, that of `left` first."""
        if len(self._opponents[left]) > len(self._opponents[right]):
            return [(one, other) for other, one in self._opposed(right, left)]
        return [pair for pair in self._opponents[left] if self.root(pair[1]) == right]

    def join(self, left: int, right: int) -> None:
        """Make one group of two; `breach` has allowed it."""
        small, large = self.root(left), self.root(right)
        if small == large:
            return
        if self._weight(small) > self._weight(large):
            small, large = large, small
        self._parents[small] = large
        self._holders[large] |= self._holders[small]
        self._opponents[large] |= self._opponents[small]

    def _weight(self, root: int) -> int:
        return len(self._holders[root]) + len(self._opponents[root])


def replay_conflicts(engine: Engine, *, only_touched: bool = False) -> None:
    """Split the components that break a rule, and put on record which links were refused.

    After a batch only the components that it has a part in need to be searched.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.identifiers as from (values"
    ...         " (1, 'customer_id', '', 'A', 'unique'), (2, 'customer_id', '', 'B', 'unique'),"
    ...         " (3, 'email', '', 'x@y.es', 'shared')"
    ...         ") as i (identifier_no, id_type, id_scope, id_value, id_class)")
    ...     engine.execute("create table identity.components as from (values (1, 1), (2, 1), (3, 1)"
    ...         ") as c (identifier_no, component_no)")
    ...     engine.execute("create table identity.links as from (values"
    ...         " (1, 3, 1, 0, 1, 1, false), (2, 3, 5, 0, 1, 1, false)) as l"
    ...         " (left_no, right_no, sightings, last_us, class_rank, trust_rank, is_must)")
    ...     engine.execute("create table identity.cannot_links (left_no bigint, right_no bigint)")
    ...     replay_conflicts(engine)
    ...     engine.read("select left_no, right_no, rule from identity.refusals").to_pylist()
    [{'left_no': 1, 'right_no': 3, 'rule': 'two values of customer_id'}]
    """
    if only_touched:
        engine.create_table(_SEARCHED, sql_text("components/touched_members.sql"))
    else:
        engine.create_view(_SEARCHED, sql_text("components/searched_members.sql"))
    engine.create_table(_BROKEN, sql_text("components/broken_components.sql"))
    engine.create_table(_MEMBERS, sql_text("components/members.sql"))
    members = engine.read(_MEMBERS_IN_ORDER)
    apart = engine.read(sql_text("components/kept_apart.sql")).to_pydict()
    pairs = set(zip(apart["left_value_no"], apart["right_value_no"], strict=True))
    _refuse_pairs_of_one(members, pairs)
    groups = Groups(members.column("kind_no").to_pylist(), pairs)
    links = engine.read(sql_text("components/member_links.sql"))
    engine.put_table(REFUSALS, _replayed(groups, members, links))
    engine.put_table(_SPLIT, _components(groups, members))
    engine.replace_rows(COMPONENTS, "identifier_no", _SPLIT)
    engine.drop_schema(SCRATCH)


def _replayed(groups: Groups, members: pa.Table, links: pa.Table) -> pa.Table:
    """Join what may be joined, link by link; return the refusals."""
    numbers, types = (members.column(name).to_pylist() for name in ("identifier_no", "id_type"))
    said: nx.Graph[int] = nx.Graph()
    refused: dict[frozenset[int], tuple[int, int, str, int, int]] = {}
    for left_no, right_no, is_must, left, right in zip(
        *(column.to_pylist() for column in links.columns), strict=True
    ):
        breach = groups.breach(left, right)
        if is_must:
            said.add_edge(left, right)
        if breach is None:
            groups.join(left, right)
            continue
        if is_must:
            raise _contradiction(members, said, breach)
        rule = "cannot be linked" if breach.kind is None else f"two values of {types[breach.left]}"
        against = (numbers[breach.left], numbers[breach.right])
        refused.setdefault(frozenset((left, right)), (left_no, right_no, rule, *against))
    return pa.Table.from_pylist(
        [dict(zip(REFUSAL_SCHEMA.names, row, strict=True)) for row in refused.values()],
        schema=REFUSAL_SCHEMA,
    )


def _components(groups: Groups, members: pa.Table) -> pa.Table:
    """The smallest number in the group of each member."""
    numbers = members.column("identifier_no").to_numpy()
    roots = np.array([groups.root(member) for member in range(len(numbers))], dtype=np.int64)
    smallest = np.full(len(numbers), np.iinfo(np.int64).max)
    np.minimum.at(smallest, roots, numbers)
    return pa.table({"identifier_no": numbers, "component_no": smallest[roots]})


def _contradiction(members: pa.Table, said: nx.Graph[int], breach: Breach) -> JourneysError:
    """The overrides that cannot all hold: a path of must-links, and what forbids its ends."""
    path = nx.shortest_path(said, breach.left, breach.right)
    rows = [
        f"{_named(members, one)} and {_named(members, other)} must be linked"
        for one, other in pairwise(path)
    ]
    ends = f"{_named(members, breach.left)} and {_named(members, breach.right)}"
    if breach.kind is None:
        rows.append(f"{ends} cannot be linked")
    else:
        rows.append(f"{ends} are two values of {members.column('id_type')[breach.left]}")
    return JourneysError(
        "Overrides contradict each other.", where="; ".join(rows), fix="take one of them back"
    )


def _refuse_pairs_of_one(members: pa.Table, pairs: set[tuple[int, int]]) -> None:
    for one, other in sorted(pairs):
        if one == other:
            raise JourneysError(
                "An identifier cannot be kept apart from itself.",
                where=f"{_named(members, one)} cannot be linked",
                fix="take that override back",
            )


def _named(members: pa.Table, member: int) -> str:
    row = members.slice(member, 1).to_pylist()[0]
    scope = f" of {row['id_scope']}" if row["id_scope"] else ""
    return f"{row['id_type']} {row['id_value']}{scope}"
