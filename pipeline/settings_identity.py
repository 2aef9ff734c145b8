"""The rules of identity as tables of the schema `config`.

In:     the table [identity] of the configuration; blocked.csv, the values that identify nobody
Out:    config.identity_settings (one row), identity_types, identity_classes, identity_limits,
        blocked_values,
        blocked_patterns, logout_events, overrides, policy_settings and policy_classes (identity_
        settings and classes of every policy that is compared)
Errors: none
Units:  durations in microseconds
"""

from __future__ import annotations

import csv
from importlib.resources import files

import pyarrow as pa

from pipeline.config.durations import microseconds
from pipeline.config.identity import (
    DEFAULT_CLASSES,
    POLICIES,
    IdentifierClass,
    Identity,
    Limit,
)
from pipeline.engine.face import TableName

# Whose word counts for more where two sources tell different things; 1 is the best.
TRUST = {"crm": 1, "support": 2, "survey": 3, "web": 4, "other": 5}
# The order of strength: what decides whose an event is, before what does so only without it.
CLASS_RANKS: dict[IdentifierClass, int] = {"unique": 1, "shared": 2, "record": 3, "device": 4}
# A ticket stays whose it is; a thousand years stand for that, so that no sum is too large.
FOREVER_US = 1_000 * 365 * 86_400 * 1_000_000
_OVERRIDES = (
    *("override_no", "kind", "left_type", "left_scope", "left_value"),
    *("right_type", "right_scope", "right_value", "author", "decided_at", "reason"),
)


def like_pattern(wildcards: str | None) -> str:
    """The LIKE pattern, with `!` as its escape, of a text with the wildcards `*` and `?`.

    >>> like_pattern("/pago*"), like_pattern("100%?"), like_pattern(None)
    ('/pago%', '100!%_', '%')
    """
    if wildcards is None:
        return "%"
    escaped = "".join(f"!{char}" if char in "!%_" else char for char in wildcards)
    return escaped.replace("*", "%").replace("?", "_")


def identity_tables(identity: Identity) -> dict[TableName, pa.Table]:
    """Every table of the schema `config` that is about identity.

    >>> tables = identity_tables(Identity(blocked=["kiosk-*"]))
    >>> tables[TableName("config", "blocked_patterns")].to_pylist()
    [{'as_written': 'kiosk-*', 'pattern': 'kiosk-%'}]
    """
    tables = {
        "identity_settings": _settings(identity),
        "identity_types": _types(identity),
        "identity_classes": _classes(identity),
        "identity_limits": _limits(identity),
        "blocked_values": _blocked_values(),
        "blocked_patterns": _texts(
            [(value, like_pattern(value.lower())) for value in dict.fromkeys(identity.blocked)],
            ("as_written", "pattern"),
        ),
        "logout_events": _texts([(name,) for name in dict.fromkeys(identity.logout)], ("event",)),
        "overrides": _overrides(),
        "policy_settings": pa.concat_tables(map(_settings, _compared(identity))),
        "policy_classes": pa.concat_tables(map(_classes_of_policy, _compared(identity))),
    }
    return {TableName("config", name): table for name, table in tables.items()}


def _compared(identity: Identity) -> list[Identity]:
    """The same rules under each policy whose numbers are compared, the chosen one first."""
    names = [identity.policy]
    if identity.compare:
        names += [name for name in POLICIES if name != identity.policy]
    return [identity.model_copy(update={"policy": name}) for name in names]


def _classes_of_policy(identity: Identity) -> pa.Table:
    classes = _classes(identity)
    policy = pa.array([identity.policy] * classes.num_rows, pa.string())
    return classes.add_column(0, "policy", policy)


def _settings(identity: Identity) -> pa.Table:
    return pa.table(
        {
            "policy": [identity.policy],
            "shared_devices": [identity.shared_devices],
            "busy_window_us": pa.array([microseconds(identity.busy_window)], pa.int64()),
        }
    )


def _types(identity: Identity) -> pa.Table:
    chosen = {**DEFAULT_CLASSES, **identity.classes}
    ranks = enumerate(DEFAULT_CLASSES, start=1)
    rows = [(name, chosen[name], CLASS_RANKS[chosen[name]] * 100 + rank) for rank, name in ranks]
    names, classes, strengths = zip(*rows, strict=True)
    return pa.table(
        {"id_type": names, "id_class": classes, "strength": pa.array(strengths, pa.int64())}
    )


def _classes(identity: Identity) -> pa.Table:
    """How each class behaves under the chosen policy: what it owns, and how far in time."""
    live, none = identity.policy == "live", identity.policy == "none"
    lasting = 0 if live else FOREVER_US
    filled = 0 if live else microseconds(identity.backfill)
    kept = microseconds(identity.ownership_ttl)
    devices = not none and identity.policy != "known_only"
    rows = [
        ("unique", False, 0, 0, FOREVER_US),
        ("shared", not none, lasting, FOREVER_US, identity.busy_shared),
        ("record", not none, lasting, FOREVER_US, FOREVER_US),
        ("device", devices, filled, kept, identity.busy_device),
    ]
    kinds = (pa.string(), pa.bool_(), pa.int64(), pa.int64(), pa.int64())
    names = ("id_class", "owns", "backfill_us", "keep_us", "busy_limit")
    columns = zip(names, kinds, zip(*rows, strict=True), strict=True)
    return pa.table({name: pa.array(values, kind) for name, kind, values in columns})


def _limits(identity: Identity) -> pa.Table:
    """How many values of a type a person may have, in words as well."""
    rows = [
        (number, id_type, limit.most, microseconds(limit.window), _rule(id_type, limit))
        for number, (id_type, limit) in enumerate(sorted(identity.limits.items()), start=1)
        if {**DEFAULT_CLASSES, **identity.classes}[id_type] == "shared"
    ]
    kinds = (pa.int64(), pa.string(), pa.int64(), pa.int64(), pa.string())
    names = ("limit_no", "id_type", "most", "window_us", "rule")
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    given = zip(names, kinds, columns, strict=True)
    return pa.table({name: pa.array(values, kind) for name, kind, values in given})


def _rule(id_type: str, limit: Limit) -> str:
    days = limit.window.total_seconds() / 86_400
    return f"more than {limit.most} values of {id_type} within {days:g} days"


def _blocked_values() -> pa.Table:
    text = files("pipeline.identity").joinpath("blocked.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return _texts([(row["kind"], row["value"]) for row in rows], ("kind", "value"))


def _overrides() -> pa.Table:
    empty = {name: pa.array([], pa.string()) for name in _OVERRIDES}
    return pa.table(empty | {"override_no": pa.array([], pa.int64())})


def _texts(rows: list[tuple[str, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    pairs = zip(names, columns, strict=True)
    return pa.table({name: pa.array(values, pa.string()) for name, values in pairs})
