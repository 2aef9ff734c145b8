"""The ledger against the files: each number counted again, from what was written."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample.reading import Row, Sample


def _deals_in(sample: Sample, stage: str) -> int:
    return sum(bool(deal[f'Date entered "{stage} (Altas)"']) for deal in sample.deals)


def _channels(audits: list[Row]) -> list[str]:
    return [
        audit["via"]["channel"]
        for audit in audits
        if any(event["type"] == "Comment" and event["public"] for event in audit["events"])
    ]


def test_about_every_fourth_or_fifth_attempt_reaches_its_goal(committed: Sample) -> None:
    alta = committed.truth["alta"]
    assert 0.2 < alta["reached"] / alta["journeys"] < 0.25


def test_reached_and_cancelled_are_the_deals_that_say_so(sample: Sample) -> None:
    assert sample.truth["alta"]["reached"] == _deals_in(sample, "Alta activada")
    assert sample.truth["alta"]["cancelado"] == _deals_in(sample, "Cancelado")


def test_every_ticket_is_one_support_journey_and_solved_ones_reach_the_goal(
    sample: Sample,
) -> None:
    support = sample.truth["soporte"]
    assert support["journeys"] == len(sample.tickets)
    assert support["reached"] == sum(ticket["status"] == "solved" for ticket in sample.tickets)
    assert support["ended"] + support["open"] == support["journeys"] - support["reached"]


def test_open_tickets_were_touched_in_the_last_fourteen_days(sample: Sample) -> None:
    unsolved = [ticket for ticket in sample.tickets if ticket["status"] != "solved"]
    recent = sum(ticket["updated_at"] >= "2026-09-14T21:30:00Z" for ticket in unsolved)
    assert recent == sample.truth["soporte"]["open"]


def test_the_story_of_whatsapp_and_telephone_is_in_the_audits(sample: Sample) -> None:
    moved = [
        ticket_id
        for ticket_id, audits in sample.audits_by_ticket.items()
        if ("whatsapp", "voice") in set(pairwise(_channels(audits)))
    ]
    story = sample.truth["whatsapp_then_phone_repeats"]
    assert len(moved) == story["whatsapp_to_phone"]["journeys"]


def test_the_story_of_the_two_departments_is_in_the_audits(sample: Sample) -> None:
    groups = {str(row["id"]): row["name"] for row in sample.groups}
    passed, reopened = 0, 0
    for ticket in sample.tickets:
        moves = [
            (groups[before], groups[after])
            for _, before, after in sample.changes(ticket["id"], "group_id")
            if before
        ]
        if ("Soporte técnico", "Facturación") in moves:
            passed += 1
            statuses = sample.changes(ticket["id"], "status")
            reopened += any(before == "solved" for _, before, _ in statuses)
    story = sample.truth["department_handoff_reopens"]
    assert passed == story["technical_to_billing"]
    assert reopened == story["technical_to_billing_reopened"]


def test_ratings_of_installations_are_those_of_the_story(sample: Sample) -> None:
    scores = [
        ticket["satisfaction_rating"]["score"]
        for ticket in sample.tickets
        if ticket["custom_fields"][0]["value"] == "instalación"
    ]
    story = sample.truth["long_wait_spoils_rating"]
    assert scores.count("bad") == story["long_wait_bad"] + story["short_wait_bad"]
    assert scores.count("good") == story["long_wait_good"] + story["short_wait_good"]


def test_families_are_the_tablets_on_which_several_users_log_in(sample: Sample) -> None:
    users: dict[str, set[str]] = {}
    for call in sample.calls:
        if call["type"] == "identify":
            users.setdefault(call["anonymousId"], set()).add(call["userId"])
    shared = [found for found in users.values() if len(found) > 1]
    story = sample.truth["shared_identifiers"]
    assert len(shared) == story["families_on_one_tablet"]
    assert sum(map(len, shared)) == story["family_members"]
    assert {len(found) for found in shared} <= {2, 3}


def test_cookies_without_a_login_are_counted_as_anonymous(sample: Sample) -> None:
    cookies = {call["anonymousId"] for call in sample.calls}
    named = {call["anonymousId"] for call in sample.calls if call["userId"]}
    assert len(cookies - named) == sample.truth["shared_identifiers"]["anonymous_cookies"]
    assert len(sample.contacts) == sample.truth["shared_identifiers"]["known_people"]


def test_the_flash_campaign_brings_one_visit_a_cookie(sample: Sample) -> None:
    landed = {
        call["anonymousId"]
        for call in sample.calls
        if call["context"].get("campaign", {}).get("name") == "flash_verano"
    }
    story = sample.truth["campaign_nobody_returns_from"]
    assert len(landed) == story["came"]["journeys"]
    visits = [call for call in sample.calls if call["anonymousId"] in landed]
    assert len(visits) == 2 * len(landed) - story["one_touchpoint"]


def _madrid_day(call: Row) -> str:
    moment = datetime.fromisoformat(call["timestamp"]) + timedelta(hours=2)
    return moment.date().isoformat()


def test_the_incident_is_in_the_calls_of_its_two_days(sample: Sample) -> None:
    for day, numbers in sample.truth["payment_incident"]["days"].items():
        payers = {
            call["anonymousId"]
            for call in sample.calls
            if call.get("event") == "Payment Submitted" and _madrid_day(call) == day
        }
        assert len(payers) == numbers["at_payment"]


def test_most_payments_are_lost_on_the_two_days_and_few_on_others(committed: Sample) -> None:
    story = committed.truth["payment_incident"]
    for numbers in story["days"].values():
        assert numbers["lost_at_payment"] > 0.7 * numbers["at_payment"]
    assert story["other_days_lost_at_payment"] < 0.1 * story["other_days_at_payment"]
