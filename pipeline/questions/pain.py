"""Pain points: touchpoints where more is lost, or customers feel worse, than elsewhere as far on.

In:     Counts, quotes, and from how many on something is claimed
Out:    rows of journeys.pains and journeys.persona_pains
Units:  visits; shares from 0 to 1; emotion from -2 to +2
Errors: none
Source: contrasts; the header of marts.pain_points says what is set against what
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.questions.contrasts import Differences, Means, difference_of_means
from pipeline.questions.finding_contrasts import touchpoint_losses
from pipeline.questions.finding_counts import Counts, Row
from pipeline.questions.moments import q_among, told
from pipeline.questions.quotes import Quote

_WHOLE, _SHARE = pa.int64(), pa.float64()
SCHEMA = pa.schema(
    [("journey_no", _WHOLE), ("touchpoint_no", _WHOLE), ("at_risk", _WHOLE), ("ended", _WHOLE)]
    + [(name, _SHARE) for name in ("expected_rate", "excess_lost", "excess_low", "excess_high")]
    + [("loss_q", _SHARE), ("measure", pa.string()), ("n", _WHOLE)]
    + [(name, _SHARE) for name in ("emotion", "emotion_elsewhere", "emotion_difference")]
    + [(name, _SHARE) for name in ("emotion_low", "emotion_high", "emotion_q")]
    + [(name, pa.bool_()) for name in ("is_worse_loss", "is_worse_emotion", "is_too_few")]
    + [("quote", pa.string()), ("quote_people", _WHOLE)]
)
Place = tuple[int, int]
_WIDEST = 4.0  # the variance of answers half of which are -2 and half +2


def pains(counts: Counts, quotes: dict[Place, Quote], min_n: int, largest_q: float) -> pa.Table:
    """A row per definition and touchpoint of which something can be told."""
    losses, feelings = _losses(counts, min_n), _feelings(counts, min_n)
    rows: list[Row] = []
    for place in sorted(losses.keys() | feelings.keys()):
        row = dict.fromkeys(SCHEMA.names) | losses.get(place, {}) | feelings.get(place, {})
        quote = quotes.get(place, Quote(None, 0))
        row |= {
            "journey_no": place[0],
            "touchpoint_no": place[1],
            "is_worse_loss": _is_worse(row["excess_low"], row["loss_q"], largest_q),
            "is_worse_emotion": _is_worse(
                -row["emotion_high"] if row["emotion_high"] is not None else None,
                row["emotion_q"],
                largest_q,
            ),
            "is_too_few": row["loss_q"] is None and row["emotion_q"] is None,
            "quote": quote.text,
            "quote_people": quote.people,
        }
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def persona_pains(counts: Counts, min_n: int, largest_q: float) -> pa.Table:
    """The same of each persona by itself, its visits against its own elsewhere as far on.

    They are compared again, not picked from those of everybody: q is among those of one persona.
    """
    schema = pa.schema([("persona_no", _WHOLE), *SCHEMA])
    everything = (*counts.visits, *counts.emotions)
    tables = []
    for persona_no in sorted({row["persona_no"] for row in everything} - {0}):
        found = pains(_of_persona(counts, persona_no), {}, min_n, largest_q)
        tables.append(found.add_column(0, schema.field(0), [[persona_no] * found.num_rows]))
    return pa.concat_tables([schema.empty_table(), *tables])


def _of_persona(counts: Counts, persona_no: int) -> Counts:
    visits, emotions = (
        [row for row in rows if row["persona_no"] == persona_no]
        for rows in (counts.visits, counts.emotions)
    )
    return replace(counts, visits=visits, emotions=emotions)


def _is_worse(how_much: float | None, q: float | None, largest_q: float) -> bool:
    return how_much is not None and q is not None and how_much > 0 and q <= largest_q


def _losses(counts: Counts, min_n: int) -> dict[Place, Row]:
    found = touchpoint_losses(counts)
    differences, totals = found.differences(), found.totals()
    enough = np.minimum(differences.n1, differences.n0) >= min_n
    q = q_among(differences.p, enough)
    rows: dict[Place, Row] = {}
    for place, (subject, (n, ended, _, _)) in enumerate(zip(found.names, totals, strict=True)):
        own: dict[str, Any] = told(differences, place, n, bool(enough[place]))
        rows[subject.journey_no, subject.touchpoint_no] = {
            "at_risk": n,
            "ended": ended,
            **{name: own[name] for name in ("excess_lost", "excess_low", "excess_high")},
            "expected_rate": max(ended / n - own["difference"], 0.0) if enough[place] else None,
            "loss_q": q[place] if enough[place] else None,
        }
    return rows


def _feelings(counts: Counts, min_n: int) -> dict[Place, Row]:
    """The emotion by the measure of which more is known; ratings where both are enough."""
    both = {measure: _felt(counts, measure, min_n) for measure in ("rating", "text")}
    q = iter(
        q_among(
            np.array([row["p"] for rows in both.values() for row in rows.values()], float),
            np.array([row["enough"] for rows in both.values() for row in rows.values()], bool),
        )
    )
    found: dict[Place, Row] = {}
    for measure, rows in both.items():
        for place, row in rows.items():
            told_row = _told_feeling(row, measure, next(q))
            if place not in found or found[place]["emotion_q"] is None:
                found[place] = told_row
    return found


def _told_feeling(row: Row, measure: str, q: float) -> Row:
    names = ("emotion", "emotion_elsewhere", "emotion_difference", "emotion_low", "emotion_high")
    told_numbers = {name: row[name] if row["enough"] else None for name in names}
    return {"measure": measure, "n": row["n"], "emotion_q": q if row["enough"] else None} | (
        told_numbers
    )


def _felt(counts: Counts, measure: str, min_n: int) -> dict[Place, Row]:
    """Each touchpoint against all others of the same definition, position and persona."""
    numbers = {name: number for number, name in counts.touchpoints.items()}
    rows = [row for row in counts.emotions if row["measure"] == measure]
    by_place: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        by_place[row["journey_no"], numbers[row["touchpoint"]]].append(row)
    sides = _sides(list(by_place.values()), _sums_by_stratum(rows), _variance(rows))
    found = difference_of_means(sides, len(by_place))
    return {
        place: _feeling(found, number, own, min_n)
        for number, (place, own) in enumerate(by_place.items())
    }


def _feeling(found: Differences, number: int, own: list[Row], min_n: int) -> Row:
    n = sum(row["n"] for row in own)
    mean = sum(row["emotions"] for row in own) / n
    return {
        "n": n,
        "p": found.p[number],
        "enough": bool(min(found.n1[number], found.n0[number]) >= min_n),
        "emotion": mean,
        "emotion_elsewhere": mean - found.difference[number],
        "emotion_difference": found.difference[number],
        "emotion_low": found.low[number],
        "emotion_high": found.high[number],
    }


def _stratum(row: Row) -> tuple[int, int, int]:
    return row["journey_no"], row["position_no"], row["persona_no"]


def _sums_by_stratum(rows: list[Row]) -> dict[tuple[int, int, int], tuple[int, float]]:
    sums: dict[tuple[int, int, int], tuple[int, float]] = {}
    for row in rows:
        n, emotions = sums.get(_stratum(row), (0, 0.0))
        sums[_stratum(row)] = (n + row["n"], emotions + row["emotions"])
    return sums


def _sides(
    places: list[list[Row]],
    whole: dict[tuple[int, int, int], tuple[int, float]],
    usual: float,
) -> Means:
    lines = [
        (
            number,
            row["n"],
            row["emotions"],
            whole[_stratum(row)][0] - row["n"],
            whole[_stratum(row)][1] - row["emotions"],
            spread,
            usual,
        )
        for number, own in enumerate(places)
        for spread in [_variance(own)]
        for row in own
    ]
    columns = np.array(lines, float).reshape(-1, 7).T
    return Means(columns[0].astype(np.int64), *columns[1:])


def _variance(rows: list[Row]) -> float:
    """The variance of one visit inside strata, with what visits of one person share in it.

    It is the sum over people of their squared summed residuals, by the number of visits; one
    person a stratum is spent on its mean.
    """
    squares = visits = people = 0.0
    for row in rows:
        mean = row["emotions"] / row["n"]
        squares += row["emotions_emotions"] - 2 * mean * row["n_emotions"] + mean**2 * row["n_n"]
        visits += row["n"]
        people += row["people"]
    freedom = people - len(rows)
    return max(squares, 0.0) / visits * people / freedom if freedom > 0 else _WIDEST
