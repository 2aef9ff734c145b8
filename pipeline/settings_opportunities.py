"""The settings of opportunities as tables of the schema `config`.

In:     the table [opportunities]; what [[journey]] and [[touchpoint]] say of value, cost and effort
Out:    config.opportunity_settings, one row; config.failure_patterns; config.journey_values;
        config.touchpoint_costs
Units:  money in the currency of the locale
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from pipeline.config.journeys import Journey
from pipeline.config.model import Touchpoint
from pipeline.config.opportunities import Opportunities
from pipeline.engine.face import TableName
from pipeline.settings_identity import like_pattern
from pipeline.settings_names import plain_name


def opportunity_tables(
    settings: Opportunities, journeys: Iterable[Journey], touchpoints: Iterable[Touchpoint]
) -> dict[TableName, pa.Table]:
    """All four tables.

    >>> tables = opportunity_tables(Opportunities(failures=["*Error*"]), [], [])
    >>> tables[TableName("config", "failure_patterns")].to_pylist()
    [{'pattern': '%error%'}]
    """
    number, text, whole = pa.float64(), pa.string(), pa.int64()
    values = [(place, one.value) for place, one in enumerate(journeys, start=1)]
    costs = {plain_name(one.name): (one.cost, one.effort) for one in reversed([*touchpoints])}
    patterns = dict.fromkeys(like_pattern(name.lower()) for name in settings.failures)
    made: dict[str, dict[str, tuple[pa.DataType, list[object]]]] = {
        "opportunity_settings": {
            "min_n": (whole, [settings.min_n]),
            "largest_q": (number, [settings.largest_q]),
            "unhappy_share": (number, [settings.unhappy_share]),
        },
        "failure_patterns": {"pattern": (text, [*patterns])},
        "journey_values": {
            "journey_no": (whole, [place for place, _ in values]),
            "value": (number, [value for _, value in values]),
        },
        "touchpoint_costs": {
            "touchpoint": (text, [*costs]),
            "cost": (number, [cost for cost, _ in costs.values()]),
            "effort": (text, [effort for _, effort in costs.values()]),
        },
    }
    return {
        TableName("config", name): pa.table(
            {column: pa.array(rows, kind) for column, (kind, rows) in columns.items()}
        )
        for name, columns in made.items()
    }
