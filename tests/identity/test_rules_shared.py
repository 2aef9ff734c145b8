"""Two people never become one over an address, a phone or a device."""

from __future__ import annotations

from tests.build_helpers import story
from tests.identity.rules import asked, override, people, rules

HANDED_OVER = """
    ana  d1    10:00  a  phone=600123
    -    d2    10:00  b  phone=600123
    -    d190  10:00  c  phone=600123
    bea  d200  10:00  d  phone=600123
    -    d210  10:00  e  phone=600123
    ana  d220  10:00  f
"""


def test_a_phone_that_was_handed_over_tells_the_owner_of_the_time() -> None:
    assert people(HANDED_OVER) == ["abcf", "de"]
    assert rules(HANDED_OVER)["e"] == "handed over"


def test_a_phone_that_was_handed_over_has_a_period_for_each() -> None:
    rows = asked(
        HANDED_OVER,
        "select date_diff('day', valid_from, valid_to) as days from identity.people "
        "where id_type = 'phone' order by valid_from",
    )
    assert [row["days"] for row in rows] == [189, 10]


def test_an_address_given_to_somebody_else_is_theirs_from_then_on() -> None:
    told = HANDED_OVER.replace("phone=600123", "email=shop@x.es")
    assert people(told) == ["abcf", "de"]


FAMILY = """
    -  10:00  a  customer_id=1  email=us@x.es
    -  10:01  b  customer_id=2  email=us@x.es
    -  10:02  c  customer_id=1
    -  10:03  d  customer_id=2
    -  10:04  e  customer_id=1  email=us@x.es
    -  10:05  f  email=us@x.es  ticket_id=7
    -  10:06  g  ticket_id=7
    -  10:07  h  email=us@x.es
"""


def test_a_family_with_one_address_stays_several_people_and_its_own_events_are_not_guessed() -> (
    None
):
    assert people(FAMILY) == ["ace", "bd", "fgh"]
    assert rules(FAMILY)["f"] == rules(FAMILY)["h"] == "ambiguous"


def test_a_refused_link_is_on_record_with_its_rule() -> None:
    rows = asked(FAMILY, "select decision, rule, sightings from identity.audit order by decision")
    assert [row["decision"] for row in rows] == ["joined", "refused"]
    assert "customer_id" in rows[1]["rule"]
    assert [row["sightings"] for row in rows] == [2, 1]


def test_without_a_second_customer_the_address_joins() -> None:
    told = """
        -  10:00  a  customer_id=1  email=us@x.es
        -  10:01  b  user_id=9  email=us@x.es
        -  10:02  c  email=us@x.es  phone=600123
        -  10:03  d  phone=600123
    """
    assert people(told) == ["abcd"]


def test_the_better_source_decides_with_whom_an_address_stays() -> None:
    told = """
        -  10:00  a  source=web  customer_id=1  email=us@x.es
        -  10:01  b  source=web  customer_id=1  email=us@x.es
        -  10:02  c  source=crm  customer_id=2  email=us@x.es
    """
    joined = (
        "select links.evidence_source from identity.links as links "
        "anti join identity.refusals using (left_no, right_no)"
    )
    kinds = """
[[source]]
name = "web"
kind = "web"
files = ["w.csv"]
columns = { event = "e", occurred_at = "t", user_id = "u" }
[[source]]
name = "crm"
kind = "crm"
files = ["c.csv"]
columns = { event = "e", occurred_at = "t", user_id = "u" }
TRUST
[[journey]]
name = "all"
boundary = "whole"
goal = ["b"]
timeout = "1 day"
"""
    for trust, expected in (("", "crm"), ("trust = 5", "web")):
        rows = asked(told, joined, config=kinds.replace("TRUST", trust))
        assert rows == [{"evidence_source": expected}]


def test_what_only_one_uses_says_more_than_what_a_couple_shares() -> None:
    told = """
        -  10:00  a  customer_id=1  email=us@x.es
        -  10:01  b  customer_id=1  phone=600123
        -  10:02  c  customer_id=2  email=us@x.es
        -  10:03  d  customer_id=2  email=us@x.es
        -  10:04  e  user_id=9  email=us@x.es
        -  10:05  f  user_id=9  email=us@x.es
        -  10:06  g  user_id=9  phone=600123
    """
    assert people(told) == ["abefg", "cd"]


def test_a_mailbox_of_eleven_people_proves_nothing() -> None:
    def mailbox(users: int) -> str:
        lines = [f"user{n} 10:{n:02} {chr(98 + n)} email=desk@x.es" for n in range(users)]
        return "\n".join(["- 09:00 a email=desk@x.es", *lines])

    assert rules(mailbox(10))["a"] == "handed over"
    assert rules(mailbox(11))["a"] == "busy"
    rows = asked(mailbox(11), "select distinct decision, rule from identity.audit")
    assert rows == [{"decision": "blocked", "rule": "busy"}]
    assert asked(mailbox(11), "select people from identity.busy_identifiers") == [{"people": 11}]


def test_somebodys_word_keeps_two_apart() -> None:
    told = "- 10:00 a user_id=u email=a@x.es\n- 10:01 b email=a@x.es"
    assert people(told) == ["ab"]
    cannot = [override("cannot", "user_id=u", "email=a@x.es")]
    assert people(told, overrides=cannot) == ["a", "b"]
    assert people(told) == ["ab"]


def test_somebodys_word_takes_a_device_from_somebody() -> None:
    told = "ana 10:00 a anonymous_id=1\n- 10:01 b anonymous_id=1"
    assert people(told) == ["ab"]
    cannot = [override("cannot", "anonymous_id=1", "user_id=ana")]
    assert people(told, overrides=cannot) == ["a", "b"]


def test_somebodys_word_joins_two() -> None:
    told = "- 10:00 a user_id=u\n- 10:01 b email=a@x.es"
    assert people(told) == ["a", "b"]
    assert people(told, overrides=[override("must", "email=a@x.es", "user_id=u")]) == ["ab"]


def test_a_merge_of_a_crm_is_told_by_an_override_between_its_classes() -> None:
    told = (
        "- 10:00 a customer_id=old user_id=u\n- 10:01 b contact_id=new\n- 10:02 c customer_id=old"
    )
    said = override("must", "customer_id=old", "contact_id=new") | {"right_scope": "web"}
    assert people(told, overrides=[said]) == ["abc"]


ID = "select person_id from identity.persons order by person_id"


def test_a_person_keeps_the_name_of_the_identifier_seen_first() -> None:
    first = asked("- 10:00 a phone=600123", ID)
    grown = """
        -  10:00  a  phone=600123
        -  10:01  b  phone=600123  email=a@x.es
        -  10:02  c  user_id=0a    email=a@x.es
    """
    assert asked(grown, ID) == first


def test_of_two_who_become_one_the_older_name_stays_and_comes_back_when_they_are_parted() -> None:
    apart = "- 10:00 a user_id=z\n- 10:01 b email=a@x.es"
    older = asked("- 10:00 a user_id=z", ID)
    must = [override("must", "user_id=z", "email=a@x.es")]
    assert asked(apart, ID, overrides=must) == older
    assert older[0] in asked(apart, ID)
    assert len(asked(apart, ID)) == len(story(apart))
