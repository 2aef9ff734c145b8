"""What the slow reference is told: events as delivered, and the settings that matter to journeys.

In:     the text of a journeys.toml
Out:    Event, Rule, Definition and Settings, plain frozen dataclasses
Units:  microseconds since 1970 for instants, microseconds for durations
Note:   nothing here is shared with pipeline/: two programs that read the same sentence should
        come to the same numbers, and one that borrows from the other proves nothing
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
MICROS = 1_000_000


@dataclass(frozen=True)
class Event:
    """One delivered event. `content` stands for all of its row: two rows differ when it does."""

    event_id: str
    source: str
    event: str
    occurred_us: int
    identifiers: Mapping[str, str]
    order_no: int = 0
    direction: str = "customer"
    channel: str | None = None
    device: str | None = None
    department: str | None = None
    agent: str | None = None
    campaign: str | None = None
    page: str | None = None
    topic: str | None = None
    persona: str | None = None
    value: float | None = None
    emotion: float | None = None
    text: str | None = None
    content: str = ""


@dataclass(frozen=True)
class Rule:
    """A touchpoint and one set of conditions that lead to it."""

    touchpoint: str
    conditions: Mapping[str, str]
    stage: str | None = None
    moment: str | None = None
    owner: str | None = None
    channel: str | None = None
    device: str | None = None
    department: str | None = None
    reauthentication: bool = False


@dataclass(frozen=True)
class Definition:
    """One kind of journey. `deciding` maps goals and competing ends to their outcome."""

    journey: str
    boundary: str
    case: str | None
    start: frozenset[str]
    deciding: Mapping[str, str]
    exclude: frozenset[str]
    timeout_us: int
    keep: bool


@dataclass(frozen=True)
class VisitOptions:
    """What ends a visit besides a silence longer than the gap."""

    timezone: str = "UTC"
    equal_gap: bool = False
    midnight: bool = False
    campaign: bool = False
    max_length_us: int | None = None
    begins: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Settings:
    """Everything that decides the numbers."""

    sources: tuple[str, ...]
    stages: tuple[str, ...]
    rules: tuple[Rule, ...]
    definitions: tuple[Definition, ...]
    gap_us: int
    max_steps: int
    as_of_us: int | None = None
    logins: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    login_window_us: int = 3600 * MICROS
    topic_window_us: int = 30 * 86_400 * MICROS
    visits: VisitOptions = VisitOptions()


def settings_of(toml: str, *, as_of_us: int | None = None) -> Settings:
    """Read the settings from the text of a configuration, with the documented defaults."""
    data = tomllib.loads(toml)
    handoffs = data.get("handoffs", {})
    rules = [rule for table in data.get("touchpoint", []) for rule in _rules(table)]
    return Settings(
        sources=tuple(source["name"] for source in data["source"]),
        stages=tuple(stage["name"] for stage in data.get("stage", [])),
        rules=tuple(rules),
        definitions=tuple(_definition(table) for table in data["journey"]),
        gap_us=_micros(data.get("sessions", {}).get("gap", "30 minutes")),
        max_steps=data.get("report", {}).get("max_steps", 10),
        as_of_us=as_of_us,
        logins=frozenset(handoffs.get("logins", ["login", "Logged In", "Signed In"])),
        again=frozenset(rule.touchpoint for rule in rules if rule.reauthentication),
        answers=frozenset(data.get("emotion", {}).get("answers", ["rating"])),
        login_window_us=_micros(handoffs.get("login_window", "1 hour")),
        topic_window_us=_micros(handoffs.get("topic_window", "30 days")),
        visits=_visit_options(data.get("sessions", {}), data.get("locale", {})),
    )


def _visit_options(table: dict[str, Any], locale: dict[str, Any]) -> VisitOptions:
    length = table.get("max_length")
    return VisitOptions(
        timezone=locale.get("timezone", "UTC"),
        equal_gap=table.get("gap_ends") == "equal",
        midnight=table.get("midnight", False),
        campaign=table.get("campaign", False),
        max_length_us=None if length is None else _micros(length),
        begins=frozenset(table.get("begins", [])),
        ends=frozenset(table.get("ends", [])),
    )


def _rules(table: dict[str, Any]) -> list[Rule]:
    matches = table["match"] if isinstance(table["match"], list) else [table["match"]]
    meaning = {key: value for key, value in table.items() if key not in ("name", "match")}
    return [Rule(touchpoint=table["name"], conditions=match, **meaning) for match in matches]


def _definition(table: dict[str, Any]) -> Definition:
    deciding = dict.fromkeys(table["goal"], "reached")
    for outcome, touchpoints in table.get("ends", {}).items():
        deciding |= dict.fromkeys(touchpoints, outcome)
    return Definition(
        journey=table["name"],
        boundary=table.get("boundary", "start_to_goal"),
        case=table.get("case"),
        start=frozenset(table.get("start", [])),
        deciding=deciding,
        exclude=frozenset(table.get("exclude", [])),
        timeout_us=_micros(table["timeout"]),
        keep=table.get("repeats") == "keep",
    )


def _micros(duration: str) -> int:
    number, unit = duration.split()
    return int(float(number) * _SECONDS[unit.rstrip("s")] * MICROS)


def matches(rule: Rule, event: Event) -> bool:
    """Whether all given conditions hold; what the event lacks is the empty text."""
    return all(
        _wildcard_match(pattern, getattr(event, name) or "")
        for name, pattern in rule.conditions.items()
    )


def _wildcard_match(pattern: str, text: str) -> bool:
    literal = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(literal, text, re.DOTALL) is not None
