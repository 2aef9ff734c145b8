"""What is hidden in the sample is among what is worth mending, with its true excess and money.

What a story costs is worked out from the true numbers: as many cases as there were, less as many as
there would have been at the rate of those it did not happen to.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.golden.reading import Truth, row_of

LOST, AGAIN, UNHAPPY = "lost", "again", "unhappy"


def _rows(db: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    found = db.sql("select * from marts.opportunities order by rank").to_arrow_table().to_pylist()
    return {row["opportunity"]: row for row in found}


def _excess(truth: Truth) -> dict[str, float]:
    """The true excess of each story."""
    device, repeats = (
        truth[name] for name in ("mobile_to_desktop_loses_people", "whatsapp_then_phone_repeats")
    )
    moved, stayed = repeats["whatsapp_to_phone"], repeats["whatsapp_only"]
    pay, wait = truth["payment_incident"], truth["long_wait_spoils_rating"]
    came, lost = (
        sum(day[name] for day in pay["days"].values()) for name in ("at_payment", "lost_at_payment")
    )
    long_waits = wait["long_wait_bad"] + wait["long_wait_good"]
    short_waits = wait["short_wait_bad"] + wait["short_wait_good"]
    flash = truth["campaign_nobody_returns_from"]
    others = flash["others_with_as_much_time"]
    passed = truth["department_handoff_reopens"]
    return {
        "alta/handoff/device:mobile>desktop/lost": device["switching_lost_at_checkout"]
        - device["mobile_to_desktop"]["journeys"]
        * device["staying_lost_at_checkout"]
        / device["staying_at_checkout"],
        "soporte/handoff/channel:whatsapp>phone/lost": moved["ended"]
        - (moved["journeys"] - moved["open"])
        * stayed["ended"]
        / (stayed["journeys"] - stayed["open"]),
        "alta/incident/Pago:2026-08-11/lost": lost
        - came * pay["other_days_lost_at_payment"] / pay["other_days_at_payment"],
        "soporte/wait/Respuesta del agente>Caso resuelto/unhappy": wait["long_wait_bad"]
        - long_waits * wait["short_wait_bad"] / short_waits,
        "alta/campaign/flash_verano/lost": flash["came"]["ended"]
        - flash["came"]["journeys"] * others["ended"] / (others["journeys"] - others["open"]),
        "soporte/handoff/department:Soporte técnico>Facturación/again": passed[
            "technical_to_billing_reopened"
        ]
        - passed["technical_to_billing"]
        * passed["other_tickets_reopened"]
        / passed["other_tickets"],
    }


def test_every_story_is_an_opportunity_with_its_true_excess_and_money_in_range(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = _rows(sample_db)
    (order,) = row_of(
        sample_db,
        "select avg(value) from marts.journeys where journey = 'alta' and outcome = 'reached'",
    )
    # As journeys.toml says: a case is worth 300, a bad experience a fifth of it, a reopening 40.
    worth = {"alta/lost": order, "soporte/lost": 300, "soporte/unhappy": 60, "soporte/again": 40}
    for name, true in _excess(truth).items():
        row = rows[name]
        each = worth[f"{row['journey']}/{row['effect']}"]
        assert row["excess_low"] < true < row["excess_high"], name
        assert row["money_low"] < true * each < row["money_high"], name
        assert row["money"] == pytest.approx(row["excess"] * each)


def test_journeys_of_a_campaign_are_compared_with_those_that_had_as_much_time(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    flash = truth["campaign_nobody_returns_from"]
    others = flash["others_with_as_much_time"]
    row = _rows(sample_db)["alta/campaign/flash_verano/lost"]
    assert row["compared"] == row["customers"] == flash["came"]["journeys"]
    assert row["others"] == others["journeys"] - others["open"]
    assert row["share_elsewhere"] == pytest.approx(others["ended"] / row["others"])


def test_the_stories_are_at_most_half_of_a_short_list(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = _rows(sample_db)
    assert len(rows) <= 2 * len(_excess(truth))
    assert [row["rank"] for row in rows.values()] == list(range(1, len(rows) + 1))
    assert {row["owner"] for row in rows.values()} <= {
        *("Web", "App", "Pagos", "Marketing", "Tiendas", "Soporte"),
        *("Ventas", "Instalaciones", "Facturación"),
    }


def test_one_thing_seen_twice_is_counted_once_and_says_so(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    rows = _rows(sample_db)
    phone = "soporte/handoff/channel:whatsapp>phone/lost"
    same = rows["soporte/handoff/device:mobile>phone line/lost"]
    assert (same["counted_in"], same["shared_share"]) == (phone, 1.0)
    assert [name for name, row in rows.items() if row["counted_in"]] == [same["opportunity"]]
    assert all(row["shared_with"] == [] or row["journey"] == "soporte" for row in rows.values())


def test_incident_and_wait_say_when_and_how_long(sample_db: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(sample_db)
    incident = rows["alta/incident/Pago:2026-08-11/lost"]
    assert [str(incident[name]) for name in ("first_date", "last_date")] == [
        "2026-08-11",
        "2026-08-12",
    ]
    waited = rows["soporte/wait/Respuesta del agente>Caso resuelto/unhappy"]["wait_s"]
    assert isinstance(waited, float)
    assert 6 * 86_400 < waited < 9 * 86_400


def test_a_failed_payment_is_a_moment_of_truth(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = sample_db.execute(
        "select touchpoint, sign, bad, rank from marts.moments_of_truth "
        "where journey = 'alta' and is_moment"
    ).fetchall()
    assert found == [("Pago", "failed", 419, 1)]


def test_the_pain_of_support_has_a_quote_that_tells_nobody(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = sample_db.execute(
        "select touchpoint, is_worse_emotion, quote from marts.pain_points "
        "where journey = 'soporte' and is_pain order by rank"
    ).fetchall()
    assert found == [
        ("Caso reabierto", True, None),
        (
            "Llamada a soporte",
            True,
            "Es la segunda vez que cuento lo mismo: ya lo escribí por WhatsApp.",
        ),
    ]
