"""Devices own events for a while; they never make two people one."""

from __future__ import annotations

import pytest

from tests.build_helpers import shuffled, story
from tests.identity.rules import asked, people, rules


def test_what_was_done_before_the_login_is_filled_back_thirty_days() -> None:
    told = """
        -    d1   10:00  a  anonymous_id=1
        -    d2   10:00  b  anonymous_id=1
        ana  d32  10:00  c  anonymous_id=1
    """
    assert people(told) == ["a", "bc"]
    assert rules(told) == {"a": "alone", "b": "backfill", "c": "own id"}
    assert people(told, 'backfill = "31 days"') == ["abc"]


def test_a_device_is_ones_for_thirty_days_after_each_login() -> None:
    told = """
        ana  d1   10:00  a  anonymous_id=1
        -    d31  10:00  b  anonymous_id=1
        -    d31  10:01  c  anonymous_id=1
    """
    assert people(told) == ["ab", "c"]
    assert rules(told) == {"a": "own id", "b": "device", "c": "alone"}
    assert people(told, 'ownership_ttl = "31 days"') == ["abc"]
    assert people(told + "ana d20 10:00 d anonymous_id=1") == ["abcd"]


def test_only_a_login_renews_the_thirty_days() -> None:
    told = """
        ana  d1   10:00  a  anonymous_id=1
        -    d20  10:00  b  anonymous_id=1
        -    d40  10:00  c  anonymous_id=1
    """
    assert people(told) == ["ab", "c"]


def test_after_a_gap_the_next_login_is_filled_back_as_the_first_one_is() -> None:
    told = """
        ana  d1   10:00  a  anonymous_id=1
        -    d40  10:00  b  anonymous_id=1
        bea  d50  10:00  c  anonymous_id=1
    """
    assert people(told) == ["a", "bc"]


def test_two_devices_and_one_login_are_one_person() -> None:
    told = """
        -    10:00  a  anonymous_id=1
        ana  10:01  b  anonymous_id=1
        -    10:02  c  device_id=2
        ana  10:03  d  device_id=2
        -    10:04  e  device_id=2  anonymous_id=1
    """
    assert people(told) == ["abcde"]


def test_one_cookie_and_two_logins_are_two_people() -> None:
    told = """
        ana  10:00  a  anonymous_id=1
        bea  10:01  b  anonymous_id=1
        ana  11:00  c
        bea  11:01  d
    """
    assert people(told) == ["ac", "bd"]


BETWEEN = """
    -    09:59  a  anonymous_id=1
    ana  10:00  b  anonymous_id=1
    -    10:01  c  anonymous_id=1
    bea  10:02  d  anonymous_id=1
    -    10:03  e  anonymous_id=1
    ana  10:04  f  anonymous_id=1
"""


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("last_login", ["abcf", "de"]),
        ("anonymous", ["ace", "bf", "d"]),
        ("none", ["-ace", "bf", "d"]),
    ],
)
def test_whose_anonymous_events_of_a_shared_device_are(policy: str, expected: list[str]) -> None:
    assert people(BETWEEN, f'shared_devices = "{policy}"') == expected


def test_events_left_out_by_the_policy_break_no_promise() -> None:
    sums = asked(BETWEEN, "from marts.reconciliation where not ok", 'shared_devices = "none"')
    assert sums == []
    kept = asked(BETWEEN, "select events from marts.people order by 1", 'shared_devices = "none"')
    assert [row["events"] for row in kept] == [1, 2]


def test_a_device_of_one_person_is_shared_under_no_policy() -> None:
    told = """
        -    10:00  a  anonymous_id=1
        ana  10:01  b  anonymous_id=1
    """
    assert people(told, 'shared_devices = "anonymous"') == ["ab"]
    assert people(told, 'shared_devices = "none"') == ["ab"]


def test_the_anonymous_person_of_a_shared_device_is_the_same_every_time() -> None:
    names = [
        asked(
            events,
            "select person_id from identity.persons order by 1",
            'shared_devices = "anonymous"',
        )
        for events in (story(BETWEEN), shuffled(story(BETWEEN), 7))
    ]
    assert names[0] == names[1]


def test_a_logout_ends_the_ownership_and_nothing_is_guessed_after_it() -> None:
    told = """
        ana  10:00  a           anonymous_id=1
        -    10:01  b           anonymous_id=1
        ana  10:02  logout      anonymous_id=1
        -    10:03  c           anonymous_id=1
        bea  10:04  d           anonymous_id=1
    """
    assert people(told) == ["ablogout", "c", "d"]
    assert people(told, "logout = []") == ["abclogout", "d"]


