"""What the page says of who is who.

In:     -
Out:    plain frozen records, part of `model.Page`
Units:  events, customers, shares from 0 to 1
Errors: none
Source: -
"""

from dataclasses import dataclass

from pipeline.report.rates import Rate


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits by which identifiers became customers."""

    policy: str
    shared_devices: str
    busy_shared: int
    busy_device: int
    busy_window_s: float
    devices_own: bool
    backfill_s: float
    keep_s: float
    is_proposing: bool
    proposal_threshold: float


@dataclass(frozen=True, slots=True)
class Policy:
    """How many customers an identity policy finds, and how many events change customer."""

    name: str
    is_chosen: bool
    people: int
    moved_people: int
    moved_events: int
    events: int


@dataclass(frozen=True, slots=True)
class UnderPolicy:
    """How one kind of journey went under one policy."""

    policy: str
    is_chosen: bool
    people: int
    journeys: int
    goal: Rate
    drop_off: Rate
    handoffs: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One kind of journey under every policy; `farthest` has the goal rate that differs most."""

    journey: str
    rows: tuple[UnderPolicy, ...]
    chosen: UnderPolicy
    farthest: UnderPolicy | None
    is_decided: bool  # whether the farthest rate lies outside the interval of the chosen one


@dataclass(frozen=True, slots=True)
class Coverage:
    """Events of one rule, in all and for every source in the order of sources."""

    rule: str
    events: int
    share: float
    by_source: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """Customers with so many identifiers; `most` is None where there is no upper end."""

    fewest: int
    most: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Link:
    """Links of one decision and rule."""

    decision: str
    rule: str
    links: int


@dataclass(frozen=True, slots=True)
class Busy:
    """An identifier of too many people."""

    id_type: str
    people: int
    events: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """Values that identify nobody; `told` is what may be shown of them."""

    source: str
    id_type: str
    rule: str
    told: str
    identifiers: int
    events: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Pairs of records of two sources that a score proposes, by what the rules say of them.

    `right` is the share of one person among those that the rules are sure of; None where it, or
    what it leaves, would tell a small number.
    """

    left_source: str
    right_source: str
    one_person: int
    two_people: int
    undecided: int
    right: Rate | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who, by which rules, and how much that decides."""

    rules: Rules
    sources: tuple[str, ...]
    policies: tuple[Policy, ...]
    sensitivity: tuple[Sensitivity, ...]
    coverage: tuple[Coverage, ...]
    sizes: tuple[Size, ...]
    links: tuple[Link, ...]
    refused: int
    busy: tuple[Busy, ...]
    busy_hidden: int
    blocked: tuple[Blocked, ...]
    blocked_hidden: int
    proposed: tuple[Proposed, ...]

    @property
    def chosen(self) -> Policy:
        """The policy that all other numbers of the page follow."""
        return next(policy for policy in self.policies if policy.is_chosen)

    @property
    def farthest(self) -> Policy | None:
        """The policy under which most events change customer; None when nothing is compared."""
        others = [policy for policy in self.policies if not policy.is_chosen]
        return max(others, key=lambda policy: policy.moved_events, default=None)
