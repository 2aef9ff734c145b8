"""The tables that a score is made from: points, words of names, and the few numbers beside them.

In:     a `ProposalRules`; points.csv and name_words.csv beside this file
Out:    Arrow tables by name, for the SQL below sql/proposals
Units:  points are log2 odds: one point makes a link twice as likely
Errors: ValueError for a threshold that would let two partners of one profile through
Source: Fellegi and Sunter, A Theory for Record Linkage (1969): points = log2(m / u), where m is how
        often people agree so with themselves (share_same) and u with others (share_other)
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import pyarrow as pa
from pyarrow import csv

from pipeline.engine.face import TableName

POINTS = TableName("config", "proposal_points")
NAME_WORDS = TableName("config", "name_words")
SETTINGS = TableName("config", "proposal_settings")


# Two equally good partners have at most this probability each.
_TIE = 0.5


@dataclass(frozen=True, kw_only=True)
class ProposalRules:
    """What may be changed about proposals; the points themselves are points.csv.

    >>> ProposalRules(threshold=0.4)
    Traceback (most recent call last):
    ValueError: the threshold must lie above 0.5 and not above 1, not at 0.4
    """

    threshold: float = 0.99  # the smallest probability that is proposed
    smallest_population: int = 10_000  # a smaller source counts as one of so many people
    imagined_people: int = 1_000  # of whom one in a thousand bears any word of a name
    most_points_of_a_word: float = 14.0  # rarer than 1 in 16,384 is no further evidence
    most_points_of_a_name: float = 20.5  # in the smallest population: never enough alone
    common_share: float = 0.0005  # a spelling that so many have is a name, not a slip
    most_pairs_of_a_key: int = 2_000  # a key that makes more pairs tells nobody apart

    def __post_init__(self) -> None:
        if not _TIE < self.threshold <= 1:
            raise ValueError(
                f"the threshold must lie above 0.5 and not above 1, not at {self.threshold}"
            )


def proposal_tables(rules: ProposalRules) -> dict[TableName, pa.Table]:
    """All tables that the SQL reads beside the profiles.

    >>> tables = proposal_tables(ProposalRules())
    >>> tables[SETTINGS].column("threshold").to_pylist()
    [0.99]
    """
    columns = {name: [value] for name, value in vars(rules).items()}
    return {
        POINTS: _shipped("points.csv", POINT_TYPES),
        NAME_WORDS: _shipped("name_words.csv", {}),
        SETTINGS: pa.table(columns),
    }


POINT_TYPES = {
    "share_same": pa.float64(),
    "share_other": pa.float64(),
    "points": pa.float64(),
    "most_rarity": pa.float64(),
    "agrees": pa.bool_(),
    "is_conflict": pa.bool_(),
}


def _shipped(name: str, types: dict[str, pa.DataType]) -> pa.Table:
    with files("pipeline.proposals").joinpath(name).open("rb") as handle:
        return csv.read_csv(handle, convert_options=csv.ConvertOptions(column_types=types))
