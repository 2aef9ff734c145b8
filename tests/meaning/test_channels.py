"""The channel of a campaign, from the parameters of its links."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest.exports import SEGMENT, events_of
from tests.meaning.loading import load, row

CHANNELS = [
    ("cpc", "google", "ads"),
    ("CPC", "Google", "ads"),
    ("paid_social", "facebook", "ads"),
    ("paid", "instagram", "ads"),
    ("display", "criteo", "ads"),
    ("email", "mailchimp", "email"),
    ("e_mail", "", "email"),
    ("Newsletter", "marzo", "email"),
    ("", "newsletter", "email"),
    ("sms", "", "sms"),
    ("whatsapp", "crm", "whatsapp"),
    ("web push", "onesignal", "push"),
    ("affiliate", "idealo", "affiliate"),
    ("social", "", "social"),
    ("organic_social", "", "social"),
    ("post", "linkedin", "social"),
    ("organic", "google", "organic"),
    ("referral", "blog.test", "referral"),
    ("qr", "poster", "web"),  # tells nothing: the web it stays
    ("", "", "web"),
]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    calls = [
        SEGMENT | {"type": kind, "name": None, "messageId": f"{kind}{number}"}
        | {"context": {"campaign": {"name": "x", "medium": medium, "source": source}}}
        for number, (medium, source, _) in enumerate(CHANNELS) for kind in ("page", "track")
    ]  # fmt: skip
    text = "".join(json.dumps(call) + "\n" for call in calls)
    folder = tmp_path_factory.mktemp("channels")
    events, _ = events_of(folder, 'format = "segment"', {"web.jsonl": text})
    return {event["event_id"].removeprefix("s:"): event["channel"] for event in events}


@pytest.mark.parametrize("number", range(len(CHANNELS)), ids=lambda n: str(CHANNELS[n][:2]))
def test_a_page_reached_by_a_campaign_is_a_contact_of_its_channel(
    seen: dict[str, str], number: int
) -> None:
    assert seen[f"page{number}"] == CHANNELS[number][2]


def test_what_is_done_on_that_page_is_done_on_the_web(seen: dict[str, str]) -> None:
    assert {seen[f"track{number}"] for number in range(len(CHANNELS))} == {"web"}


def test_a_column_of_mediums_gives_the_channels_of_a_source(tmp_path: Path) -> None:
    rows = [row(at=f"2026-03-02T10:0{n}:00Z", medium=m) for n, m in enumerate(["cpc", "", "qr"])]
    loaded = load(tmp_path, *rows, settings='channel = "web"')
    assert loaded.told("channel") == ["ads", "web", "web"]