def test_a_logout_that_names_nobody_is_still_of_who_was_logged_in() -> None:
    told = """
        ana  10:00  a           anonymous_id=1
        -    10:01  Signed~Out  anonymous_id=1
        -    10:02  c           anonymous_id=1
    """
    assert people(told) == ["Signed Outa", "c"]


def test_what_was_before_a_logout_is_not_filled_back_over_it() -> None:
    told = """
        -    10:00  a       anonymous_id=1
        -    10:01  logout  anonymous_id=1
        -    10:02  b       anonymous_id=1
        ana  10:03  c       anonymous_id=1
    """
    assert people(told) == ["ablogout", "c"]


def kiosk(users: int) -> str:
    """A story of so many users who log in on one device, one after the other."""
    logins = [f"user{n} 10:{n:02} {chr(98 + n)} anonymous_id=1" for n in range(users)]
    return "\n".join(["- 09:00 a anonymous_id=1", *logins])


def test_a_kiosk_of_six_people_is_nobodys() -> None:
    assert people(kiosk(5)) == ["ab", "c", "d", "e", "f"]
    assert people(kiosk(6)) == ["a", "b", "c", "d", "e", "f", "g"]
    assert rules(kiosk(6))["a"] == "busy"
    assert people(kiosk(6), "busy_device = 6") == ["ab", "c", "d", "e", "f", "g"]


def test_a_device_of_six_people_in_more_than_ninety_days_is_no_kiosk() -> None:
    logins = [f"user{n} d{n * 19 + 1} 10:00 {chr(98 + n)} anonymous_id=1" for n in range(6)]
    last = "- d96 10:01 a anonymous_id=1"
    assert people("\n".join([*logins, last])) == ["ag", "b", "c", "d", "e", "f"]
    assert "busy" in rules("\n".join([*logins, last]), 'busy_window = "95 days"').values()


def test_of_two_logins_in_one_instant_the_later_in_the_total_order_stays() -> None:
    for first, second in (("ana", "bea"), ("bea", "ana")):
        told = f"""
            {first}   10:00  b  anonymous_id=1  order=1
            {second}  10:00  c  anonymous_id=1  order=2
            -         10:01  a  anonymous_id=1
        """
        assert people(told) == ["ac", "b"]
        assert people(shuffled(story(told), 3)) == ["ac", "b"]


def test_a_clock_ten_years_off_does_not_take_the_others_events_along() -> None:
    for years in (-3650, 3650):
        first_day = 4000 + years
        told = f"""
            ana  d{first_day}  10:00  a  anonymous_id=1
            -    d4000         10:00  b  anonymous_id=1
            ana  d4000         10:01  c  anonymous_id=1
            -    d4000         10:02  d  anonymous_id=1
        """
        assert people(told) == ["abcd"]


def test_a_chain_of_28_cookies_with_a_login_each_is_one_person() -> None:
    lines = [
        line
        for n in range(28)
        for line in (
            f"- d{n + 1} 09:00 a anonymous_id=c{n}",
            f"ana d{n + 1} 10:00 b anonymous_id=c{n}",
        )
    ]
    assert people("\n".join(lines)) == ["a" * 28 + "b" * 28]


def test_an_event_that_comes_late_changes_only_what_it_tells() -> None:
    told = """
        -    10:00  a  anonymous_id=1
        bea  10:05  b  anonymous_id=1
        -    10:06  c  anonymous_id=1
    """
    assert people(told) == ["abc"]
    assert people(told + "ana 10:01 d anonymous_id=1") == ["ad", "bc"]


def test_a_ticket_is_whose_it_was_last_known_to_be_without_limit() -> None:
    told = """
        -    d1    10:00  a  ticket_id=7
        ana  d100  10:00  b  ticket_id=7
        -    d300  10:00  c  ticket_id=7
        bea  d301  10:00  d  ticket_id=7
        -    d302  10:00  e  ticket_id=7
    """
    assert people(told) == ["abc", "de"]
    assert rules(told)["a"] == "record"


def test_a_ticket_says_more_than_the_device_it_was_written_on() -> None:
    told = """
        ana  10:00  a  ticket_id=7
        bea  10:01  b  anonymous_id=1
        -    10:02  c  anonymous_id=1  ticket_id=7
    """
    assert people(told) == ["ac", "b"]


def test_a_record_of_nobodys_follows_the_device_it_was_seen_with() -> None:
    told = """
        -  10:00  a  anonymous_id=1
        -  10:01  b  anonymous_id=1  order_id=7
        -  10:02  c  order_id=7
        -  10:03  d  order_id=8
    """
    assert people(told) == ["abc", "d"]
