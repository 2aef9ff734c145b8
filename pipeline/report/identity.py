"""Who is who on the page: coverage, sizes, links, what proves nothing, and other policies.

In:     rows of marts.identity_*
Out:    Identity
Units:  events, customers, shares from 0 to 1
Errors: none
Source: -
"""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.report.identity_model import (
    Blocked,
    Busy,
    Coverage,
    Identity,
    Link,
    Policy,
    Proposed,
    Rules,
    Sensitivity,
    Size,
    UnderPolicy,
)
from pipeline.report.rates import Rate, rate
from pipeline.report.read import Marts, Row, Rows

ROWS_SHOWN = 20
# In the order of how sure they are; any other rule follows by name.
RULES = ("own id", "device", "backfill", "record", "handed over", "ambiguous", "busy", "alone",
         "nobody")  # fmt: skip
_DECISIONS = ("joined", "refused", "blocked")
# The sizes told one by one, and where the others begin.
_SIZES = (0, 1, 2, 3, 4, 5, 10, 20)


def identity_of(marts: Marts) -> Identity:
    """Put the section together."""
    small = marts.run["small_cell_k"]
    sources = tuple(dict.fromkeys(row["source"] for row in marts.identity_coverage))
    links = tuple(Link(row["decision"], row["rule"], row["links"]) for row in marts.identity_links)
    return Identity(
        rules=_rules(marts.identity_rules),
        sources=sources,
        policies=tuple(_policy(row) for row in marts.identity_policies),
        sensitivity=_sensitivities(marts),
        coverage=_coverage(marts.identity_coverage, sources),
        sizes=sizes_of(
            ((row["identifiers"], row["people"]) for row in marts.identity_sizes), small
        ),
        links=tuple(sorted(links, key=lambda link: _DECISIONS.index(link.decision))),
        refused=sum(link.links for link in links if link.decision == "refused"),
        busy=tuple(
            Busy(row["id_type"], row["people"], row["events"])
            for row in marts.identity_busy[:ROWS_SHOWN]
        ),
        busy_hidden=max(0, len(marts.identity_busy) - ROWS_SHOWN),
        blocked=tuple(Blocked(**row) for row in marts.identity_blocked[:ROWS_SHOWN]),
        blocked_hidden=max(0, len(marts.identity_blocked) - ROWS_SHOWN),
        proposed=tuple(proposed_of(row, small) for row in marts.identity_proposals),
    )


def _rules(row: Row) -> Rules:
    spans = {name: float(row[name]) for name in ("busy_window_s", "backfill_s", "keep_s")}
    return Rules(**{**row, **spans})


def _policy(row: Row) -> Policy:
    return Policy(
        row["policy"], row["is_chosen"], row["people"],
        row["moved_people"], row["moved_events"], row["events"],
    )  # fmt: skip


def _sensitivities(marts: Marts) -> tuple[Sensitivity, ...]:
    """One table a journey; its rows in the order of the policies."""
    order = [row["policy"] for row in marts.identity_policies]
    found = []
    for definition in marts.definitions:
        own = [r for r in marts.identity_sensitivity if r["journey"] == definition["journey"]]
        rows = [_under(row) for row in sorted(own, key=lambda row: order.index(row["policy"]))]
        found.append(_sensitivity(definition["journey"], tuple(rows)))
    return tuple(found)


def _under(row: Row) -> UnderPolicy:
    decided = row["journeys"] - row["open"]
    return UnderPolicy(
        policy=row["policy"],
        is_chosen=row["is_chosen"],
        people=row["people"],
        journeys=row["journeys"],
        goal=Rate(row["reached"], decided, row["reach_rate"], row["reach_low"], row["reach_high"]),
        drop_off=Rate(
            row["ended"], decided, row["drop_off_rate"], row["drop_off_low"], row["drop_off_high"]
        ),
        handoffs=row["handoffs"],
    )


def _sensitivity(journey: str, rows: tuple[UnderPolicy, ...]) -> Sensitivity:
    chosen = next(row for row in rows if row.is_chosen)
    others = [row for row in rows if not row.is_chosen]
    farthest = max(others, key=lambda row: _distance(row.goal, chosen.goal), default=None)
    return Sensitivity(
        journey=journey,
        rows=rows,
        chosen=chosen,
        farthest=farthest,
        is_decided=farthest is not None and _lies_outside(farthest.goal, chosen.goal),
    )


def _distance(one: Rate, other: Rate) -> float:
    if one.value is None or other.value is None:
        return 0.0
    return abs(one.value - other.value)


def _lies_outside(one: Rate, other: Rate) -> bool:
    if one.value is None or other.low is None or other.high is None:
        return False
    return not other.low <= one.value <= other.high


def _coverage(rows: Rows, sources: tuple[str, ...]) -> tuple[Coverage, ...]:
    cells = {(row["rule"], row["source"]): row["events"] for row in rows}
    total = sum(cells.values())
    used = {rule for rule, _ in cells}
    ordered = [*(rule for rule in RULES if rule in used), *sorted(used - set(RULES))]
    found = []
    for rule in ordered:
        by_source = tuple(cells.get((rule, source), 0) for source in sources)
        events = sum(by_source)
        found.append(Coverage(rule, events, events / total if total else 0.0, by_source))
    return tuple(found)


def proposed_of(row: Row, small: int) -> Proposed:
    """What the rules say of the pairs of two sources.

    >>> row = {"left_source": "crm", "right_source": "desk", "one_person": 98, "undecided": 40}
    >>> round(proposed_of(row | {"two_people": 12}, 10).right.value, 3)
    0.891
    >>> proposed_of(row | {"two_people": 3}, 10).right is None
    True
    """
    one, two = row["one_person"], row["two_people"]
    is_told = one + two > 0 and not any(0 < n < small for n in (one, two))
    return Proposed(
        left_source=row["left_source"],
        right_source=row["right_source"],
        one_person=one,
        two_people=two,
        undecided=row["undecided"],
        right=rate(one, one + two) if is_told else None,
    )


def sizes_of(counts: Iterable[tuple[int, int]], small: int) -> tuple[Size, ...]:
    """Group customers by their number of identifiers, no group of fewer than `small` by itself.

    A small group joins the one below it, the lowest the one above.

    >>> [(s.fewest, s.most, s.people) for s in sizes_of([(1, 50), (2, 30), (3, 4), (7, 9)], 10)]
    [(1, 1, 50), (2, 2, 30), (3, None, 13)]
    """
    groups: list[Size] = []  # the largest sizes first
    for identifiers, n in sorted(counts, reverse=True):
        if not groups or (groups[-1].people >= small and _band(groups[-1].fewest) > identifiers):
            groups.append(Size(identifiers, identifiers if groups else None, 0))
        groups[-1] = replace(groups[-1], fewest=identifiers, people=groups[-1].people + n)
    if len(groups) > 1 and groups[-1].people < small:
        lowest = groups.pop()
        together = groups[-1].people + lowest.people
        groups[-1] = replace(groups[-1], fewest=lowest.fewest, people=together)
    return tuple(reversed(groups))


def _band(identifiers: int) -> int:
    """Where the band of sizes begins that is told as one."""
    return max(start for start in _SIZES if start <= identifiers)
