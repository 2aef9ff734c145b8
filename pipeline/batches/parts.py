"""Make the rows of some people again, by the same SELECTs, in place of the former ones.

In:     models whose header says `Local: COLUMN`: every row depends on rows of one person only, or
        on the people of one journey, and on tables that tell the same of everybody else
Out:    those tables, with the rows of the people of a batch as a whole build would make them
Errors: JourneysError naming the table whose SELECT fails
Note:   the SELECTs run in a database aside, which shows them nobody else's rows. Where a table
        that they read tells something new of others, all rows are made
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import product

from pipeline.batches import delivered, joining, people
from pipeline.batches.arrivals import Arrivals
from pipeline.batches.delivered import Delivered
from pipeline.batches.formers import COMPARED, NUMBERED, former, keep_formers
from pipeline.batches.joining import Joining
from pipeline.batches.moving import MOVING, READ_BEFORE, Moving
from pipeline.batches.ownership import Ownership
from pipeline.batches.people import PEOPLE, SCHEMA, find_people
from pipeline.batches.showing import Showing
from pipeline.checks import CheckResult
from pipeline.engine.face import Engine, TableName
from pipeline.models import Model
from pipeline.questions.contact_tables import CONTACTS, MOVE_COUNTS, build_moves
from pipeline.questions.opportunity_tables import MOMENTS
from pipeline.questions.step_tables import REST
from pipeline.sqlfiles import sql_text
from pipeline.walks.tables import CHANGES, CONTACT_READS, WALKS

# Beyond it two rows cost what all rows cost.
MOST_OF_ALL = 0.3
_EVENTS, _PERSONS = TableName("identity", "person_events"), TableName("identity", "persons")
# The tables that hold which values of a column belong to the people of a batch.
KEPT_IN = {
    "person_key": PEOPLE,
    "person_id": TableName(SCHEMA, "person_ids"),
    "journey_key": TableName(SCHEMA, "journeys"),
}
# What a changed row of these means to somebody is among what batch.people is found by.
FOUND_BY = frozenset(
    TableName(schema, table)
    for schema, table in (
        ("identity", "bundle_identifiers"),
        ("identity", "event_bundles"),
        ("identity", "person_events"),
        ("identity", "person_tones"),
        ("identity", "persons"),
        ("journeys", "kinds"),
        ("journeys", "outcomes"),
        ("journeys", "places"),
        ("journeys", "roles"),
        ("staging", "data_window"),
        ("staging", "event_kinds"),
        ("staging", "event_tones"),
    )
)
# Of these it is known what they were.
_KEPT = frozenset((*NUMBERED, *COMPARED))
# These are compared when somebody reads them: rows of others that changed, one by one.
LOOKED_AT = {
    TableName("journeys", "map_places"): "moved_places",
    TableName("journeys", "personas"): "moved_personas",
}

# What Python makes of the rows of some people as of all, and what it reads beside what its model
# reads: contacts are found by whoever counts them.
_BUILT: Mapping[TableName, Callable[[Engine], None]] = {**WALKS, MOVE_COUNTS: build_moves}
_BUILT_OF = dict.fromkeys(_BUILT, frozenset[TableName]()) | dict.fromkeys(
    (CHANGES, MOVE_COUNTS), frozenset(CONTACT_READS)
)

Whole = Callable[[], None]


@dataclass
class Batch:
    """What is known of a batch while it is built; `reason` says why all people are made again."""

    now: Showing
    before: Showing
    arrivals: Arrivals
    joining: Joining
    ownership: Ownership
    models: Mapping[TableName, Model]
    reason: str | None = None
    people: int = 0
    of_people: int = 0
    tables: list[TableName] = field(default_factory=list)
    checked: dict[str, CheckResult] = field(default_factory=dict)
    _whole: set[TableName] = field(default_factory=set)

    @cached_property
    def _read_before(self) -> frozenset[TableName]:
        """Of which tables SELECTs read what they were."""
        own = (model.reads for model in self.models.values() if _needs_before(model))
        return frozenset().union(*own)

    def __str__(self) -> str:
        """Of whom rows were made, in words."""
        if self.reason is not None:
            return f"for all people: {self.reason}"
        return f"for {self.people:,} of {self.of_people:,} people"

    def find(self, engine: Engine) -> None:
        """Tell whom the batch touches, and show them to the database aside."""
        self.arrivals.compare(engine)
        find_people(engine)
        self.people, self.of_people = engine.count(PEOPLE), engine.count(_PERSONS)
        if self.people > MOST_OF_ALL * self.of_people:
            self.reason = "it touches too many people"
            return
        for name in (_EVENTS, _PERSONS):
            engine.create_table(TableName(SCHEMA, name.table), sql_text(f"batch/{name.table}.sql"))
            self.now.show(engine, name, TableName(SCHEMA, name.table))

    def make(self, engine: Engine, model: Model, whole: Whole) -> None:
        """Make the rows of the people of the batch again, or the `whole` where they won't do."""
        if self._has_to_be_whole(engine, model.name, _reads_of(model), whole):
            return
        if model.name == CONTACTS:
            return  # they are found by whoever counts them
        for name in _reads_of(model):
            self.now.show(engine, name, name)
        _make_within(engine, self.now, model)
        if model.is_view:
            self._make_before(engine, model)
            return
        column = model.header["Local"]
        gone = KEPT_IN[column]
        if model.name in READ_BEFORE | self._read_before:
            engine.keep_rows(model.name, column, gone, self.before.database)
            self.before.seen.add(model.name)
        engine.take_rows(model.name, column, gone, self.now.database)

    def add(self, engine: Engine, model: Model, whole: Whole) -> None:
        """Take from sums over everybody what the people of the batch were, and add what they are.

        Or make the `whole` where that is not enough.
        """
        if self._has_to_be_whole(engine, model.name, _reads_of(model), whole):
            return
        self._show(engine, _reads_of(model))
        _make_within(engine, self.now, model)
        self._make_before(engine, model)
        engine.add_rows(model.name, model.adds, less=self.before.database, more=self.now.database)

    def move(self, engine: Engine, name: TableName, moving: Moving, whole: Whole) -> None:
        """The same of what Python counts."""
        if self._has_to_be_whole(engine, name, moving.reads, whole):
            return
        self._show(engine, moving.reads)
        with engine.within(self.before.database):
            before = moving.gather(engine)
        with engine.within(self.now.database):
            now = moving.gather(engine)
        if not moving.move(engine, before, now):
            self._make_whole(name, whole)

    def _show(self, engine: Engine, names: Collection[TableName]) -> None:
        """Let both databases aside see tables, as they were and as they are."""
        for name in names:
            self.now.show(engine, name, name)
            self.before.show(engine, name, former(name) if name in _KEPT else name)

    def _make_before(self, engine: Engine, model: Model) -> None:
        """Make the rows that the people of the batch had in the build before."""
        self._show(engine, _reads_of(model))
        _make_within(engine, self.before, model)

    def has_made_whole(self, names: Collection[TableName]) -> bool:
        """Whether any of these tables was made of all people."""
        return not self._whole.isdisjoint(names)

    def _has_to_be_whole(
        self, engine: Engine, name: TableName, reads: Collection[TableName], whole: Whole
    ) -> bool:
        """Whether a table is to be made of all people, which is done then."""
        if self.reason is None and not self._tells_of_others(engine, reads):
            return False
        self._make_whole(name, whole)
        return True

    def _make_whole(self, name: TableName, whole: Whole) -> None:
        self._whole.add(name)
        whole()

    def _tells_of_others(self, engine: Engine, reads: Collection[TableName]) -> bool:
        """Whether something that is read is new for others than the people of the batch."""
        if self.has_made_whole(reads):
            return True
        return any(
            engine.read(sql_text(f"batch/{LOOKED_AT[name]}.sql")).num_rows > 0
            for name in sorted(LOOKED_AT.keys() & reads)
        )


