"""A batch joins only the identifiers that it has a part in, and they are those of a whole build."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.batches import parts
from pipeline.batches.arrivals import Arrivals
from pipeline.batches.delivered import Delivered
from pipeline.batches.joining import Joining
from pipeline.batches.parts import Batch
from pipeline.batches.showing import Showing
from pipeline.build import build_batch, build_tables
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.identity.components import build_components
from pipeline.identity.replay import replay_conflicts
from tests.batches.comparing import differences
from tests.build_helpers import KEY, SOURCES, deliver, loaded, rows_of, story
from tests.identity.graphs import PAIRS, components, put, put_known, put_links
from tests.reference.components import Identifier, Limit, Link

CONFIG = (
    SOURCES
    + """
[identity]
compare = false
busy_shared = 2
[[journey]]
name = "buy"
boundary = "gap"
goal = ["buy"]
timeout = "6 hours"
"""
)
FORMER = story(
    """
    ana 10:00 visit email=ana@x.es
    -   10:10 visit email=ben@x.es
    cas 10:00 visit email=cas@x.es
    cas 10:10 visit email=cas@x.es
    eva 10:00 visit email=info@x.es
    -   10:20 visit email=info@x.es phone=+34600123456
    fay 10:30 visit email=info@x.es
    ana 10:00 visit anonymous_id=home
    -   12:00 visit id=h1 anonymous_id=home
    cas 14:00 visit anonymous_id=home
    ana 10:00 visit anonymous_id=work
    -   10:30 visit id=w1 anonymous_id=work
    cas 11:00 visit anonymous_id=work
    """
)
# One address for Ben, another's for Dan, the third who uses the mailbox, and one more at home.
LATER = story(
    """
    ben 11:00 visit id=n1 email=ben@x.es
    dan 11:00 visit id=n2 email=cas@x.es
    gus 11:00 visit id=n3 email=info@x.es
    ben 11:30 visit id=n4 anonymous_id=home
    -   15:00 visit id=n5 anonymous_id=home
    """
)
Built = tuple[Batch, DuckDBEngine, DuckDBEngine]


@pytest.fixture(scope="module")
def built() -> Iterator[Built]:
    """What a batch came to, and what a whole build of the same did."""
    with loaded(CONFIG, FORMER) as ours, loaded(CONFIG, FORMER) as theirs:
        build_tables(ours, key=KEY)
        for engine in (ours, theirs):
            deliver(engine, LATER, first_file=2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parts, "MOST_OF_ALL", 9)
            batch = build_batch(ours, key=KEY)
        build_tables(theirs, key=KEY)
        yield batch, ours, theirs


def people(engine: DuckDBEngine) -> list[list[str]]:
    """The identifiers of each component of several."""
    rows = rows_of(
        engine,
        "select array_agg(id_value order by id_type, id_value) as people "
        "from identity.components inner join identity.identifiers using (identifier_no) "
        "group by component_no having count(*) > 1 order by people",
    )
    return [row["people"] for row in rows]


def test_what_is_new_is_joined_without_the_rest(built: Built) -> None:
    assert built[0].joining.reason is None
    assert [*differences(*built[1:])] == []


def test_a_new_link_makes_one_of_two_a_refused_and_a_busy_one_do_not(built: Built) -> None:
    assert people(built[1]) == [["ana@x.es", "ana"], ["ben@x.es", "ben"], ["cas@x.es", "cas"]]
    refused = rows_of(
        built[1],
        "select id_value, rule from identity.refusals "
        "inner join identity.identifiers on left_no = identifier_no",
    )
    assert refused == [{"id_value": "dan", "rule": "two values of user_id"}]


def test_a_device_of_several_is_followed_anew_where_new_events_have_it(built: Built) -> None:
    batch, ours, _ = built
    asides = (batch.ownership.followed, batch.ownership.told, batch.ownership.owned)
    made = ("owner_timelines", "owner_options", "owned_events")
    for aside, table in zip(asides, made, strict=True):
        assert TableName("identity", table) in aside.seen
    users = rows_of(
        ours,
        "select bundles.event_id, names.id_value as who from identity.person_events as events "
        "inner join identity.event_bundles as bundles using (event_key) "
        "inner join identity.assignments using (person_key) "
        "inner join identity.identifiers as names using (identifier_no) "
        "where names.id_type = 'user_id' and events.rule = 'device' order by bundles.event_id",
    )
    assert [tuple(row.values()) for row in users] == [
        ("web:h1", "ben"),
        ("web:n5", "cas"),
        ("web:w1", "ana"),
    ]


def test_nothing_is_left_of_what_was_compared(built: Built) -> None:
    names = rows_of(built[1], "select table_name as name from information_schema.tables")
    assert not {"new_links", "gone_links", "new_identifiers"} & {row["name"] for row in names}


KNOWN = {
    10: Identifier("customer_id", "", "A", "unique"),
    20: Identifier("email", "", "a@x.es", "shared", 0, 0),
    30: Identifier("email", "", "b@x.es", "shared", 9, 9),
}
LINKS = [Link(10, 20, sightings=2), Link(10, 30)]


@pytest.fixture
def former() -> Iterator[DuckDBEngine]:
    """Two addresses of one customer, a limit of one at a time, and what a batch finds there."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_known(engine, KNOWN, limits=[Limit("email", 1, 5)])
        put_links(engine, LINKS)
        build_components(engine)
        replay_conflicts(engine)
        for name in ("links", "aliases", "cannot_links"):
            engine.execute(f"create table identity.former_{name} as from identity.{name}")
        for name in ("added_identifiers", "told_identifiers"):
            engine.create_table(
                TableName("batch", name),
                "select *, true as is_longer from identity.identifiers limit 0",
            )
        yield engine


def joined(engine: DuckDBEngine, reason: str | None = None) -> dict[int, int]:
    """What a batch without new identifiers makes of it."""
    aside = Showing("none")
    Joining(aside, aside, Arrivals(Delivered(aside, {}), aside, aside, {}), reason).join(engine)
    return components(engine)


def test_a_limit_is_passed_without_any_new_link(former: DuckDBEngine) -> None:
    assert components(former) == {10: 10, 20: 10, 30: 10}
    longer = {**KNOWN, 20: KNOWN[20]._replace(last_us=7)}
    put_known(former, longer, limits=[Limit("email", 1, 5)])
    former.execute(
        "insert into batch.told_identifiers select *, true from identity.identifiers "
        "where identifier_no = 20"
    )
    assert joined(former) == {10: 10, 20: 10, 30: 30}


def test_a_pair_that_is_to_be_kept_apart_is_looked_at(former: DuckDBEngine) -> None:
    put(former, "cannot_links", PAIRS, [(30, 20)])
    assert joined(former) == {10: 10, 20: 10, 30: 30}


@pytest.mark.parametrize("reason", [None, "identifiers were numbered anew"])
def test_a_link_that_is_gone_splits_whoever_has_it(
    former: DuckDBEngine, reason: str | None
) -> None:
    put_links(former, LINKS[:1])
    assert joined(former, reason) == {10: 10, 20: 10, 30: 30}
