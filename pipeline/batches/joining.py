"""Join identifiers into people again where a batch has a part, and nowhere else.

In:     identity.components and refusals of the build before; identity.identifiers, links, aliases
        and cannot_links, as they are and as they were (former_...)
Out:    identity.components and refusals as a whole build makes them
Errors: JourneysError for overrides that contradict each other
Note:   the comparison of links is what counts, not what was delivered: a link is gone where one of
        its ends has become busy. Where an identifier may be gone, or all have other numbers, all
        is joined anew
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.batches.formers import IDENTIFIERS, former
from pipeline.engine.face import Engine, TableName
from pipeline.identity.components import COMPONENTS, build_components
from pipeline.identity.replay import replay_batch, replay_conflicts
from pipeline.sqlfiles import sql_text

_BROUGHT = tuple(
    TableName("identity", table) for table in ("new_identifiers", "new_links", "gone_links")
)
# What is compared with what it was.
READS = (
    IDENTIFIERS,
    *(TableName("identity", table) for table in ("links", "aliases", "cannot_links")),
)


@dataclass
class Joining:
    """Why all links were joined anew, if they were."""

    reason: str | None = None

    def join(self, engine: Engine, *, adds_only: bool) -> None:
        """Bring identity.components and refusals up to date; `adds_only` if nothing is gone."""
        if not adds_only:
            self.reason = "events of the build before may not be the same"
        elif engine.count(former(IDENTIFIERS)) == 0 < engine.count(COMPONENTS):
            self.reason = "identifiers were numbered anew"
        if self.reason is not None:
            build_components(engine)
            replay_conflicts(engine)
            return
        for name in _BROUGHT:
            engine.create_table(name, sql_text(f"batch/{name.table}.sql"))
        replay_batch(engine)
        for name in _BROUGHT:
            engine.drop_table(name)
