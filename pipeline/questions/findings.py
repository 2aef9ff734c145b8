"""What stands out of everything that was set against each other: the opportunities before money.

In:     Counts; from how many on, and up to which q, something is claimed
Out:    Finding: what, how much worse among how many, and how sure
Units:  visits or journeys; shares from 0 to 1
Errors: none
Source: contrasts and incidents. All contrasts of one call make one family for q: the days of a
        touchpoint are one member of it, with the smallest p times the number of days (Bonferroni)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.questions.contrasts import Differences, false_discovery_rates
from pipeline.questions.finding_contrasts import (
    Subject,
    campaign_losses,
    handoff_outcomes,
    long_waits,
    touchpoint_feelings,
    touchpoint_losses,
)
from pipeline.questions.finding_counts import Counts, Gathered
from pipeline.questions.incidents import Incident, incidents


@dataclass(frozen=True)
class Finding:
    """One thing that is worse than among its equals, and does not look like chance."""

    subject: Subject
    compared: float
    others: float
    share: float
    difference: float
    low: float
    high: float
    p: float
    q: float = 1.0
    first_date: date | None = None
    last_date: date | None = None

    @property
    def excess(self) -> tuple[float, float, float]:
        """How many more cases than among equals, and the interval."""
        middle, low, high = (
            part * self.compared for part in (self.difference, self.low, self.high)
        )
        return middle, low, high


def specific_findings(counts: Counts, min_n: int, largest_q: float) -> list[Finding]:
    """Handoffs, campaigns, long waits and incidents that are worse than the rest."""
    gathered = (handoff_outcomes(counts), campaign_losses(counts), long_waits(counts))
    compared = [one for found in gathered for one in _compared(found, min_n)]
    days = [_of_days(one) for one in incidents(counts.days, largest_q, min_n)]
    return worse([*compared, *days], largest_q)


def touchpoint_findings(counts: Counts, min_n: int, largest_q: float) -> list[Finding]:
    """Touchpoints where more is lost, or customers are less happy, than elsewhere as far on.

    Happiness by ratings where there are enough of them, else by the tone of texts.
    """
    felt: dict[tuple[int, int], Finding] = {}
    for measure in ("text", "rating"):
        for one in _compared(touchpoint_feelings(counts, measure), min_n):
            felt[one.subject.journey_no, one.subject.touchpoint_no] = one
    lost = _compared(touchpoint_losses(counts), min_n)
    return worse([*lost, *felt.values()], largest_q)


def worse(compared: Iterable[Finding], largest_q: float) -> list[Finding]:
    """Those that are worse, of all that were compared: by q, and by an interval above nothing."""
    listed = list(compared)
    q = false_discovery_rates([one.p for one in listed])
    return [
        Finding(**{**vars(one), "q": float(own)})
        for one, own in zip(listed, q, strict=True)
        if own <= largest_q and one.low > 0
    ]


def _compared(found: Gathered[Subject], min_n: int) -> Iterator[Finding]:
    """All that have enough on both sides, better or worse.

    Where it happened to nobody on either side there is nothing to compare.
    """
    if found.names:
        differences = found.differences()
        happened = differences.y1 + differences.y0 > 0
        for place, subject in enumerate(found.names):
            if happened[place] and min(differences.n1[place], differences.n0[place]) >= min_n:
                yield _finding(subject, differences, place)


def _finding(subject: Subject, found: Differences, place: int) -> Finding:
    n1, y1, n0 = (float(part[place]) for part in (found.n1, found.y1, found.n0))
    middle, low, high, p = (
        float(part[place]) for part in (found.difference, found.low, found.high, found.p)
    )
    return Finding(subject, n1, n0, y1 / n1, middle, low, high, p)


def _of_days(one: Incident) -> Finding:
    subject = Subject(one.journey_no, "incident", "lost", one.touchpoint_no)
    excess = one.ended - one.expected
    n = max(one.n, 1.0)
    return Finding(
        subject, one.n, one.others, one.ended / n, excess / n, one.excess_low / n,
        one.excess_high / n, float(np.minimum(one.p, 1.0)),
        first_date=one.first, last_date=one.last,
    )  # fmt: skip
