"""The tables of a made-up warehouse that are written down and not counted."""

from typing import Any

from tests.report.company import AS_OF, FIRST, TIMEOUT_S

Frame = list[dict[str, Any]]


def definitions() -> Frame:
    return [
        {
            "journey": "alta", "objective": "Contratar fibra y que funcione",
            "protagonist": "Hogares",
            "boundary": "start_to_goal", "case_type": None, "timeout_s": float(TIMEOUT_S["alta"]),
            "repeats": "collapse", "position": 0, "end_touchpoints": "cancelado",
            "start_touchpoints": ", ".join(FIRST["alta"]),
            "goal_touchpoints": "Alta activada",
        },
        {
            "journey": "soporte", "objective": "Resolver un problema", "protagonist": None,
            "boundary": "case", "case_type": "ticket_id", "timeout_s": float(TIMEOUT_S["soporte"]),
            "repeats": "keep", "position": 1, "start_touchpoints": None,
            "goal_touchpoints": "Caso resuelto", "end_touchpoints": None,
        },
    ]  # fmt: skip


def quality() -> Frame:
    newest = AS_OF.strftime("%Y-%m-%dT%H:%M:%SZ")
    measures = {
        "web": {"files": 3, "rows_read": 64210, "rows_kept": 64180, "rows_rejected": 12,
                "duplicate_events": 18, "no_identifier": 7, "unmapped_events": 2210},
        "crm": {"files": 2, "rows_read": 8120, "rows_kept": 8120, "rows_rejected": 0,
                "timezone_assumed": 8120, "refused_links": 14},
        "support": {"files": 4, "rows_read": 20410, "rows_kept": 20407, "rows_rejected": 3},
    }  # fmt: skip
    rows: Frame = [
        {"source": source, "measure": measure, "rows": n, "detail": None}
        for source, own in measures.items()
        for measure, n in own.items()
    ]
    for row in rows:
        if row["measure"] == "timezone_assumed":
            row["detail"] = "Europe/Madrid"
    return rows + [
        {"source": source, "measure": "newest_event", "rows": None, "detail": newest}
        for source in measures
    ]


def rejects() -> Frame:
    reasons = [("web", "web/2026-07.jsonl.gz", "time without offset")] * 9
    reasons += [("web", "web/2026-08.jsonl.gz", "not JSON")] * 3
    reasons += [("support", "support/tickets.jsonl.gz", "no requester")] * 3
    return [
        {"source": source, "file": file, "line": line, "reason": reason,
         "row": "SECRET-ROW ana@correo.test", "loaded_at": AS_OF}
        for line, (source, file, reason) in enumerate(reasons, 1)
    ]  # fmt: skip
