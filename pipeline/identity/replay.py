"""Take apart what breaks a rule: replay its links, the strongest first, and refuse what must be.

In:     identity.components as the links make them; identity.identifiers (identifier_no, id_type,
        id_scope, id_value, id_class, first_us, last_us); identity.links, all that joined them
        (left_no, right_no, sightings, last_us, class_rank, trust_rank, is_must);
        identity.cannot_links (left_no, right_no); identity.aliases (identifier_no, one_no), of
        unique values that are one under several names; config.identity_limits (limit_no, id_type,
        most, window_us, rule)
Out:    identity.components with such components split; identity.refusals: left_no, right_no, rule,
        against_left_no, against_right_no, the two that would have come together, on either side
Errors: JourneysError naming every override that takes part, when overrides contradict each other
Source: Kruskal's order of links with union-find, constrained as identity graphs with unique
        namespaces are: what joins two values of one unique type is left out
Note:   links stand in a total order of evidence and values, so the answer depends on nothing else
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.engine.face import Engine, TableName
from pipeline.errors import JourneysError
from pipeline.identity.components import (
    COMPONENTS,
    MOST_EDGES_IN_MEMORY,
    SCRATCH,
    join_batch,
    write_batch,
)
from pipeline.identity.groups import NONE, Breach, Groups, Limit, Members, Numbers
from pipeline.identity.prefixes import Rules, long_prefix
from pipeline.identity.verdicts import judge
from pipeline.identity.withdrawn import take_links_back
from pipeline.sqlfiles import sql_text

REFUSALS = TableName("identity", "refusals")
LIMITS = TableName("config", "identity_limits")
LIMITS_SCHEMA = pa.schema(
    [
        ("limit_no", pa.int64()),
        ("id_type", pa.string()),
        ("most", pa.int64()),
        ("window_us", pa.int64()),
        ("rule", pa.string()),
    ]
)
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
_KNOWN = TableName(SCRATCH, "known")
_LARGE = TableName(SCRATCH, "large_components")
_MEMBERS = TableName(SCRATCH, "members")
_SEARCHED = TableName(SCRATCH, "searched")
_SPLIT = TableName(SCRATCH, "split_components")
_SUSPECTED = TableName(SCRATCH, "suspect_components")
_SUSPECTS = TableName(SCRATCH, "suspects")
_MEMBERS_IN_ORDER = "select * from components.members order by value_no"


def replay_conflicts(engine: Engine) -> None:
    """Split the components that break a rule, and put on record which links were refused.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.identifiers as from (values"
    ...         " (1, 'customer_id', '', 'A', 'unique', 0, 0),"
    ...         " (2, 'customer_id', '', 'B', 'unique', 0, 0),"
    ...         " (3, 'email', '', 'x@y.es', 'shared', 0, 0)) as i"
    ...         " (identifier_no, id_type, id_scope, id_value, id_class, first_us, last_us)")
    ...     engine.execute("create table identity.components as from (values (1, 1), (2, 1), (3, 1)"
    ...         ") as c (identifier_no, component_no)")
    ...     engine.execute("create table identity.links as from (values"
    ...         " (1, 3, 1, 0, 1, 1, false), (2, 3, 5, 0, 1, 1, false)) as l"
    ...         " (left_no, right_no, sightings, last_us, class_rank, trust_rank, is_must)")
    ...     engine.execute("create table identity.cannot_links (left_no bigint, right_no bigint)")
    ...     engine.execute("create table identity.aliases (identifier_no bigint, one_no bigint)")
    ...     engine.put_table(LIMITS, LIMITS_SCHEMA.empty_table())
    ...     replay_conflicts(engine)
    ...     engine.read("select left_no, right_no, rule from identity.refusals").to_pylist()
    [{'left_no': 1, 'right_no': 3, 'rule': 'two values of customer_id'}]
    """
    engine.create_view(_SEARCHED, sql_text("components/searched_members.sql"))
    engine.create_view(_KNOWN, sql_text("components/all_identifiers.sql"))
    _split_broken(engine)
    engine.replace_rows(COMPONENTS, "identifier_no", _SPLIT)
    engine.drop_schema(SCRATCH)


def replay_batch(engine: Engine, *, in_memory: int = MOST_EDGES_IN_MEMORY) -> None:
    """Bring components and refusals up to date with new identifiers and links, and links gone.

    The answer is that of a full run. Only components that the batch has a part in are searched, and
    only rows that change are written: a kiosk that is touched by every batch is replayed, and stays
    as it was but for what is new. Where a rule asks for more than links (another name of a value,
    a time within a limit, a pair kept apart), the batch has a loop of an identifier it tells of.
    """
    take_links_back(engine)
    join_batch(engine, in_memory=in_memory)
    engine.create_view(_SEARCHED, sql_text("components/touched_members.sql"))
    engine.create_table(_KNOWN, sql_text("components/searched_identifiers.sql"))
    _split_broken(engine)
    write_batch(engine)
    engine.drop_schema(SCRATCH)


def _split_broken(engine: Engine) -> None:
    """Fill components.split_components with what is left of broken ones, and identity.refusals."""
    engine.create_table(_LARGE, sql_text("components/large_components.sql"))
    engine.create_table(_SUSPECTED, sql_text("components/suspect_components.sql"))
    engine.create_table(_SUSPECTS, sql_text("components/suspects.sql"))
    engine.create_table(_BROKEN, sql_text("components/broken_components.sql"))
    engine.create_table(_MEMBERS, sql_text("components/members.sql"))
    members = engine.read(_MEMBERS_IN_ORDER)
    apart = engine.read(sql_text("components/kept_apart.sql")).to_pydict()
    pairs = set(zip(apart["left_value_no"], apart["right_value_no"], strict=True))
    _refuse_pairs_of_one(members, pairs)
    links = engine.read(sql_text("components/member_links.sql"))
    traits, limits = _traits(members), _limits(engine)
    rules = Rules.of(traits, pairs, limits)
    count, roots = long_prefix(rules, *_ends(links))
    groups = Groups(traits, pairs, limits, roots.tolist())
    # Overrides are the first.
    told = max(count, pc.sum(links.column("is_must")).as_py() or 0)
    _keep_word(groups, members, links.slice(0, told), count)
    links = links.slice(told)
    verdicts = judge(groups, rules, *_ends(links))
    engine.put_table(REFUSALS, _refusals(verdicts, members, links, limits))
    engine.put_table(_SPLIT, _components(groups, members))


def _ends(links: pa.Table) -> tuple[Numbers, Numbers]:
    return links.column("left_value_no").to_numpy(), links.column("right_value_no").to_numpy()


def _traits(members: pa.Table) -> Members:
    names = ("kind_no", "one_no", "limit_no", "first_us", "last_us")
    return Members(*(pc.fill_null(members.column(name), NONE).to_numpy() for name in names))


def _limits(engine: Engine) -> dict[int, Limit]:
    rows = engine.read("select limit_no, most, window_us, rule from config.identity_limits")
    return {row.pop("limit_no"): Limit(**row) for row in rows.to_pylist()}


def _keep_word(groups: Groups, members: pa.Table, links: pa.Table, count: int) -> None:
    """Join what somebody says is one, after `count` links that are joined."""
    ends = zip(*(side[count:].tolist() for side in _ends(links)), strict=True)
    for place, (one, other) in enumerate(ends, start=count):
        breach = groups.breach(one, other)
        # Somebody's word stands above a limit.
        if breach is not None and breach.limit_no is None:
            raise _contradiction(members, links.slice(0, place + 1), breach)
        groups.join(one, other)


def _refusals(
    verdicts: Numbers, members: pa.Table, links: pa.Table, limits: Mapping[int, Limit]
) -> pa.Table:
    """The rows of identity.refusals: of links between the same two the first."""
    ends = _ends(links)
    pairs = np.minimum(*ends) * len(members) + np.maximum(*ends)
    refused = np.flatnonzero(verdicts[:, 0] != NONE)
    refused = refused[np.sort(np.unique(pairs[refused], return_index=True)[1])]
    rows, verdicts = links.take(refused), verdicts[refused]
    against = [members.column("identifier_no").take(verdicts[:, side]) for side in (0, 1)]
    rules = _rules(verdicts, members, limits)
    columns = [rows.column("left_no"), rows.column("right_no"), rules, *against]
    return pa.table(columns, schema=REFUSAL_SCHEMA)


def _rules(verdicts: Numbers, members: pa.Table, limits: Mapping[int, Limit]) -> pa.Array:
    """The rules in words."""
    reasons = np.where(verdicts[:, 3] == NONE, verdicts[:, 2], NONE - 1 - verdicts[:, 3])
    _, first, code = np.unique(reasons, return_index=True, return_inverse=True)
    words = [_rule(verdict, members, limits) for verdict in verdicts[first].tolist()]
    return pa.array(words, pa.string()).take(code)


def _rule(verdict: list[int], members: pa.Table, limits: Mapping[int, Limit]) -> str:
    left, _, kind, limit_no = verdict
    if limit_no != NONE:
        return limits[limit_no].rule
    return (
        f"two values of {members.column('id_type')[left]}" if kind != NONE else "cannot be linked"
    )


def _components(groups: Groups, members: pa.Table) -> pa.Table:
    """The smallest number in the group of each member."""
    numbers = members.column("identifier_no").to_numpy()
    roots = groups.roots_of_all()
    smallest = np.full(len(numbers), np.iinfo(np.int64).max)
    np.minimum.at(smallest, roots, numbers)
    return pa.table({"identifier_no": numbers, "component_no": smallest[roots]})


def _contradiction(members: pa.Table, links: pa.Table, breach: Breach) -> JourneysError:
    """The overrides that cannot all hold: a path of must-links, and what forbids its ends."""
    import networkx as nx  # noqa: PLC0415 - a third of a second that few runs need

    said: nx.Graph[int] = nx.Graph()
    told = links.filter(pc.field("is_must"))
    ends = (told.column(f"{side}_value_no").to_pylist() for side in ("left", "right"))
    said.add_edges_from(zip(*ends, strict=True))
    path = nx.shortest_path(said, breach.left, breach.right)
    rows = [
        f"{_named(members, one)} and {_named(members, other)} must be linked"
        for one, other in pairwise(path)
    ]
    pair = f"{_named(members, breach.left)} and {_named(members, breach.right)}"
    if breach.kind is None:
        rows.append(f"{pair} cannot be linked")
    else:
        rows.append(f"{pair} are two values of {members.column('id_type')[breach.left]}")
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
