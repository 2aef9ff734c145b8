"""Moments of truth, pain points and opportunities, found in every build.

In:     the steps of all journeys, and what else the files sql/questions/*_strata.sql read
Out:    journeys.moments, journeys.pains, journeys.persona_pains, journeys.opportunities,
        journeys.explained_journeys
Units:  as in the marts of the same names
Errors: none; a definition in which nothing stands out has no opportunities
Rule:   what is specific comes first: handoffs, campaigns, long waits, days. The journeys these meet
        are explained, and touchpoints are compared again without them, so that nothing is found
        twice
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.finding_counts import (
    Counts,
    explained_journeys,
    read_counts,
    without_explained,
)
from pipeline.questions.findings import Finding, specific_findings, touchpoint_findings
from pipeline.questions.judged_visits import JudgedVisits
from pipeline.questions.moments import moments
from pipeline.questions.opportunities import Met, opportunities
from pipeline.questions.pain import pains, persona_pains
from pipeline.questions.quotes import read_quotes
from pipeline.questions.visit_strata import visits_at
from pipeline.sqlfiles import sql_text


def _names(*texts: str) -> tuple[TableName, ...]:
    return tuple(TableName.parse(text) for text in texts)


MOMENTS, PAINS, PERSONA_PAINS, OPPORTUNITIES, EXPLAINED = _names(
    *("journeys.moments", "journeys.pains", "journeys.persona_pains"),
    *("journeys.opportunities", "journeys.explained_journeys"),
)
READS: Mapping[TableName, tuple[TableName, ...]] = {
    MOMENTS: _names(
        *("config.failure_patterns", "config.journey_values", "config.journeys"),
        *("config.opportunity_settings", "config.settings", "config.touchpoint_costs"),
        *("journeys.handoffs", "journeys.journeys", "journeys.judged_steps", "journeys.kinds"),
        *("journeys.roles",),
        *("journeys.personas", "journeys.placed_events", "journeys.step_emotions"),
        *("journeys.steps", "journeys.touches", "marts.transitions", "staging.data_window"),
        *("identity.person_tones", "staging.event_kinds", "staging.events"),
        *("staging.stg_zendesk__users",),
    ),
    PAINS: (MOMENTS,),
    PERSONA_PAINS: (MOMENTS,),
    OPPORTUNITIES: (MOMENTS,),
    EXPLAINED: (MOMENTS,),
}
_AFFECTED = {  # the file that finds the journeys of a kind of finding, and what it asks for
    "handoff": ("by_handoff", ("journey_no", "dimension", "from_value", "to_value")),
    "wait": ("by_wait", ("journey_no", "touchpoint_no", "to_value", "wait_s")),
    "campaign": ("by_campaign", ("journey_no", "from_value")),
    "incident": ("by_incident", ("journey_no", "touchpoint_no", "first_date", "last_date")),
}
Places = Mapping[tuple[object, ...], str]
_KEYS = pa.schema([("journey_key", pa.int64()), ("step_no", pa.int64())])


def build_opportunities(engine: Engine, judged: JudgedVisits | None = None) -> None:
    """Make the five tables anew; the `judged` visits are read where they are not there."""
    (settings,) = engine.read("select * from config.opportunity_settings").to_pylist()
    limits = (settings["min_n"], settings["largest_q"])
    (fewest,) = engine.read("select small_cell_k from config.settings").column(0).to_pylist()
    _explain(engine, [])
    counts = read_counts(engine.read, judged)
    engine.put_table(MOMENTS, moments(counts, *limits))
    hurting = pains(counts, read_quotes(engine.read, fewest), *limits)
    engine.put_table(PAINS, hurting)
    engine.put_table(PERSONA_PAINS, persona_pains(counts, *limits))
    places = _places(engine, counts)
    specific = _met(engine, counts, places, specific_findings(counts, *limits))
    _explain(engine, specific)
    rest = without_explained(engine.read, counts) if specific else counts
    found_there = _that_lose_more(touchpoint_findings(rest, *limits), hurting)
    at_touchpoints = _met(engine, counts, places, found_there)
    worths = engine.read(sql_text("questions/journey_worths.sql")).to_pylist()
    found = opportunities([*specific, *at_touchpoints], {row["journey_no"]: row for row in worths})
    engine.put_table(OPPORTUNITIES, found)


def _that_lose_more(findings: Iterable[Finding], hurting: pa.Table) -> list[Finding]:
    """Without touchpoints that lose more only when what is explained is left out elsewhere, too."""
    more = {
        (row["journey_no"], row["touchpoint_no"])
        for row in hurting.to_pylist()
        if (row["excess_lost"] or 0.0) > 0
    }
    return [
        one
        for one in findings
        if one.subject.effect != "lost"
        or (one.subject.journey_no, one.subject.touchpoint_no) in more
    ]


def _explain(engine: Engine, met: Iterable[Met]) -> None:
    """Put down from which step on each journey met what was found; what it did before stays.

    Who switches has gone on: to leave out the steps before would leave those that did not.
    """
    none = np.zeros(0, np.int64)
    keys = np.concatenate([none, *(one.journeys for one in met)])
    steps = np.concatenate([none, *(one.steps for one in met)])
    order = np.lexsort((steps, keys))
    keys, steps = keys[order], steps[order]
    firsts = np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)]
    columns = {"journey_key": keys[firsts], "step_no": steps[firsts]}
    engine.put_table(EXPLAINED, pa.table(columns, schema=_KEYS))


def _met(engine: Engine, counts: Counts, places: Places, findings: Sequence[Finding]) -> list[Met]:
    """Whom each finding meets, and where it shows."""
    return [
        _meeting(finding, places.get(_place_key(finding)) or _touchpoint(counts, finding), rows)
        for finding, rows in zip(findings, _affected(engine, counts, findings), strict=True)
    ]


def _touchpoint(counts: Counts, finding: Finding) -> str | None:
    return counts.touchpoints.get(finding.subject.touchpoint_no)


def _meeting(finding: Finding, touchpoint: str | None, rows: pa.Table) -> Met:
    journeys, steps, people, lost = (
        rows.column(name).to_numpy() for name in ("journey_key", "step_no", "person_key", "is_lost")
    )
    harmed = journeys[lost == 1] if finding.subject.effect == "lost" else journeys
    # Sorted first: np.unique of so many numbers takes ten times as long by itself.
    customers = np.count_nonzero(np.diff(np.sort(people))) + min(len(people), 1)
    return Met(finding, touchpoint, journeys, steps, harmed, int(customers))


def _affected(engine: Engine, counts: Counts, findings: Sequence[Finding]) -> list[pa.Table]:
    """The journeys that each finding meets, their people, and the step at which they met it.

    All of a kind are asked for at once.
    """
    found = _at_touchpoints(engine, counts, findings)
    for kind, (file, names) in _AFFECTED.items():
        own = [number for number, one in enumerate(findings) if one.subject.kind == kind]
        if own:
            asked = {name: [_value(findings[number], name) for number in own] for name in names}
            text = sql_text(f"questions/affected_{file}.sql")
            rows = engine.read(text, {"finding_no": own, **asked})
            first = np.searchsorted(rows.column("finding_no").to_numpy(), [*own, len(findings)])
            parts = zip(own, first[:-1], first[1:], strict=True)
            found |= {number: rows.slice(begin, end - begin) for number, begin, end in parts}
    return [found[number] for number in range(len(findings))]


def _at_touchpoints(
    engine: Engine, counts: Counts, findings: Sequence[Finding]
) -> dict[int, pa.Table]:
    """The same of findings of a touchpoint, which are of visits that were counted."""
    explained = explained_journeys(engine.read)
    return {
        number: pa.table(visits_at(counts.judged, (one.journey_no, one.touchpoint_no), explained))
        for number, one in enumerate(finding.subject for finding in findings)
        if one.kind == "touchpoint" and counts.judged
    }


def _value(finding: Finding, name: str) -> object:
    """What the SELECT asks for under a name; days as texts."""
    if name in ("first_date", "last_date"):
        return str(getattr(finding, name))
    value: object = getattr(finding.subject, name)
    return value


def _place_key(finding: Finding) -> tuple[object, ...]:
    about = finding.subject
    return (about.journey_no, about.kind, about.dimension, about.from_value, about.to_value)


def _places(engine: Engine, counts: Counts) -> Places:
    """Where most handoffs of a kind arrive, and where most journeys of a campaign begin."""
    visits: dict[tuple[object, ...], dict[str, int]] = {}
    for row in counts.handoffs:
        key = (row["journey_no"], "handoff", row["kind"], row["from_value"], row["to_value"])
        touchpoint = counts.touchpoints[row["touchpoint_no"]]
        own = visits.setdefault(key, {})
        own[touchpoint] = own.get(touchpoint, 0) + row["n"]
    file = "questions/campaign_touchpoints.sql"
    for row in engine.read(sql_text(file)).to_pylist() if counts.campaigns else ():
        key = (row["journey_no"], "campaign", "", row["campaign"], "")
        visits.setdefault(key, {})[row["touchpoint"]] = row["journeys"]
    return {key: min(own, key=lambda name: (-own[name], name)) for key, own in visits.items()}