def _needs_before(model: Model) -> bool:
    """Whether it is made of what the people of the batch were, as of what they are."""
    return bool(model.adds) or (model.is_local and model.is_view)


def _reads_of(model: Model) -> frozenset[TableName]:
    """What it is made of in a batch."""
    if model.name in _BUILT:
        return (model.reads | _BUILT_OF[model.name]) - {CONTACTS}
    return model.reads


def _make_within(engine: Engine, aside: Showing, model: Model) -> None:
    """Make a table in a database aside, of the rows that are seen there."""
    if model.name in _BUILT:
        aside.make_by(engine, model.name, _BUILT[model.name])
    else:
        aside.make(engine, model.name, model.streamed or model.select)


def reads_of_batch(
    models: Mapping[TableName, Model], reads: Mapping[TableName, frozenset[TableName]]
) -> dict[TableName, frozenset[TableName]]:
    """What each table of a batch reads, given what it reads in any build."""
    some = {name for name, model in models.items() if model.is_local or model.adds}
    own = {
        name: on | {PEOPLE} if name in some | MOVING.keys() else on for name, on in reads.items()
    }
    own |= {name: own[name] | {read} for name, read in (delivered.READS | joining.READS).items()}
    own[REST] |= {MOMENTS}  # which makes it
    return own | {PEOPLE: frozenset(people.READS)}


def batch_makers(
    engine: Engine,
    models: Mapping[TableName, Model],
    key: bytes,
    batch: Batch,
    whole: Mapping[TableName, Callable[[], None]],
) -> dict[TableName, Callable[[], None]]:
    """How a batch makes what it does not make as any build does, which is in `whole`."""
    makers: dict[TableName, Callable[[], None]] = {
        name: partial(batch.make, engine, model, whole[name])
        for name, model in models.items()
        if model.is_local
    }
    makers |= {
        name: partial(batch.add, engine, model, whole[name])
        for name, model in models.items()
        if model.adds
    }
    makers |= {
        name: partial(batch.move, engine, name, moving, whole[name])
        for name, moving in MOVING.items()
    }
    makers |= {PEOPLE: partial(batch.find, engine)}
    makers |= batch.arrivals.delivered.makers(engine, whole)
    makers |= batch.arrivals.makers(engine) | batch.joining.makers(engine, models, key, whole)
    makers |= batch.ownership.makers(engine, whole)
    return makers | {former(name): lambda: None for name in NUMBERED}  # kept from the beginning


@contextmanager
def begun(engine: Engine, models: Mapping[TableName, Model]) -> Iterator[Batch]:
    """Keep what the build before left, and begin a batch; its databases aside go with the block."""
    keep_formers(engine)
    with ExitStack() as stack:
        asides = [Showing(stack.enter_context(engine.database_aside())) for _ in range(10)]
        # Two tables that are made at a time could else both make their schema, and one would fail.
        for aside, schema in product(asides, {name.schema for name in models}):
            with engine.within(aside.database):
                engine.create_schema(schema)
        now, before, fresh, added, concerned, numbered, named, followed, told, owned = asides
        arrivals = Arrivals(Delivered(fresh, models), added, concerned, models)
        ownership = Ownership(followed, told, owned, arrivals, models)
        yield Batch(now, before, arrivals, Joining(numbered, named, arrivals), ownership, models)
