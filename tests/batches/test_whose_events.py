"""Whose events are when a batch tells more of their identifiers, and what is recorded of it."""

from __future__ import annotations

from functools import partial

import pytest

from pipeline.batches import parts
from pipeline.build import build_batch, build_tables
from pipeline.engine.face import TableName
from tests.batches.comparing import differences
from tests.build_helpers import BUY, KEY, SOURCES, Row, deliver, loaded, rows_of, story

# A cookie of two people, as it seems; one of them has an address, and another cookie.
FORMER = """
    -    09:59  visit  id=a  anonymous_id=1
    -    10:00  visit  id=b  anonymous_id=1  email=ana@x.es
    -    10:01  visit  id=c  anonymous_id=1
    ana  10:02  visit  id=d  anonymous_id=1
    -    10:03  visit  id=e  anonymous_id=1
    -    10:04  buy    id=f  anonymous_id=2  email=ana@x.es
    ben  10:05  visit  id=g  anonymous_id=3
    -    10:06  buy    id=h  anonymous_id=3
"""
ONE_OF_TWO = "ana 10:07 visit id=i email=ana@x.es"
TWO_OF_ONE = "kim 10:07 visit id=j anonymous_id=3\n- 10:08 visit id=k anonymous_id=3"
OWNERS = """
    select event_id, rule from identity.person_events
    inner join identity.event_bundles using (event_key) order by event_id
"""
CHANGES = """
    select changes.* exclude (built_at), moved.id_hash
    from identity.changes as changes inner join identity.changed_identifiers as moved
    using (change_no) order by change_no, id_hash
"""


def owned(later: str, policy: str, patch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """Events that were somebody's, and are after a batch, which is what a whole build makes."""
    patch.setattr(parts, "MOST_OF_ALL", 9)  # of so few people a batch touches most
    config = f'{SOURCES}{BUY}[identity]\nshared_devices = "{policy}"\n'
    with loaded(config, story(FORMER)) as ours, loaded(config, story(FORMER)) as theirs:
        build_tables(ours, key=KEY)
        before = {row["event_id"] for row in rows_of(ours, OWNERS)}
        for engine in (ours, theirs):
            deliver(engine, story(later), first_file=2)
        assert build_batch(ours, key=KEY).arrivals.adds_only
        build_tables(theirs, key=KEY)
        assert [*differences(ours, theirs)] == []
        return before, {row["event_id"] for row in rows_of(ours, OWNERS)}


@pytest.mark.parametrize("policy", ["last_login", "none"])
@pytest.mark.parametrize("later", [ONE_OF_TWO, TWO_OF_ONE])
def test_whose_events_of_a_cookie_are_is_what_a_whole_build_tells(
    later: str, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = owned(later, policy, monkeypatch)
    came = {f"web:{line.partition('id=')[2].split()[0]}" for line in later.splitlines()}
    nobodys = {"web:a", "web:c", "web:e"}
    if policy != "none":
        assert after == before | came
    elif later == ONE_OF_TWO:
        assert after == before | nobodys | came
    else:
        assert not before & nobodys
        assert after == (before | came) - {"web:h", "web:k"}


@pytest.mark.parametrize("later", [ONE_OF_TWO, TWO_OF_ONE])
def test_a_batch_records_the_changes_that_a_whole_build_finds(
    later: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_OF_ALL", 9)
    found: list[list[Row]] = []
    changes = partial(build_tables, wanted=[TableName("identity", "changes")])
    for before, build in ((build_tables, build_batch), (changes, changes)):
        with loaded(SOURCES + BUY, story(FORMER)) as engine:
            before(engine, key=KEY)
            deliver(engine, story(later), first_file=2)
            build(engine, key=KEY)
            found.append(rows_of(engine, CHANGES))
    assert found[0] == found[1]
    assert bool(found[0]) == (later == ONE_OF_TWO)
