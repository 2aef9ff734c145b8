"""Which texts are one identifier, and which are none."""

from __future__ import annotations

import pytest

from tests.build_helpers import BUY, SOURCES, story
from tests.identity.rules import asked, people


@pytest.mark.parametrize(
    "identifier",
    [
        "user_id=null", "user_id=NULL", "user_id=0", "user_id=-1", "user_id=anonymous",
        "customer_id=n/a", "customer_id=000-000", "email=unknown", "email=info@x.es",
        "email=No-Reply@x.es", "email=soporte@x.es", "email=ana@example.com", "email=x@test.com",
        "phone=000000000", "phone=999999999", "contact_id=undefined", "email=n/a",
        "device_id=00000000-0000-0000-0000-000000000000",
        "anonymous_id=00000000-0000-0000-0000-000000000000",
    ],
)  # fmt: skip
def test_what_stands_for_nobody_joins_nobody(identifier: str) -> None:
    told = f"""
        -    10:00  a  {identifier}
        -    10:01  b  {identifier}  ticket_id=1
        -    10:02  c  {identifier}  ticket_id=2
    """
    assert people(told) == ["-a", "b", "c"]
    (blocked,) = asked(told, "select source, events from identity.blocked_identifiers")
    assert blocked == {"source": "web", "events": 3}


def test_a_blocked_link_is_on_record() -> None:
    rows = asked("ana 10:00 a email=info@x.es", "select decision, rule from identity.audit")
    assert rows == [{"decision": "blocked", "rule": "blocked: role mailbox"}]


@pytest.mark.parametrize("kind", ["ticket_id", "order_id", "case_id"])
def test_records_may_be_numbered_from_nought(kind: str) -> None:
    assert people(f"- 10:00 a {kind}=0\n- 10:01 b {kind}=0") == ["ab"]
    assert people(f"- 10:00 a {kind}=null\n- 10:01 b {kind}=null") == ["-ab"]


def test_the_configuration_lists_further_values_with_wildcards() -> None:
    told = """
        -  10:00  a  email=Desk7@x.es  user_id=u
        -  10:01  b  email=desk7@x.es  user_id=v
        -  10:02  c  email=desk12@x.es
    """
    assert people(told, 'blocked = ["desk?@*"]') == ["a", "b", "c"]
    (row,) = asked(
        told, "select rule, events from identity.blocked_identifiers", 'blocked = ["DESK?@*"]'
    )
    assert row == {"rule": "listed: DESK?@*", "events": 2}


def test_signs_of_patterns_are_plain_signs_but_for_the_two_wildcards() -> None:
    told = "- 10:00 a user_id=a%b\n- 10:01 b user_id=axb"
    assert people(told, 'blocked = ["a%b"]') == ["-a", "b"]


def test_case_blanks_and_accents_of_an_address() -> None:
    told = """
        -  10:00  a  email=Ana@X.es
        -  10:01  b  email=~ana@x.ES~
        -  10:02  c  email=ána@x.es
        -  10:03  d  email=aN\u0303a@x.es
        -  10:04  e  email=AÑA@x.es
    """
    assert people(told) == ["ab", "c", "de"]


def test_a_phone_however_it_is_written() -> None:
    told = """
        -  10:00  a  phone=600~12~34~56
        -  10:01  b  phone=+34-600-123-456
        -  10:02  c  phone=0034600123456
        -  10:03  d  phone=600123457
    """
    config = f'[locale]\ncountry = "ES"\n{SOURCES}{BUY}'
    assert people(told, config=config) == ["abc", "d"]


def test_a_letter_that_only_looks_the_same_is_another_person() -> None:
    told = "- 10:00 a email=ana@x.es\n- 10:01 b email=\u0430na@x.es"
    assert people(told) == ["a", "b"]


def test_one_value_under_two_types_is_two_identifiers() -> None:
    told = "- 10:00 a user_id=7\n- 10:01 b customer_id=7\n- 10:02 c contact_id=7"
    assert people(told) == ["a", "b", "c"]


def test_two_shops_that_count_alike_do_not_mix_where_each_has_its_scope() -> None:
    told = "- 10:00 a source=web user_id=7\n- 10:01 b source=crm user_id=7"
    assert people(told) == ["ab"]
    scoped = SOURCES.replace('name = "web"', 'name = "web"\nid_scope = "shop_a"') + BUY
    assert people(told, config=scoped) == ["a", "b"]


def test_an_event_delivered_twice_is_one_sighting() -> None:
    told = "ana 10:00 a email=a@x.es id=1\nana 10:00 a email=a@x.es id=1"
    assert len(story(told)) == len("ab")
    assert asked(told, "select sightings from identity.audit") == [{"sightings": 1}]


def test_a_type_may_be_of_another_class() -> None:
    told = "- 10:00 a email=a@x.es contact_id=1\n- 10:01 b email=a@x.es contact_id=2"
    assert people(told) == ["a", "b"]
    assert people(told, 'classes = { contact_id = "shared" }') == ["ab"]
