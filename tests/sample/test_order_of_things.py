from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample.reading import Row, Sample

STAGES = ("Visita a tienda", "Contrato firmado", "Instalación hecha", "Alta activada")


def _entered(deal: Row, stage: str) -> str:
    text: str = deal[f'Date entered "{stage} (Altas)"']
    return text


def _tracks(sample: Sample) -> dict[str, list[Row]]:
    """The track calls of each cookie, in the order of time."""
    found: dict[str, list[Row]] = {}
    for call in sorted(sample.calls, key=lambda call: str(call["timestamp"])):
        if call["type"] == "track":
            found.setdefault(call["anonymousId"], []).append(call)
    return found


def test_no_order_is_confirmed_before_its_payment(sample: Sample) -> None:
    for calls in _tracks(sample).values():
        for before, after in pairwise(calls):
            if after["event"] == "Order Completed":
                assert before["event"] == "Payment Submitted"
        assert calls[0]["event"] != "Order Completed"


def test_a_failed_payment_follows_a_payment(sample: Sample) -> None:
    for calls in _tracks(sample).values():
        assert calls[0]["event"] != "Payment Failed"
        for before, after in pairwise(calls):
            if after["event"] == "Payment Failed":
                assert before["event"] == "Payment Submitted"


def test_gateway_timeouts_happen_on_the_two_days_of_the_incident_only(committed: Sample) -> None:
    days = {
        call["timestamp"][:10]
        for call in committed.calls
        if call.get("event") == "Payment Failed"
        and call["properties"]["error"] == "gateway_timeout"
    }
    assert days == {"2026-08-11", "2026-08-12"}


def test_a_deal_goes_through_its_stages_in_their_order(sample: Sample) -> None:
    for deal in sample.deals:
        times = [_entered(deal, stage) for stage in STAGES if _entered(deal, stage)]
        assert times == sorted(times)
        assert len(set(times)) == len(times)


def test_no_line_is_active_without_contract_and_installation(sample: Sample) -> None:
    for deal in sample.deals:
        if _entered(deal, "Alta activada"):
            assert _entered(deal, "Instalación hecha")
        if _entered(deal, "Instalación hecha"):
            assert _entered(deal, "Contrato firmado")


def test_a_cancelled_deal_had_a_contract_and_is_never_installed(sample: Sample) -> None:
    cancelled = [deal for deal in sample.deals if _entered(deal, "Cancelado")]
    assert cancelled
    for deal in cancelled:
        assert _entered(deal, "Contrato firmado") < _entered(deal, "Cancelado")
        assert not _entered(deal, "Instalación hecha")


def test_technicians_come_on_weekdays(sample: Sample) -> None:
    for deal in sample.deals:
        text = _entered(deal, "Instalación hecha")
        if text:
            assert datetime.fromisoformat(text).weekday() < 5


def test_every_online_contract_follows_a_completed_order(sample: Sample) -> None:
    orders = sum(call.get("event") == "Order Completed" for call in sample.calls)
    contracts = sum(
        bool(_entered(deal, "Contrato firmado"))
        for deal in sample.deals
        if deal["Canal de venta"] == "Web"
    )
    assert 0.97 * orders <= contracts <= orders  # the last orders have no contract yet


def test_a_ticket_is_reopened_only_after_it_was_solved_and_is_solved_again(sample: Sample) -> None:
    reopened = 0
    for ticket in sample.tickets:
        changes = sample.changes(ticket["id"], "status")
        for (_, before, now), (_, previous, _) in pairwise(changes):
            assert previous == now
            reopened += before is not None and previous == "solved"
        if any(before == "solved" for _, before, _ in changes):
            assert changes[-1][2] == "solved"
    assert reopened > 0


def test_a_ticket_is_rated_once_and_only_after_it_was_solved(sample: Sample) -> None:
    rated = 0
    for ticket in sample.tickets:
        scores = sample.changes(ticket["id"], "satisfaction_score")
        solved = [at for at, _, now in sample.changes(ticket["id"], "status") if now == "solved"]
        assert [score for _, _, score in scores[:1]] in ([], ["offered"])
        assert len(scores) <= 2
        if len(scores) == 2:
            rated += 1
            assert scores[1][2] in ("good", "bad")
            assert max(solved) < scores[0][0] < scores[1][0]
    assert rated > 0


def test_every_ticket_begins_with_the_words_of_its_customer(sample: Sample) -> None:
    for ticket in sample.tickets:
        first = sample.audits_by_ticket[ticket["id"]][0]
        assert first["author_id"] == ticket["requester_id"]
        assert first["events"][0]["type"] == "Comment"
        assert first["events"][0]["plain_body"] == ticket["description"]


def test_night_is_quieter_than_day(committed: Sample) -> None:
    by_hour = [0] * 24
    for call in committed.calls:
        by_hour[(int(call["timestamp"][11:13]) + 2) % 24] += 1
    assert max(by_hour[1:6]) * 4 < min(by_hour[10:23])


def test_a_visit_has_pauses_of_minutes(sample: Sample) -> None:
    by_cookie: dict[str, list[str]] = {}
    for call in sample.calls:
        by_cookie.setdefault(call["anonymousId"], []).append(call["timestamp"])
    gaps = [
        (int(b[11:13]) - int(a[11:13])) * 60 + int(b[14:16]) - int(a[14:16])
        for times in by_cookie.values()
        for a, b in pairwise(sorted(times))
        if a[:10] == b[:10]
    ]
    within = [gap for gap in gaps if gap < 30]
    assert len(within) > 0.85 * len(gaps)
