from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.sample.crm import CONTACT_LABELS, DEAL_LABELS

if TYPE_CHECKING:
    from tests.sample.reading import Row, Sample

FIRST_INSTANT = "2026-06-30T22:00:00"  # midnight of 1 July in Madrid
LAST_INSTANT = "2026-09-28T21:30:00"
HUBSPOT_TIME = re.compile(r"2026-\d\d-\d\d \d\d:\d\d")
COMMON = {
    *("anonymousId", "userId", "channel", "context", "integrations", "messageId", "type"),
    *("originalTimestamp", "sentAt", "receivedAt", "timestamp", "version"),
}
OWN = {
    "page": {"name", "properties"},
    "screen": {"name", "properties"},
    "track": {"event", "properties"},
    "identify": {"traits"},
}


def test_every_web_call_has_the_fields_segment_gives_its_type(sample: Sample) -> None:
    assert {call["type"] for call in sample.calls} == set(OWN)
    for call in sample.calls:
        assert call.keys() == COMMON | OWN[call["type"]]


def test_the_web_tells_its_page_and_browser_and_the_app_its_device(sample: Sample) -> None:
    for call in sample.calls:
        context = call["context"]
        if call["channel"] == "web":
            assert {"page", "userAgent", "library", "locale", "timezone"} <= context.keys()
            assert context["page"].keys() == {"path", "referrer", "search", "title", "url"}
        else:
            assert {"app", "device", "os", "screen", "library"} <= context.keys()
            assert context["device"].keys() == {"id", "manufacturer", "model", "name", "type"}


def test_every_message_has_an_id_of_its_own(sample: Sample) -> None:
    ids = Counter(call["messageId"] for call in sample.calls)
    assert ids.most_common(1)[0][1] == 1


def test_nothing_lies_outside_of_the_ninety_days(sample: Sample) -> None:
    times = [call["timestamp"] for call in sample.calls]
    times += [audit["created_at"] for audit in sample.audits]
    assert min(times) >= FIRST_INSTANT
    assert max(times).startswith(LAST_INSTANT)


def test_a_call_arrives_after_it_was_made(sample: Sample) -> None:
    for call in sample.calls:
        assert call["originalTimestamp"] <= call["sentAt"] <= call["receivedAt"]


def test_a_user_id_is_always_introduced_by_an_identify_with_an_address(sample: Sample) -> None:
    introduced = {call["userId"] for call in sample.calls if call["type"] == "identify"}
    used = {call["userId"] for call in sample.calls if call["userId"]}
    assert used == introduced
    for call in sample.calls:
        if call["type"] == "identify":
            assert call["traits"].keys() == {"email", "phone"}


def test_about_half_of_the_cookies_are_never_identified(committed: Sample) -> None:
    named = {call["anonymousId"] for call in committed.calls if call["userId"]}
    cookies = {call["anonymousId"] for call in committed.calls}
    assert 0.4 < 1 - len(named) / len(cookies) < 0.65


def test_crm_exports_have_the_labels_of_hubspot(sample: Sample) -> None:
    assert tuple(sample.contacts[0]) == CONTACT_LABELS
    assert tuple(sample.deals[0]) == DEAL_LABELS
    assert 'Date entered "Contrato firmado (Altas)"' in DEAL_LABELS


def test_crm_times_have_minutes_and_no_zone(sample: Sample) -> None:
    for row in [*sample.contacts, *sample.deals]:
        for label, text in row.items():
            if "Date" in label and text:
                assert HUBSPOT_TIME.fullmatch(text)
        assert row["Create Date"]


def test_every_deal_belongs_to_a_contact_and_is_in_a_stage_it_entered(sample: Sample) -> None:
    contacts = {row["Record ID"] for row in sample.contacts}
    for deal in sample.deals:
        assert deal["Associated Contact IDs"] in contacts
        assert deal[f'Date entered "{deal["Deal Stage"]} (Altas)"']
        assert float(deal["Amount"]) > 0


def test_every_contact_has_one_of_the_three_personas(sample: Sample) -> None:
    personas = {row["Persona"] for row in sample.contacts}
    assert personas == {"Nómada digital", "Familia conectada", "Tradicional 60+"}


def test_no_address_could_belong_to_somebody(sample: Sample) -> None:
    addresses = [row["Email"] for row in sample.contacts]
    addresses += [row["email"] for row in sample.users]
    for address in addresses:
        assert address.strip().endswith((".test", ".example"))


def test_only_planted_pairs_share_an_address_or_a_telephone(sample: Sample) -> None:
    shared = sample.truth["shared_identifiers"]
    addresses = Counter(row["Email"].strip().lower() for row in sample.contacts)
    phones = Counter(row["Phone Number"] for row in sample.contacts)
    assert sum(count > 1 for count in addresses.values()) == shared["shared_emails"]
    assert sum(count > 1 for count in phones.values()) == shared["shared_phones"]


def test_requesters_authors_and_groups_exist(sample: Sample) -> None:
    users = {row["id"] for row in sample.users}
    groups = {row["id"] for row in sample.groups}
    assert {ticket["requester_id"] for ticket in sample.tickets} <= users
    assert {ticket["group_id"] for ticket in sample.tickets} <= groups
    assert {audit["author_id"] for audit in sample.audits} <= users | {-1}
    assigned = {ticket["assignee_id"] for ticket in sample.tickets} - {None}
    agents = {row["id"] for row in sample.users if row["role"] == "agent"}
    assert assigned <= agents


def test_a_help_desk_has_one_user_for_an_address(sample: Sample) -> None:
    addresses = Counter(row["email"] for row in sample.users)
    assert addresses.most_common(1)[0][1] == 1


def _latest(sample: Sample, ticket: Row, field_name: str) -> object:
    return sample.changes(ticket["id"], field_name)[-1][2]


def test_a_ticket_stands_as_its_audits_left_it(sample: Sample) -> None:
    assert set(sample.audits_by_ticket) == {ticket["id"] for ticket in sample.tickets}
    for ticket in sample.tickets:
        assert _latest(sample, ticket, "status") == ticket["status"]
        assert _latest(sample, ticket, "group_id") == str(ticket["group_id"])
        audits = sample.audits_by_ticket[ticket["id"]]
        assert audits[0]["created_at"] == ticket["created_at"]
        assert audits[-1]["created_at"] == ticket["updated_at"]
        stamp = datetime.fromtimestamp(ticket["generated_timestamp"], tz=UTC)
        assert stamp.strftime("%Y-%m-%dT%H:%M:%SZ") == ticket["updated_at"]


def test_audit_events_have_ids_of_their_own_that_grow_within_a_ticket(sample: Sample) -> None:
    ids = [event["id"] for audit in sample.audits for event in audit["events"]]
    assert len(set(ids)) == len(ids)
    for audits in sample.audits_by_ticket.values():
        own = [event["id"] for audit in audits for event in audit["events"]]
        assert own == sorted(own)
        times = [audit["created_at"] for audit in audits]
        assert times == sorted(times)


def test_comments_are_spanish_sentences_with_no_slot_left(committed: Sample) -> None:
    texts = {
        event["body"]
        for audit in committed.audits
        for event in audit["events"]
        if event["type"] == "Comment"
    }
    assert len(texts) > 500
    assert not [text for text in texts if "{" in text or not text.strip()]
