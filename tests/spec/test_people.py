"""Which events are one person's, and which deliveries are one event."""

from tests.build_helpers import built, rows_of
from tests.build_helpers import story as tell
from tests.spec.stories import BUYING, ask

PEOPLE = (
    "select list(event order by events.occurred_us, event) from identity.person_events "
    "inner join identity.event_bundles using (event_key) "
    "inner join staging.events using (event_id) group by person_key "
    "order by min(events.occurred_us)"
)


def test_identifiers_seen_together_join_whatever_the_distance() -> None:
    story = """
        -  10:00  a  anonymous_id=1
        -  10:01  b  user_id=u
        -  10:02  c  email=x@x.es
        -  10:03  d  email=x@x.es   user_id=u
        -  10:04  e  anonymous_id=1  email=x@x.es
        -  10:05  f  anonymous_id=2
    """
    assert ask(story, PEOPLE) == [["a", "b", "c", "d", "e"], ["f"]]


def test_an_email_is_one_whatever_its_case_and_the_blanks_around_it() -> None:
    story = """
        -  10:00  a  email=Ana@X.es
        -  10:01  b  email=~ana@x.ES~
        -  10:02  c  email=ana@x.com
    """
    assert ask(story, PEOPLE) == [["a", "b"], ["c"]]


def test_a_phone_is_one_whatever_its_blanks_dashes_dots_and_brackets() -> None:
    story = """
        -  10:00  a  phone=600~123
        -  10:01  b  phone=(600)-12.3
        -  10:02  c  phone=+600123
    """
    assert ask(story, PEOPLE) == [["a", "b"], ["c"]]


def test_the_case_of_other_identifiers_matters() -> None:
    story = """
        -  10:00  a  user_id=Ana
        -  10:01  b  user_id=ana
        -  10:02  c  user_id=ana~
    """
    assert ask(story, PEOPLE) == [["a"], ["b", "c"]]


def test_a_value_of_one_type_is_not_the_same_value_of_another() -> None:
    story = """
        -  10:00  a  user_id=7
        -  10:01  b  customer_id=7
        -  10:02  c  device_id=7
    """
    assert ask(story, PEOPLE) == [["a"], ["b"], ["c"]]


