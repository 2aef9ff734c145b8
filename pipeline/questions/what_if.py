"""What if a touchpoint lost no more journeys than it does in its best segment.

In:     a warehouse that `journeys run` has built; a touchpoint, and what tells segments apart
Out:    WhatIf: shows itself in a notebook, and gives .frame()
Units:  journeys; shares from 0 to 1; money in the currency of the locale
Errors: JourneysError for an unknown journey, touchpoint or kind of segment, and where no segment is
        large enough or nobody goes on from the touchpoint
Source: the absorbing chain of chain_solving, solved once as it is and once with another share of
        visits that are the end; the shares of the other ways out keep their proportions
Assumes that what comes next depends on the touchpoint alone, and that those kept would go on as
        those do who stayed. Segments differ in more than what is done for them: an upper bound
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import duckdb
import numpy as np
from scipy.special import ndtri

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.chain_solving import Move, solve_chain, with_share
from pipeline.questions.clustered_shares import Share, share_of
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.compare import read_by_value
from pipeline.questions.drawings import html_table

if TYPE_CHECKING:
    import pandas as pd

Segments = Literal["device", "channel", "touchpoint", "campaign", "persona"]
_START, _GOAL, _ENDED = "(start)", "(reached)", "(ended)"
_FORMATS = {
    "segment": "{}",
    **dict.fromkeys(("visits", "people", "ended"), "{:,}"),
    **dict.fromkeys(("rate", "low", "high"), "{:.1%}"),
}
Range = tuple[float, float, float]


@dataclass(frozen=True)
class WhatIf:
    """What would be gained at one touchpoint. In a notebook it shows its segments.

    `rate` is the share of visits that are the end now, `rate_best` that of the segment `best`.
    `gained` journeys more would reach the goal, of `journeys` that are not open; `money` is what
    they are worth, None where no value is known. Ranges are (middle, low, high).
    """

    journey: str
    touchpoint: str
    best: str
    rate: float
    rate_best: Range
    journeys: int
    gained: Range
    value_each: float | None
    segments: tuple[dict[str, Any], ...]

    @property
    def money(self) -> Range | None:
        """What the journeys gained are worth, for the period of the data."""
        if self.value_each is None:
            return None
        middle, low, high = (part * self.value_each for part in self.gained)
        return middle, low, high

    def frame(self) -> pd.DataFrame:
        """One row per segment, the best first: visits, people, and the share that is the end."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.segments), columns=[*_FORMATS])

    def _repr_html_(self) -> str:
        middle, low, high = self.gained
        caption = (
            f"{self.touchpoint}: as good as {self.best} everywhere, "
            f"{middle:+,.0f} journeys reach the goal ({low:+,.0f} to {high:+,.0f})"
        )
        return html_table(caption, self.segments, _FORMATS)


def what_if(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    touchpoint: str,
    by: Segments = "device",
    min_people: int = 30,
) -> WhatIf:
    """How many more would reach the goal if a touchpoint lost as few as in its best segment.

    A segment is what journeys begin with (device, channel, touchpoint, campaign) or the persona of
    their customer; those with fewer than `min_people` at the touchpoint are not compared. The range
    is that of the best rate, widened for the choice among so many segments (Bonferroni), and never
    below nothing. It is an upper bound: see Assumes above.

        jp.what_if(db, journey="alta", touchpoint="Datos de contratación").gained
    """
    require_journey(db, journey)
    if by not in get_args(Segments):
        raise JourneysError(f'No segments by "{by}".', fix=nearest(by, list(get_args(Segments))))
    moves = [
        Move(*row.values()) for row in rows_of(db, "questions/chain_moves.sql", journey=journey)
    ]
    known = sorted({move.source for move in moves} - {_START})
    if touchpoint not in known:
        raise JourneysError(
            f'No journey of "{journey}" passes "{touchpoint}".', fix=nearest(touchpoint, known)
        )
    visits = read_by_value(
        db, "what_if_visits", {"journey": journey, "touchpoint": touchpoint, "by": by}
    )
    compared = segments_of(visits, min_people)
    if not compared:
        raise JourneysError(
            f'No segment has {min_people} people at "{touchpoint}".', fix="a smaller min_people"
        )
    worths = rows_of(db, "questions/journey_worths.sql")
    (value,) = (row["value"] for row in worths if row["journey"] == journey)
    return _answer((journey, touchpoint), moves, compared, value)


def _answer(
    names: tuple[str, str], moves: Sequence[Move], compared: Sequence[dict[str, Any]], value: float
) -> WhatIf:
    journey, touchpoint = names
    best = compared[0]
    rates: Range = (best["rate"], best["low"], best["high"])
    middle, low, high = (gained_by(moves, touchpoint, one) for one in rates)
    journeys = sum(move.moves for move in moves if move.source == _START)
    own = [move for move in moves if move.source == touchpoint]
    ended = sum(move.moves for move in own if move.target == _ENDED)
    rate = ended / sum(move.moves for move in own)
    gained = (middle, high, low)  # the lower the rate, the more is gained
    return WhatIf(
        journey, touchpoint, best["segment"], rate, rates, round(journeys), gained, value,
        tuple(compared),
    )  # fmt: skip


def gained_by(moves: Sequence[Move], touchpoint: str, share: float) -> float:
    """How many more journeys reach the goal when so small a share of visits is the end.

    Nothing where no smaller share is lost than now. Of 4 journeys 2 are lost at the cart, half of
    its visits; if only a quarter were, 3 would reach the goal.

    >>> ways = [Move("cart", "(ended)", 2), Move("cart", "(reached)", 2)]
    >>> moves = [Move("(start)", "cart", 4), *ways]
    >>> gained_by(moves, "cart", 0.25), gained_by(moves, "cart", 0.75)
    (1.0, 0.0)
    """
    journeys = sum(move.moves for move in moves if move.source == _START)
    now, then = (_chance(one) for one in (moves, with_share(moves, touchpoint, _ENDED, share)))
    return max(then - now, 0.0) * journeys


def _chance(moves: Sequence[Move]) -> float:
    (start,) = (row for row in solve_chain(moves) if row["touchpoint"] == _START)
    return float(start.get(_GOAL, 0.0))


def segments_of(rows: Sequence[dict[str, Any]], min_people: int) -> list[dict[str, Any]]:
    """The segments with enough people, that with the lowest rate first.

    Each row is a person: value_name, visits, and how many of them were the end.
    """
    own: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        own.setdefault(row["value_name"], []).append(row)
    enough = {name: people for name, people in own.items() if len(people) >= min_people}
    z = -float(ndtri(0.025 / max(len(enough), 1)))
    found = [_segment(name, _share(people), z) for name, people in enough.items()]
    return sorted(found, key=lambda row: (row["rate"], row["segment"]))


def _share(people: Sequence[dict[str, Any]]) -> Share:
    """The share of visits that are the end; visits of one person hang together."""
    visits, ended = (np.array([row[name] for row in people]) for name in ("visits", "ended"))
    person = np.repeat(np.arange(len(people)), visits)
    order = np.arange(len(person)) - np.repeat(np.cumsum(visits) - visits, visits)
    return share_of(person, order < np.repeat(ended, visits))


def _segment(name: str, share: Share, z: float) -> dict[str, Any]:
    low, high = share.interval_at(z)
    counts = {"visits": share.n, "people": share.people, "ended": share.hits}
    return {"segment": name, **counts, "rate": share.share, "low": low, "high": high}
