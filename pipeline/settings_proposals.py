"""The settings of proposals as tables of the schema `config`.

In:     the table [proposals], and the sources with their `profile`
Out:    config.proposals (one row); config.profile_labels: source, part, label_no, path, the columns
        in which each source keeps names and postcodes, the first first; none when switched off
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from pipeline.config import Source
from pipeline.config.proposals import LABELS, Proposals
from pipeline.engine.face import TableName


def proposal_settings(proposals: Proposals, sources: Iterable[Source]) -> dict[TableName, pa.Table]:
    """Both tables.

    >>> tables = proposal_settings(Proposals(), [])
    >>> tables[TableName("config", "proposals")].to_pylist()
    [{'enabled': False, 'threshold': 0.99}]
    """
    rows = [row for source in sources for row in _labels(source)] if proposals.enabled else []
    kinds = {"source": pa.string(), "part": pa.string(), "label_no": pa.int64()}
    kinds |= {"path": pa.string()}
    schema = pa.schema(list(kinds.items()))
    return {
        TableName("config", "proposals"): pa.table(
            {"enabled": [proposals.enabled], "threshold": [proposals.threshold]}
        ),
        TableName("config", "profile_labels"): pa.Table.from_pylist(rows, schema=schema),
    }


def _labels(source: Source) -> Iterable[dict[str, object]]:
    """What the source names itself stands in place of what its format is known to have."""
    known: dict[str, Sequence[str]] = dict(LABELS.get(source.format, {}))
    known |= {part: (label,) for part, label in source.profile.items()}
    for part, labels in known.items():
        for number, label in enumerate(labels, start=1):
            path = f"$['{label}']"
            yield {"source": source.name, "part": part, "label_no": number, "path": path}
