"""Every contrast that may be a finding: what is set against what, and what is held equal.

In:     Counts
Out:    contrasts by name, each name a Subject
Units:  visits and journeys
Errors: none
Why:    each follows one rule: those with something against those without it that had come as far
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.questions.finding_counts import Counts, Gathered, Row

_VISIT = ("journey_no", "touchpoint_no", "position_no", "persona_no")


class Subject(NamedTuple):
    """What a contrast is about; what does not apply is empty."""

    journey_no: int
    kind: str
    effect: str
    touchpoint_no: int = 0
    dimension: str = ""
    from_value: str = ""
    to_value: str = ""
    wait_s: float = 0.0


def touchpoint_losses(counts: Counts) -> Gathered[Subject]:
    """Visits that were the end, against those of other touchpoints as far on, by persona."""
    found: Gathered[Subject] = Gathered()
    everywhere = _sums(counts.visits, ("journey_no", "position_no", "persona_no"), ("seen", "here"))
    for row in counts.visits:
        journey_no, touchpoint_no = row["journey_no"], row["touchpoint_no"]
        whole = everywhere[journey_no, row["position_no"], row["persona_no"]]
        found.add(
            Subject(journey_no, "touchpoint", "lost", touchpoint_no),
            (row["seen"], row["here"]),
            (whole["seen"] - row["seen"], whole["here"] - row["here"]),
            (counts.effect(journey_no, touchpoint_no, "here"), 1.0),
        )
    return found


def touchpoint_feelings(counts: Counts, measure: str) -> Gathered[Subject]:
    """Visits of which something bad was said, against those of other touchpoints as far on."""
    found: Gathered[Subject] = Gathered()
    numbers = {name: number for number, name in counts.touchpoints.items()}
    rows = [row for row in counts.emotions if row["measure"] == measure]
    everywhere = _sums(rows, ("journey_no", "position_no", "persona_no"), ("n", "unhappy"))
    for row in rows:
        whole = everywhere[row["journey_no"], row["position_no"], row["persona_no"]]
        effect = row["n_n"] / row["n"]  # of visits that are all alike: never too small
        found.add(
            Subject(
                row["journey_no"],
                "touchpoint",
                "unhappy",
                numbers[row["touchpoint"]],
                dimension=measure,
            ),
            (row["n"], row["unhappy"]),
            (whole["n"] - row["n"], whole["unhappy"] - row["unhappy"]),
            (effect, effect),
        )
    return found


def handoff_outcomes(counts: Counts) -> Gathered[Subject]:
    """Visits that a handoff led to, against those at the same place as far on without it."""
    found: Gathered[Subject] = Gathered()
    visits = {tuple(row[name] for name in _VISIT): row for row in counts.visits}
    for row in counts.handoffs:
        whole = visits[tuple(row[name] for name in _VISIT)]
        for effect in ("lost", "again"):
            subject = Subject(
                row["journey_no"],
                "handoff",
                effect,
                dimension=row["kind"],
                from_value=row["from_value"],
                to_value=row["to_value"],
            )
            found.add(
                subject,
                (row["n"], row[effect]),
                (whole["n"] - row["own"], whole[effect] - row[f"own_{effect}"]),
                (1.0, counts.effect(row["journey_no"], row["touchpoint_no"], effect)),
            )
    return found


def campaign_losses(counts: Counts) -> Gathered[Subject]:
    """Journeys that a campaign began, against all others of the definition."""
    found: Gathered[Subject] = Gathered()
    names = ("n", "lost", "n_n", "n_lost", "lost_lost")
    everywhere = _sums(counts.campaigns, ("journey_no",), names)
    for row in counts.campaigns:
        if row["campaign"] == "(none)":
            continue
        others = {name: everywhere[row["journey_no"],][name] - row[name] for name in names}
        found.add(
            Subject(row["journey_no"], "campaign", "lost", from_value=row["campaign"]),
            (row["n"], row["lost"]),
            (others["n"], others["lost"]),
            (_cluster_effect(row), _cluster_effect(others)),
        )
    return found


def long_waits(counts: Counts) -> Gathered[Subject]:
    """Journeys that waited long between two touchpoints, against others with the same topic."""
    found: Gathered[Subject] = Gathered()
    for row in counts.waits:
        subject = Subject(
            row["journey_no"],
            "wait",
            "unhappy",
            touchpoint_no=row["touchpoint_no"],
            from_value=counts.touchpoints[row["touchpoint_no"]],
            to_value=counts.touchpoints[row["next_touchpoint_no"]],
            wait_s=row["limit_s"],
        )
        found.add(subject, (row["n"], row["unhappy"]), (row["others"], row["others_unhappy"]))
    return found


def signs(counts: Counts) -> Gathered[tuple[int, int, str]]:
    """Visits with each sign of a bad experience against visits of the same touchpoint without."""
    found: Gathered[tuple[int, int, str]] = Gathered()
    for row in counts.visits:
        journey_no, touchpoint_no = row["journey_no"], row["touchpoint_no"]
        effect = counts.effect(journey_no, touchpoint_no, "lost")
        for sign in ("said", "repeated", "failed"):
            bad = (row[f"{sign}_bad"], row[f"{sign}_bad_lost"])
            good = (
                (row["said_good"], row["said_good_lost"])
                if sign == "said"
                else (row["n"] - bad[0], row["lost"] - bad[1])
            )
            found.add((journey_no, touchpoint_no, sign), bad, good, (effect, effect))
    return found


def _cluster_effect(sums: Mapping[str, float]) -> float:
    """The design effect of a share from its sums per person."""
    n, y = sums["n"], sums["lost"]
    if not 0 < y < n:
        return float(sums["n_n"] / n) if n else 1.0
    share = y / n
    squares = sums["lost_lost"] - 2 * share * sums["n_lost"] + share**2 * sums["n_n"]
    return max(float(squares / (n * share * (1 - share))), 1.0)


def _sums(
    rows: Iterable[Row], by: tuple[str, ...], names: tuple[str, ...]
) -> dict[tuple[object, ...], dict[str, float]]:
    found: dict[tuple[object, ...], dict[str, float]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        sums = found[tuple(row[name] for name in by)]
        for name in names:
            sums[name] += row[name]
    return found
