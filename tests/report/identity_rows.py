"""The tables of a made-up warehouse that say who is who."""

from collections.abc import Mapping
from typing import Any

from pipeline.report.rates import rate

Frame = list[dict[str, Any]]
# policy: journeys, reached, ended, handoffs of each kind of journey; the rest is still open
COUNTS: Mapping[str, Mapping[str, tuple[int, int, int, int]]] = {
    "stitched": {"alta": (2400, 500, 1700, 900), "soporte": (600, 400, 150, 300)},
    "live": {"alta": (2600, 480, 1920, 850), "soporte": (600, 400, 150, 300)},
    "none": {"alta": (3000, 200, 2500, 400), "soporte": (610, 398, 160, 290)},
}
MOVED = {"stitched": (2400, 0, 0), "live": (2700, 40, 300), "none": (3900, 800, 4000)}
EVENTS = 10_000


def identity_tables() -> dict[str, Frame]:
    """One table a name, as the marts have them."""
    return {
        "identity_rules": [
            {
                "policy": "stitched", "shared_devices": "anonymous", "busy_shared": 10,
                "busy_device": 5, "busy_window_s": 90 * 86400.0, "devices_own": True,
                "backfill_s": 30 * 86400.0, "keep_s": 21 * 86400.0,
                "is_proposing": True, "proposal_threshold": 0.99,
            }
        ],
        "identity_policies": [
            {"policy": name, "is_chosen": name == "stitched", "people": people,
             "moved_people": moved, "moved_events": events, "events": EVENTS}
            for name, (people, moved, events) in MOVED.items()
        ],
        "identity_sensitivity": [
            _row(policy, journey, *counts)
            for policy, journeys in COUNTS.items()
            for journey, counts in journeys.items()
        ],
        "identity_movers": [
            {"policy": "none", "person_id": "c0ffee0000000001", "events": 40, "people": 6,
             "moved_events": 33}
        ],
        "identity_coverage": [
            {"source": "web", "rule": "backfill", "events": 1500},
            {"source": "web", "rule": "own id", "events": 3000},
            {"source": "web", "rule": "alone", "events": 2500},
            {"source": "crm", "rule": "own id", "events": 2800},
            {"source": "crm", "rule": "ambiguous", "events": 150},
            {"source": "crm", "rule": "nobody", "events": 50},
        ],
        "identity_sizes": [
            {"identifiers": size, "people": people}
            for size, people in ((1, 1500), (2, 600), (3, 291), (4, 2), (9, 4), (31, 3))
        ],
        "identity_links": [
            {"decision": "joined", "rule": "seen together in one event", "links": 3100,
             "sightings": 9000},
            {"decision": "refused", "rule": "two values of customer_id", "links": 41,
             "sightings": 60},
            {"decision": "blocked", "rule": "blocked: role mailbox", "links": 12, "sightings": 70},
        ],
        "identity_proposals": [
            {"left_source": "crm", "right_source": "support", "from_probability": least,
             "state": state, "pairs": pairs}
            for least, state, pairs in (
                (0.9999, "one person", 180), (0.99, "one person", 16), (0.99, "two people", 14),
                (0.999, "open", 37),
            )
        ] + [
            {"left_source": "crm", "right_source": "shop", "from_probability": 0.99,
             "state": state, "pairs": pairs}
            for state, pairs in (("one person", 50), ("two people", 4), ("open", 6))
        ],
        "identity_busy": [
            {"id_type": "phone", "id_value": "beef000000000001", "people": 23, "events": 310},
            {"id_type": "anonymous_id", "id_value": "beef000000000002", "people": 6, "events": 77},
        ],
        "identity_blocked": [
            {"source": "crm", "id_type": "email", "rule": "role mailbox", "told": "info@",
             "identifiers": 3, "events": 70},
            {"source": "web", "id_type": "user_id", "rule": "listed", "told": "",
             "identifiers": 1, "events": 30},
        ],
    }  # fmt: skip


def _row(
    policy: str, journey: str, journeys: int, reached: int, ended: int, handoffs: int
) -> dict[str, Any]:
    goal, drop_off = rate(reached, reached + ended), rate(ended, reached + ended)
    return {
        "policy": policy, "is_chosen": policy == "stitched", "journey": journey,
        "people": journeys - 50, "journeys": journeys, "reached": reached, "ended": ended,
        "open": journeys - reached - ended, "reach_rate": goal.value, "reach_low": goal.low,
        "reach_high": goal.high, "drop_off_rate": drop_off.value, "drop_off_low": drop_off.low,
        "drop_off_high": drop_off.high, "handoffs": handoffs,
    }  # fmt: skip
