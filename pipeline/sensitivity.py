"""How much the identity policy decides: the main numbers under every policy, from one build.

In:     a build up to journeys.headlines; config.policy_settings and policy_classes, the rules of
        each policy to compare, the chosen one first
Out:    journeys.policy_headlines, policy_totals, policy_movers
Errors: JourneysError naming the model that fails
Source: the models themselves, made once more for each policy in a database aside; only those that
        the policy decides and that the numbers are made of
Note:   costs three times what these models cost; `[identity] compare = false` leaves it out
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.engine.face import Engine, TableName
from pipeline.models import decided_by
from pipeline.schedule import Worker, make_all
from pipeline.sqlfiles import sql_text

Reads = Mapping[TableName, Iterable[TableName]]

_HEADLINES = TableName("journeys", "headlines")
_PERSON_EVENTS = TableName("identity", "person_events")
# What a policy sets, and where that is kept for every policy.
_SET_BY_POLICY = {
    TableName("config", "identity_settings"): TableName("config", "policy_settings"),
    TableName("config", "identity_classes"): TableName("config", "policy_classes"),
}
# It reads the limits of the classes, which no policy changes, and all links depend on it.
_SAME_UNDER_ALL = TableName("identity", "busy_identifiers")
_CHOSEN_EVENTS = TableName("chosen", "person_events")
_PAIRS = TableName("chosen", "pairs")
_RESULTS = ("policy_headlines", "policy_totals", "policy_movers")

RESULTS = tuple(TableName("journeys", name) for name in _RESULTS)
# All are made with the first one, so the others come after it.
READS: Reads = {
    RESULTS[0]: (_HEADLINES, _PERSON_EVENTS, *_SET_BY_POLICY, *_SET_BY_POLICY.values()),
    **dict.fromkeys(RESULTS[1:], (RESULTS[0],)),
}


def tables_by_policy(reads: Reads) -> list[TableName]:
    """The tables that differ between policies and lead to the main numbers, in order.

    >>> def table(text): return TableName.parse(text)
    >>> settings, events = table("config.identity_settings"), table("identity.person_events")
    >>> names = table("identity.names")
    >>> reads = {names: [], events: [settings, names], table("journeys.headlines"): [events],
    ...     table("marts.people"): [events]}
    >>> [str(name) for name in tables_by_policy(reads)]
    ['identity.person_events', 'journeys.headlines']
    """
    same = frozenset([_SAME_UNDER_ALL])
    return decided_by(_SET_BY_POLICY, [_HEADLINES, _PERSON_EVENTS], reads, same=same)


def compare_policies(
    engine: Engine, reads: Reads, worker_of: Callable[[Engine], Worker[TableName]], at_a_time: int
) -> None:
    """Fill the tables of results; a worker of an engine makes one table as a build does."""
    settings = {name: engine.read_table(kept) for name, kept in _SET_BY_POLICY.items()}
    policies = pc.unique(next(iter(settings.values())).column("policy")).to_pylist()
    found: dict[str, Mapping[str, pa.Table]] = {}

    def one_policy(own: Engine, policy: str) -> None:
        # The chosen policy is first, and its tables are there.
        again = tables_by_policy(reads) if policy != policies[0] else []
        with own.aside(_seen(again, reads)):
            _make_again(own, again, settings, policy, worker_of(own))
            pairs = "pairs" if again else "own_pairs"
            own.create_table(_PAIRS, sql_text(f"sensitivity/{pairs}.sql"))
            found[policy] = {n: own.read(sql_text(f"sensitivity/{n}.sql")) for n in _RESULTS}

    with ExitStack() as stack:
        beside = [stack.enter_context(engine.beside()) for _ in range(at_a_time - 1)]
        make_all(policies, {}, [partial(one_policy, own) for own in (engine, *beside)])
    for name in _RESULTS:
        parts = [found[policy][name] for policy in policies]
        engine.put_table(TableName("journeys", name), pa.concat_tables(parts))


def _make_again(
    engine: Engine,
    tables: list[TableName],
    settings: Mapping[TableName, pa.Table],
    policy: str,
    make: Worker[TableName],
) -> None:
    for name, rows in settings.items():
        engine.put_table(name, rows.filter(pc.equal(rows.column("policy"), policy)))
    for name in tables:
        make(name)


def _seen(tables: list[TableName], reads: Reads) -> dict[TableName, TableName]:
    """What the models read that is not made again, and the chosen policy's people beside it."""
    read = {name for table in tables for name in reads[table]} - set(tables)
    shown = {*read, *_SET_BY_POLICY, _HEADLINES, _PERSON_EVENTS}
    return {**{name: name for name in sorted(shown)}, _CHOSEN_EVENTS: _PERSON_EVENTS}
