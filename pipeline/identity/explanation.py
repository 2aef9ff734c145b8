"""What there is to say about an identifier and the person behind it, as plain values.

In:     rows of sql/explain
Out:    Explanation and its parts; Answer, for a question about two identifiers
Units:  times are UTC
Errors: none
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.identity.evidence import Step
from pipeline.identity.terms import named


@dataclass(frozen=True)
class Seen:
    """An identifier and what is known of it."""

    id_type: str
    id_scope: str
    id_value: str
    id_class: str
    blocked_by: str | None
    busy_people: int | None
    is_disputed: bool
    events: int
    first_at: datetime
    last_at: datetime

    def __str__(self) -> str:
        return named((self.id_type, self.id_scope, self.id_value))


@dataclass(frozen=True)
class Person:
    """A person; `joined_identifiers` are those that links alone join, devices left out."""

    person_id: str
    identifiers: int
    events: int
    first_at: datetime
    last_at: datetime
    joined_identifiers: int
    policy: str


@dataclass(frozen=True)
class Use:
    """Who used an identifier, in one period or in all; nobody where person_id is None."""

    person_id: str | None
    events: int
    first_at: datetime
    last_at: datetime
    rules: str = ""


@dataclass(frozen=True)
class Chained:
    """Another identifier of the person; no step where it was never seen with one of theirs."""

    identifier: Seen
    chain: tuple[Step, ...]


@dataclass(frozen=True)
class Refusal:
    """A link that was refused, and the two that would have come together."""

    step: Step
    against: tuple[str, str]


@dataclass(frozen=True)
class Said:
    """An override that touches the person."""

    line: int
    decision: str
    left: str
    right: str
    author: str
    decided_at: str
    reason: str


@dataclass(frozen=True)
class Proposed:
    """A pair that a score proposes; `state` is what the rules say of it: nothing, where "open"."""

    left: str
    right: str
    probability: float
    reason: str
    state: str


@dataclass(frozen=True)
class Change:
    """What a build changed about the person."""

    built_at: datetime
    kind: str
    from_person_id: str
    to_person_id: str
    identifiers: int
    reason: str
    event_id: str | None
    source: str | None


@dataclass(frozen=True)
class Explanation:
    """All there is to say. `identifier` is None when a person or a journey was asked for."""

    asked: str
    identifier: Seen | None
    notes: tuple[str, ...]
    person: Person | None
    named_after: Seen | None
    identifiers: tuple[Chained, ...]
    users: tuple[Use, ...]
    periods: tuple[Use, ...]
    refusals: tuple[Refusal, ...]
    overrides: tuple[Said, ...]
    proposals: tuple[Proposed, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Answer:
    """Whether two identifiers are one person's, and the chain that makes or breaks it."""

    left: Seen
    right: Seen
    is_one_person: bool
    chain: tuple[Step, ...]
