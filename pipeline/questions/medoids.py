"""The few routes that stand for the others: representative journeys.

In:     a warehouse that `journeys run` has built
Out:    Medoids: shows itself in a notebook, and gives .frame()
Units:  journeys; shares from 0 to 1; distances from 0 (alike) to 1 (nothing in common)
Errors: JourneysError when no journey has the name asked for or none began, or an option is wrong
Source: see route_distances. Stability: Hennig (2007), Cluster-wise assessment of cluster stability,
        https://doi.org/10.1016/j.csda.2006.11.025
Assumes journeys are independent when it tells how stable a group is
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from pipeline.errors import JourneysError
from pipeline.questions.clustered_shares import Flags
from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.drawings import html_table
from pipeline.questions.route_distances import (
    Numbers,
    Places,
    belongs_to,
    medoids_of,
    route_distances,
)

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 50  # steps of a route that are compared
_NEAR = 0.25
_FORMATS = {
    "route": "{}",
    **dict.fromkeys(("steps", "journeys", "own_journeys"), "{:,}"),
    **dict.fromkeys(("share", "near_share", "reached_share"), "{:.1%}"),
    **dict.fromkeys(("mean_distance", "stability"), "{:.2f}"),
}


@dataclass(frozen=True)
class Medoids:
    """Representative routes, those that stand for most journeys first.

    `coverage` is the share of all journeys whose routes were compared; the others took routes that
    are too seldom. In a notebook it shows its table.
    """

    journey: str
    coverage: float
    compared: int
    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """One row per representative route.

        Of the journeys compared `share` is nearest to it, of which `near_share` differ from it in
        a quarter of the steps at most; `own_journeys` took exactly this route. `stability` is the
        mean agreement (Jaccard) with the most alike group when journeys are drawn anew: from 0.75
        on a group can be relied on, below 0.6 it may be chance.
        """
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame(list(self.rows), columns=[*_FORMATS])

    def _repr_html_(self) -> str:
        shown = [row | {"route": " > ".join(row["route"])} for row in self.rows]
        caption = (
            f"Representative routes: {self.journey} "
            f"({self.coverage:.1%} of the journeys, on {self.compared:,} routes)"
        )
        return html_table(caption, shown, _FORMATS)


def medoids(
    db: duckdb.DuckDBPyConnection,
    *,
    journey: str,
    count: int = 5,
    most_routes: int = 400,
    draws: int = 30,
    seed: int = 1,
) -> Medoids:
    """`count` real routes from which the journeys of `journey` differ as little as can be.

    The most frequent route is seldom typical: long routes are all different. Here a route stands
    for those that become it when few touchpoints are added, left out or changed. The `most_routes`
    most frequent ones are compared, so that cost is bounded. The same `seed` gives the same
    stability.

        jp.medoids(db, journey="alta", count=4).frame()
    """
    require_journey(db, journey)
    if count < 1 or most_routes < count or draws < 1:
        raise JourneysError(
            f"{count!r} of {most_routes!r} routes, drawn {draws!r} times, cannot be had.",
            fix="1 or more of each, and at least as many routes as are to be chosen",
        )
    routes = rows_of(db, "questions/medoid_routes.sql", journey=journey, most=most_routes)
    if not routes:
        raise JourneysError(f'"{journey}" has no journeys.', where="marts.routes")
    total = rows_of(db, "questions/loop_total.sql", journey=journey)[0]["journeys"]
    weight = np.array([row["journeys"] for row in routes], float)
    distances = route_distances([row["route"][:LONGEST] for row in routes])
    chosen = medoids_of(distances, weight, count)
    owner = belongs_to(distances, chosen)
    stable = stability(distances, weight, chosen, draws, seed)
    rows = [
        _row(routes, medoid, distances[medoid], owner == place) | {"stability": float(told)}
        for place, (medoid, told) in enumerate(zip(chosen.tolist(), stable, strict=True))
        if (owner == place).any()  # cut to so many steps, two routes may be the same
    ]
    rows.sort(key=lambda row: (-row["journeys"], row["route"]))
    return Medoids(journey, float(weight.sum()) / total, len(routes), tuple(rows))


def _row(
    routes: list[dict[str, Any]], medoid: int, distance: Numbers, is_own: Flags
) -> dict[str, Any]:
    journeys, reached, ended = (
        np.array([row[name] for row in routes], float) for name in ("journeys", "reached", "ended")
    )
    own = journeys[is_own]
    decided = float((reached + ended)[is_own].sum())
    return {
        "route": tuple(routes[medoid]["route"]),
        "steps": len(routes[medoid]["route"]),
        "journeys": int(own.sum()),
        "own_journeys": routes[medoid]["journeys"],
        "share": float(own.sum() / journeys.sum()),
        "near_share": float(own[distance[is_own] <= _NEAR].sum() / own.sum()),
        "mean_distance": float((own * distance[is_own]).sum() / own.sum()),
        "reached_share": float(reached[is_own].sum()) / decided if decided else None,
    }


def stability(
    distances: Numbers, weight: Numbers, medoids: Places, draws: int, seed: int
) -> Numbers:
    """How well each group is found again when as many journeys are drawn anew.

    The mean over the draws of the agreement with the group that agrees best: of the journeys in
    either the share in both.
    """
    draw = np.random.default_rng(seed)
    owner, shares = belongs_to(distances, medoids), weight / weight.sum()
    found = np.zeros((draws, len(medoids)))
    for number in range(draws):
        drawn = draw.multinomial(round(weight.sum()), shares).astype(float)
        again = belongs_to(distances, medoids_of(distances, drawn, len(medoids)))
        found[number] = _agreement(owner, again, weight, len(medoids))
    mean: Numbers = found.mean(axis=0)
    return mean


def _agreement(owner: Places, again: Places, weight: Numbers, count: int) -> Numbers:
    both = np.bincount(owner * count + again, weight, count * count).reshape(count, count)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    with np.errstate(invalid="ignore"):
        found: Numbers = np.nan_to_num(both / either).max(axis=1)
    return found
