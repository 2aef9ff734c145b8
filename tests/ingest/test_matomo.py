"""Matomo's visits: each action an event, at the time at which it truly was."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.web_files import FIXTURES, Row, built, lines, reasons, times, told

SOURCE = 'format = "matomo"'
TEXT = (FIXTURES / "matomo_visits.json").read_text()
VISITS: list[dict[str, Any]] = json.loads(TEXT)


def test_each_action_of_a_visit_is_an_event(tmp_path: Path) -> None:
    events, rejects = built(tmp_path, SOURCE, {"visits.json": TEXT}, whole=True)
    assert rejects == []
    assert told(events, "event", "page", "device", "campaign", "value", "currency") == [
        ("page", "/tarifas", "mobile", "fibra_noviembre", None, "EUR"),
        ("comparador: comparar", "/tarifas", "mobile", "fibra_noviembre", None, "EUR"),
        ("goal: Alta iniciada", "/tarifas", "mobile", "fibra_noviembre", None, "EUR"),
        ("outlink", "comparador.test/fibra", "mobile", "fibra_noviembre", None, "EUR"),
        ("search", "/buscar", "desktop", None, None, "EUR"),
        ("order", None, "desktop", None, 29.9, "EUR"),
        ("abandoned cart", None, "desktop", None, None, "EUR"),
    ]
    assert set(told(events, "anonymous_id", "user_id", "channel")) == {
        ("5041e282fc23fef1", None, "web"),
        ("77c1e282fc23fef1", "C1", "web"),
    }
    assert [event["order_id"] for event in events if event["order_id"]] == ["T-88"]


def test_the_sites_wall_clock_is_put_right_by_the_first_action_of_the_visit(
    tmp_path: Path,
) -> None:
    events, _ = built(tmp_path, SOURCE, {"visits.json": TEXT})
    assert times(events) == [
        "2025-11-12T09:01:41+00:00",  # 10:01:41 in Madrid
        "2025-11-12T09:02:22+00:00",
        "2025-11-12T09:02:22+00:00",
        "2025-11-12T09:05:20+00:00",
        # The second visit lacks its first action; the site's common difference stands in.
        "2025-11-12T10:01:40+00:00",
        "2025-11-12T10:02:40+00:00",
        "2025-11-12T10:03:20+00:00",
    ]


def test_times_that_are_utc_already_stay_as_they_are(tmp_path: Path) -> None:
    visit = VISITS[0] | {"firstActionTimestamp": 1762941701}
    events, _ = built(tmp_path, SOURCE, {"visits.jsonl": lines([visit])})
    assert times(events)[0] == "2025-11-12T10:01:41+00:00"


def test_without_the_visits_own_time_the_zone_of_the_source_counts(tmp_path: Path) -> None:
    visit = {key: value for key, value in VISITS[0].items() if key != "firstActionTimestamp"}
    source = SOURCE + '\ntimezone = "Europe/Madrid"'
    events, _ = built(tmp_path, source, {"visits.jsonl": lines([visit])})
    assert times(events)[0] == "2025-11-12T09:01:41+00:00"


def test_a_visit_delivered_again_with_more_actions_adds_only_those(tmp_path: Path) -> None:
    early = VISITS[0] | {"actionDetails": VISITS[0]["actionDetails"][:2]}
    files: dict[str, str | bytes] = {"a.jsonl": lines([early]), "b.json.gz": TEXT}
    events, _ = built(tmp_path, SOURCE, files)
    assert len(events) == 7


def test_actions_without_ids_of_their_own_are_all_kept(tmp_path: Path) -> None:
    page: Row = {"type": "action", "url": "https://x.test/", "timestamp": 1762938101}
    visit = VISITS[0] | {"actionDetails": [page, page, page | {"pageId": 7}, page | {"pageId": 7}]}
    events, _ = built(tmp_path, SOURCE, {"a.jsonl": lines([visit])})
    assert len({event["event_id"] for event in events}) == 4


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        ({"result": "error", "message": "token_auth"}, "not a visit: no actionDetails"),
        (VISITS[0] | {"visitorId": False, "userId": ""}, "no identifier"),
        (VISITS[0] | {"actionDetails": [{"timestamp": 1762938101}]}, "an action without type"),
        (VISITS[0] | {"actionDetails": [{"type": "action"}]}, "no time"),
        (
            VISITS[0]
            | {
                "actionDetails": [
                    {"type": "action", "timestamp": 1762938101},
                    {"type": "action", "timestamp": "soon"},
                ]
            },
            "time not understood: soon",
        ),
        (
            VISITS[0] | {"actionDetails": [{"type": "action", "timestamp": -9223372036854775808}]},
            "time not understood: -9223372036854775808",
        ),
        ([1], "not a JSON object"),
    ],
)
def test_a_visit_that_cannot_be_used_is_rejected_whole(
    tmp_path: Path, visit: object, reason: str
) -> None:
    events, rejects = built(tmp_path, SOURCE, {"a.json": json.dumps([*VISITS, visit])})
    assert (len(events), reasons(rejects)) == (7, [(4, reason)])