def test_contacts_tickets_orders_and_cases_of_two_sources_do_not_mix() -> None:
    story = """
        -  10:00  a  source=web  contact_id=7
        -  10:01  b  source=crm  contact_id=7
        -  10:02  c  source=web  ticket_id=7
        -  10:03  d  source=crm  ticket_id=7
        -  10:04  e  source=web  order_id=7
        -  10:05  f  source=crm  order_id=7
        -  10:06  g  source=web  case_id=7
        -  10:07  h  source=crm  case_id=7
        -  10:08  i  source=web  contact_id=7
    """
    assert ask(story, PEOPLE) == [["a", "i"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]


def test_users_emails_and_devices_are_known_in_every_source() -> None:
    story = """
        -  10:00  a  source=web  user_id=7
        -  10:01  b  source=crm  user_id=7
        -  10:02  c  source=web  device_id=8
        -  10:03  d  source=crm  device_id=8
    """
    assert ask(story, PEOPLE) == [["a", "b"], ["c", "d"]]


def test_two_users_of_one_tablet_are_two_people_and_the_tablet_is_counted() -> None:
    story = """
        ana  10:00  visit  anonymous_id=tablet
        bea  10:01  visit  anonymous_id=tablet
        eva  10:02  visit  source=crm
        bea  10:03  visit  source=crm
    """
    assert ask(story, "select count(*) from marts.people") == [3]
    measure = "select source, rows from marts.quality where measure = 'shared_devices'"
    assert ask(story, measure) == [("web", 1)]


def test_what_identity_refuses_blocks_and_leaves_open_is_counted_where_it_was_seen() -> None:
    story = """
        ana  10:00  visit  email=us@x.es
        bea  10:01  visit  email=us@x.es
        ana  10:02  visit  email=us@x.es  source=crm
        -    10:03  visit  email=us@x.es  source=crm
        -    10:04  visit  email=info@x.es
    """
    measures = (
        "select source, measure, rows from marts.quality where measure in ('refused_links', "
        "'ambiguous_events', 'blocked: role mailbox', 'no_identifier') and rows > 0 order by all"
    )
    assert ask(story, measures) == [
        ("crm", "ambiguous_events", 1),
        ("web", "blocked: role mailbox", 1),
        ("web", "no_identifier", 1),
        ("web", "refused_links", 1),
    ]


def test_a_persona_is_the_one_told_last() -> None:
    story = """
        ana  10:00  visit  persona=new
        ana  10:01  visit  persona=loyal
        ana  10:02  visit
    """
    assert ask(story, "select persona from marts.people") == ["loyal"]


def test_an_event_delivered_twice_is_one_event() -> None:
    story = """
        ana  10:00  visit  id=7
        ana  10:00  visit  id=7
        ana  10:00  visit  id=7
        ana  10:01  buy    id=7  source=crm
    """
    counted = (
        "select measure, source, rows from marts.quality "
        "where measure in ('duplicate_events', 'id_conflicts', 'events') order by all"
    )
    assert ask(story, counted) == [
        ("duplicate_events", "crm", 0),
        ("duplicate_events", "web", 2),
        ("events", "crm", 1),
        ("events", "web", 1),
        ("id_conflicts", "crm", 0),
        ("id_conflicts", "web", 0),
    ]


def test_of_one_id_with_different_content_the_earliest_stays_and_it_is_counted() -> None:
    story = """
        ana  10:05  late   id=7
        bea  10:00  early  id=7
        ana  10:09  later  id=7
        ana  10:09  other  id=8
    """
    assert ask(story, "select event from staging.events order by event_id") == ["early", "other"]
    conflicts = "select rows from marts.quality where measure = 'id_conflicts' and source = 'web'"
    assert ask(story, conflicts) == [1]


def test_of_one_id_at_one_time_the_same_content_stays_whatever_came_first() -> None:
    story = """
        ana  10:00  one    id=7
        ana  10:00  two    id=7
        ana  10:00  three  id=7
        ana  10:00  four   id=7
    """
    deliveries = tell(story)
    kept = []
    for order in (deliveries, deliveries[::-1]):
        with built(BUYING, order) as engine:
            kept += rows_of(engine, "select event from staging.events")
    assert len(kept) == len(("forwards", "backwards"))
    assert kept[0] == kept[1]


def test_no_raw_identifier_is_in_the_tables_that_leave_the_house() -> None:
    story = "-  10:00  visit  email=ana@x.es  phone=600123"
    ids = ask(story, "select id_type, id_value from identity.people order by id_type")
    assert [id_type for id_type, _ in ids] == ["email", "phone"]
    assert all(len(value) == len("0123456789abcdef") for _, value in ids)
    assert not {"ana@x.es", "600123"} & {value for _, value in ids}


# links.sql takes the smallest event_id and, apart from it, the smallest source: "web2:1" comes
# before "web:1", but "web" before "web2".
def test_the_evidence_of_a_link_is_an_event_of_the_source_named() -> None:
    story = """
        ana  10:00  a  source=web   email=ana@x.es  id=1
        ana  10:01  b  source=web2  email=ana@x.es  id=1
    """
    config = """
[[source]]
name = "web"
files = ["a.csv"]
columns = { event = "e", occurred_at = "t", user_id = "u" }
[[source]]
name = "web2"
files = ["b.csv"]
columns = { event = "e", occurred_at = "t", user_id = "u" }
[[journey]]
name = "all"
boundary = "whole"
goal = ["b"]
timeout = "1 day"
"""
    ((event_id, source, sightings),) = ask(
        story, "select event_id, source, sightings from identity.audit", config
    )
    assert sightings == 2
    assert event_id.startswith(f"{source}:")
