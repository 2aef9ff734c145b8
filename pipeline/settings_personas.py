"""The personas of the configuration as tables of the schema `config`.

In:     the tables [[persona]]; what sources call a channel
Out:    config.personas and config.persona_conditions
Units:  value in the currency of the orders
Errors: none
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from pipeline.config.personas import Persona
from pipeline.engine.face import TableName
from pipeline.settings_identity import like_pattern
from pipeline.settings_names import plain_name

_TEXT, _COUNT, _NUMBER = pa.string(), pa.int64(), pa.float64()
_PERSONAS = pa.schema(
    {
        "persona_no": _COUNT,
        "persona": _TEXT,
        "conditions": _COUNT,
        **dict.fromkeys(("at_least", "min_value", "max_value"), _NUMBER),
    }
)
_CONDITIONS = pa.schema([("persona_no", _COUNT), ("kind", _TEXT), ("pattern", _TEXT)])


def persona_tables(personas: Sequence[Persona]) -> dict[TableName, pa.Table]:
    """Both tables; `conditions` is how many kinds of names a persona asks for.

    >>> tables = persona_tables([Persona(name="shop", channels="store", told=["60*"])])
    >>> tables[TableName("config", "persona_conditions")].column("pattern").to_pylist()
    ['store', '60%']
    """
    rows = [
        {
            "persona_no": number,
            "persona": persona.name,
            "conditions": len(persona.conditions),
            **{name: getattr(persona, name) for name in ("at_least", "min_value", "max_value")},
        }
        for number, persona in enumerate(personas, start=1)
    ]
    conditions = [
        {"persona_no": number, "kind": kind, "pattern": like_pattern(plain_name(name))}
        for number, persona in enumerate(personas, start=1)
        for kind, names in persona.conditions.items()
        for name in dict.fromkeys(names)
    ]
    return {
        TableName("config", "personas"): pa.Table.from_pylist(rows, schema=_PERSONAS),
        TableName("config", "persona_conditions"): pa.Table.from_pylist(
            conditions, schema=_CONDITIONS
        ),
    }
