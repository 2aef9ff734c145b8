"""How far the data can be trusted: measures by source, rows refused, sums that tie out.

In:     rows of marts.quality, marts.reconciliation and counts of raw.rejects
Out:    Quality
Units:  rows
Errors: none
Source: -
"""

from pipeline.report.quality_model import Check, Measure, Quality, Reject
from pipeline.report.read import Marts, Rows

# In the order a reader asks; any other measure follows by name.
_FIRST = (
    "files", "refused_files", "rows_read", "rows_kept", "rows_rejected", "missing_columns",
    "new_columns", "events",
    "duplicate_events", "id_conflicts", "no_identifier", "busy_identifiers",
    "shared_devices", "refused_links", "ambiguous_events", "newest_event",
    "days_without_events", "thin_days", "one_time_of_day", "replies_before_the_contact",
    "timezone_assumed", "epoch_assumed", "mojibake_repaired", "unmapped_events",
)  # fmt: skip


def quality_of(marts: Marts) -> Quality:
    """Turn the long table of measures into one row a measure, one column a source."""
    sources = tuple(dict.fromkeys(row["source"] for row in marts.quality))
    names = {row["measure"] for row in marts.quality}
    known = [name for name in _FIRST if name in names]
    ordered = [*known, *sorted(names - set(known))]
    checks = tuple(
        Check(row["check"], _text(row["expected"]), _text(row["actual"]), bool(row["ok"]))
        for row in marts.reconciliation
    )
    return Quality(
        sources=sources,
        measures=tuple(_measure(name, marts.quality, sources) for name in ordered),
        rejects=tuple(
            Reject(row["source"], row["file"], row["reason"], row["rows"]) for row in marts.rejects
        ),
        checks=checks,
        broken=sum(not check.is_ok for check in checks),
    )


def _measure(name: str, rows: Rows, sources: tuple[str, ...]) -> Measure:
    found = {row["source"]: row for row in rows if row["measure"] == name}
    empty: dict[str, None] = {"rows": None, "detail": None}
    cells = [found.get(source, empty) for source in sources]
    return Measure(name, tuple((cell["rows"], cell["detail"]) for cell in cells))


def _text(value: object) -> str:
    return "" if value is None else str(value)
