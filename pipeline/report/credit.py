"""What the journeys that reached the goal are owed to, and how much the model decides.

In:     rows of marts.attribution of one journey name
Out:    Credits for channels, campaigns and touchpoints; values to which every model gives fewer
        than `small` journeys are summed
Units:  journeys that reached the goal, in parts; value in the currency of the run
Errors: none
Source: the credits are those of the mart; every model gives away each journey once
"""

from collections import defaultdict
from dataclasses import dataclass

from pipeline.report.read import Rows

# As they stand in the table; the first is drawn as the credit, the others as its range.
MODELS = (
    "shapley", "markov", "linear", "position", "time_decay", "last_non_direct", "last", "first",
)  # fmt: skip
DIMENSIONS = ("channel", "campaign", "touchpoint")
_LEAST_VALUES = 2


@dataclass(frozen=True, slots=True)
class Credit:
    """What one value is credited with: by `MODELS`, and the amount that goes with the first."""

    name: str
    conversions: tuple[float, ...]
    value: float | None

    @property
    def least(self) -> float:
        """By the model that gives it least."""
        return min(self.conversions)

    @property
    def most(self) -> float:
        """By the model that gives it most."""
        return max(self.conversions)


@dataclass(frozen=True, slots=True)
class Credits:
    """One dimension; the credits of each model add up to `conversions` with the hidden ones."""

    dimension: str
    rows: tuple[Credit, ...]
    conversions: float
    axis_end: float
    hidden: int
    hidden_conversions: tuple[float, ...]


def credits_of(rows: Rows, *, small: int) -> tuple[Credits, ...]:
    """Build the dimensions that tell more than one value apart."""
    by_dimension: dict[str, dict[str, dict[str, tuple[float, float | None]]]] = defaultdict(dict)
    for row in rows:
        found = by_dimension[row["dimension"]].setdefault(row["value_name"], {})
        found[row["model"]] = row["conversions"], row["value"]
    return tuple(
        _credits(dimension, by_dimension[dimension], small)
        for dimension in DIMENSIONS
        if len(by_dimension[dimension]) >= _LEAST_VALUES
    )


def _credits(
    dimension: str, by_name: dict[str, dict[str, tuple[float, float | None]]], small: int
) -> Credits:
    listed = [
        Credit(name, tuple(found[model][0] for model in MODELS), found[MODELS[0]][1])
        for name, found in by_name.items()
    ]
    listed.sort(key=lambda credit: (-credit.conversions[0], credit.name))
    shown = tuple(credit for credit in listed if credit.most >= small)
    hidden = [credit for credit in listed if credit.most < small]
    return Credits(
        dimension=dimension,
        rows=shown,
        conversions=sum(credit.conversions[0] for credit in listed),
        axis_end=max((credit.most for credit in shown), default=0.0),
        hidden=len(hidden),
        hidden_conversions=tuple(
            sum(credit.conversions[place] for credit in hidden) for place in range(len(MODELS))
        ),
    )
