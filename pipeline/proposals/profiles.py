"""Proposals as a part of every build, when they are switched on: profiles in, names out again.

In:     identity.known_profiles (profile_no, source, identifier_no, name, email, phone, postcode);
        config.proposals (enabled, threshold)
Out:    identity.profiles: profile_no, source, identifier_no; identity.proposals. Both empty when
        proposals are switched off, or fewer than two sources know people
Errors: JourneysError naming the table whose SQL fails
Note:   names, and all that is made of them on the way, are dropped as soon as the pairs are found:
        after a build they are where they came in, in the schema raw, and nowhere else
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.engine.face import Engine, TableName
from pipeline.meaning.contacts import plain_text
from pipeline.proposals.propose import PROFILES, PROPOSALS, drop_workings, propose
from pipeline.proposals.tables import ProposalRules

_KNOWN = TableName("identity", "known_profiles")
_SETTINGS = TableName("config", "proposals")
# The first makes the second.
READS: dict[TableName, tuple[TableName, ...]] = {
    PROFILES: (_KNOWN, _SETTINGS),
    PROPOSALS: (PROFILES,),
}
_KEPT = ("profile_no", "source", "identifier_no")
_PROPOSED = pa.schema(
    [
        ("left_no", pa.int64()),
        ("right_no", pa.int64()),
        ("score", pa.float64()),
        ("probability", pa.float64()),
        ("reason", pa.string()),
    ]
)


def build_proposals(engine: Engine) -> None:
    """Fill identity.profiles and identity.proposals."""
    ((enabled, threshold),) = (
        row.values() for row in engine.read("from config.proposals").to_pylist()
    )
    known = engine.read("select * from identity.known_profiles where $on", {"on": enabled})
    if len(pc.unique(known.column("source"))) > 1:
        engine.put_table(PROFILES, _with_plain_names(known))
        propose(engine, ProposalRules(threshold=threshold))
        drop_workings(engine)
    else:
        engine.put_table(PROPOSALS, _PROPOSED.empty_table())
    engine.put_table(PROFILES, known.select(_KEPT))


def _with_plain_names(known: pa.Table) -> pa.Table:
    names = [plain_text(name) for name in known.column("name").to_pylist()]
    place = known.column_names.index("name")
    return known.set_column(place, "name", pa.array(names, pa.string()))
