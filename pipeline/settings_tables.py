"""The configuration as tables of the schema `config`, which is how SQL reads settings.

In:     a Config, and what identifies this run
Out:    Arrow tables by name; config.settings has one row, durations in microseconds
Errors: none; a misspelt setting is an unknown column, which stops the build
"""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from pipeline.config import Config, Sessions
from pipeline.config.durations import microseconds
from pipeline.config.model import Match
from pipeline.engine.face import TableName
from pipeline.settings_channels import channel_tables
from pipeline.settings_costs import cost_tables
from pipeline.settings_emotion import emotion_tables
from pipeline.settings_funnels import funnel_tables
from pipeline.settings_handoffs import handoff_tables
from pipeline.settings_identity import TRUST, identity_tables, like_pattern
from pipeline.settings_journeys import journey_tables
from pipeline.settings_names import plain_name
from pipeline.settings_opportunities import opportunity_tables
from pipeline.settings_personas import persona_tables
from pipeline.settings_plans import plan_tables
from pipeline.settings_proposals import proposal_settings

_TEXT, _COUNT, _FLAG = pa.string(), pa.int64(), pa.bool_()


def settings_tables(
    config: Config,
    *,
    version: str,
    config_hash: str,
    input_hash: str,
    as_of: datetime | None = None,
) -> dict[TableName, pa.Table]:
    """Every table of the schema `config`; `as_of` ends the data before their own end."""
    settings: _Columns = {
        **_session_settings(config.sessions),
        "as_of_us": (_COUNT, [int(as_of.timestamp() * 1_000_000) if as_of else None]),
        "max_steps": (_COUNT, [config.report.max_steps]),
        "small_cell_k": (_COUNT, [config.report.small_cell_k]),
        "has_rules": (_FLAG, [bool(config.touchpoint)]),
        "timezone": (_TEXT, [config.locale.timezone]),
        "currency": (_TEXT, [config.locale.currency]),
        "country": (_TEXT, [config.locale.country]),
        "language": (_TEXT, [config.locale.language]),
        "version": (_TEXT, [version]),
        "config_hash": (_TEXT, [config_hash]),
        "input_hash": (_TEXT, [input_hash]),
    }
    tables: dict[str, _Columns] = {
        "settings": settings,
        "sources": _sources(config),
        "stages": _stages(config),
        "touchpoint_rules": _touchpoint_rules(config),
        "session_events": _session_events(config.sessions),
    }
    made = {TableName("config", name): _arrow(columns) for name, columns in tables.items()}
    made |= handoff_tables(config.handoffs, config.touchpoint) | emotion_tables(config.emotion)
    made |= proposal_settings(config.proposals, config.source)
    made |= opportunity_tables(config.opportunities, config.journey, config.touchpoint)
    made |= channel_tables(config.channels) | journey_tables(config.journey)
    made |= (
        plan_tables(config.plan)
        | persona_tables(config.persona)
        | cost_tables(config.costs, config.channels)
    )
    return made | identity_tables(config.identity) | funnel_tables(config.funnel)


_Columns = dict[str, tuple[pa.DataType, list[object]]]


def _arrow(columns: _Columns) -> pa.Table:
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def _columns(rows: list[dict[str, object]], kinds: dict[str, pa.DataType]) -> _Columns:
    return {name: (kind, [row[name] for row in rows]) for name, kind in kinds.items()}


def _session_settings(sessions: Sessions) -> _Columns:
    gap_us = microseconds(sessions.gap)
    length = sessions.max_length
    return {
        "session_gap_us": (_COUNT, [gap_us]),
        # The longest silence that a visit may hold; times are whole microseconds.
        "longest_silence_us": (_COUNT, [gap_us - (sessions.gap_ends == "equal")]),
        "session_length_us": (_COUNT, [None if length is None else microseconds(length)]),
        "session_midnight": (_FLAG, [sessions.midnight]),
        "session_campaign": (_FLAG, [sessions.campaign]),
        # As they are told to people; SQL reads the three from what stands above and from the table.
        "session_gap_ends": (_TEXT, [sessions.gap_ends]),
        "session_begins": (_TEXT, [", ".join(sessions.begins) or None]),
        "session_ends": (_TEXT, [", ".join(sessions.ends) or None]),
    }


def _session_events(sessions: Sessions) -> _Columns:
    named = [*dict.fromkeys([*sessions.begins, *sessions.ends])]
    return {
        "event": (_TEXT, [*named]),
        "begins": (_COUNT, [int(name in sessions.begins) for name in named]),
        "ends": (_COUNT, [int(name in sessions.ends) for name in named]),
    }


def _sources(config: Config) -> _Columns:
    rows: list[dict[str, object]] = [
        {
            "source": source.name,
            "source_no": position,
            "kind": source.kind,
            "format": source.format,
            "timezone": source.timezone,
            "has_rules": bool(config.touchpoint),
            "id_scope": source.id_scope or "",
            "trust_rank": source.trust or TRUST[source.kind],
        }
        for position, source in enumerate(config.source, start=1)
    ]
    kinds = {"source": _TEXT, "source_no": _COUNT, "kind": _TEXT, "format": _TEXT}
    kinds |= {"timezone": _TEXT, "has_rules": _FLAG, "id_scope": _TEXT, "trust_rank": _COUNT}
    return _columns(rows, kinds)


def _stages(config: Config) -> _Columns:
    rows: list[dict[str, object]] = [
        {"stage": stage.name, "stage_no": position, "question": stage.question}
        for position, stage in enumerate(config.stage, start=1)
    ]
    return _columns(rows, {"stage": _TEXT, "stage_no": _COUNT, "question": _TEXT})


def _touchpoint_rules(config: Config) -> _Columns:
    conditions = list(Match.model_fields)
    rows: list[dict[str, object]] = []
    for touchpoint in config.touchpoint:
        meaning = touchpoint.model_dump(exclude={"name", "match"}) | {
            "touchpoint": plain_name(touchpoint.name)
        }
        for match in touchpoint.match:
            patterns = {
                f"{name}_pattern": like_pattern(getattr(match, name)) for name in conditions
            }
            rows.append({"rule_no": len(rows) + 1, **meaning, **patterns})
    names = ["touchpoint", "stage", "moment", "channel", "device", "department", "owner"]
    kinds = {"rule_no": _COUNT} | dict.fromkeys(names, _TEXT)
    return _columns(rows, kinds | {f"{name}_pattern": _TEXT for name in conditions})
