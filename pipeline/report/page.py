"""Put the page together from the rows of the marts.

In:     Marts
Out:    Page
Units:  as in `model`
Errors: UnbalancedFlowsError from the Sankey
Source: -
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.report.boundaries import cuts_of
from pipeline.report.channels import channels_of, touchpoints_of
from pipeline.report.credit import credits_of
from pipeline.report.drop_offs import drop_offs_of
from pipeline.report.funnels import funnels_of
from pipeline.report.handoffs import changes_of
from pipeline.report.identity import identity_of
from pipeline.report.instead import handoff_kinds_of, instead_of
from pipeline.report.journey_map import MapRows, hidden_ways, map_of
from pipeline.report.model import Definition, Journey, Outcome, Page, Run, VisitRules
from pipeline.report.paths import routes_of, steps_of
from pipeline.report.personas import PersonaRows, persona_maps_of, personas_of
from pipeline.report.plans import plans_of
from pipeline.report.quality import quality_of
from pipeline.report.rates import Rate, rate
from pipeline.report.read import Marts, Row, Rows
from pipeline.report.timing import timing_of
from pipeline.report.trend import trend_of
from pipeline.report.unusual import pieces_of

_KINDS = ("reached", "end", "open", "ended")
_OWN_NAMES = {"reached", "open", "ended"}


def build_page(marts: Marts, *, language: str | None = None) -> Page:
    """Build every part; `language` wins over the run's own."""
    touchpoints = touchpoints_of(marts.touchpoints)
    channels = channels_of(touchpoints, marts.moves)
    order = {"channel": tuple(name for name, _ in channels)}
    return Page(
        run=run_of(marts.run, marts.totals, language),
        journeys=tuple(_journey(row, marts, order) for row in marts.definitions),
        identity=identity_of(marts),
        quality=quality_of(marts),
        personas=personas_of(
            marts.persona_people, marts.persona_traits, small=marts.run["small_cell_k"]
        ),
        touchpoints=touchpoints,
        channels=channels,
    )


def run_of(run: Row, totals: Row, language: str | None) -> Run:
    """What was run; `language` wins over its own."""
    return Run(
        version=run["version"],
        config_hash=run["config_hash"],
        input_hash=run["input_hash"],
        as_of_at=run["as_of_at"],
        first_event_at=run["first_event_at"],
        last_event_at=run["last_event_at"],
        timezone=run["timezone"],
        language=language or run["language"],
        currency=run["currency"],
        visits=_visit_rules(run),
        small_cell_k=run["small_cell_k"],
        people=totals["people"],
        sessions=totals["sessions"],
        events=totals["events"],
    )


def _visit_rules(run: Row) -> VisitRules:
    length = run["session_length_s"]
    return VisitRules(
        gap_s=float(run["session_gap_s"]),
        gap_ends=run["session_gap_ends"],
        midnight=run["session_midnight"],
        campaign=run["session_campaign"],
        max_length_s=None if length is None else float(length),
        begins=run["session_begins"],
        ends=run["session_ends"],
    )


def _definition(row: Row) -> Definition:
    timeout = row["timeout_s"]
    return Definition(
        name=row["journey"],
        objective=row["objective"],
        protagonist=row["protagonist"],
        boundary=row["boundary"],
        case_type=row["case_type"],
        timeout_s=None if timeout is None else float(timeout),
        repeats=row["repeats"],
        start=row["start_touchpoints"],
        goal=row["goal_touchpoints"],
        ends=row["end_touchpoints"],
    )


def _journey(row: Row, marts: Marts, order: Mapping[str, tuple[str, ...]]) -> Journey:
    name, small = row["journey"], marts.run["small_cell_k"]
    start = next(iter(_only(marts.starts, name)), _NO_START)
    outcomes = _outcomes(_only(marts.outcomes, name))
    by_kind = {kind: sum(o.journeys for o in outcomes if o.kind == kind) for kind in _KINDS}
    decided = start["journeys"] - by_kind["open"]
    drop_offs = drop_offs_of(
        _only(marts.drop_offs, name),
        small=small,
        stage_of={row["touchpoint"]: row["stage"] for row in marts.touchpoints},
    )
    return Journey(
        definition=_definition(row),
        journeys=start["journeys"],
        people=start["people"],
        decided=decided,
        median_duration_s=start["median_duration_s"],
        goal=rate(by_kind["reached"], decided),
        outcomes=outcomes,
        worst=next((drop for drop in drop_offs.rows if drop.ended), None),
        trend=trend_of(_only(marts.trend, name), small=small),
        steps=steps_of(
            _only(marts.flows, name),
            _only(marts.paths, name),
            small=small,
            max_steps=marts.run["max_steps"],
        ),
        routes=routes_of(_only(marts.routes, name), _only(marts.route_totals, name), small=small),
        drop_offs=drop_offs,
        timing=timing_of(_only(marts.incidences, name), small=small),
        funnels=funnels_of(_only(marts.funnels, name), marts.funnel_groups, small=small),
        unusual=pieces_of(_only(marts.unusual_routes, name), small=small),
        plans=plans_of(_only(marts.conformance, name), small=small),
        cuts=cuts_of(_only(marts.boundaries, name)),
        credits=credits_of(_only(marts.attribution, name), small=small),
        changes=changes_of(_only(marts.moves, name), _only(marts.handoffs, name), order, small),
        handoff_kinds=handoff_kinds_of(_only(marts.handoff_kinds, name), small=small),
        instead=instead_of(_only(marts.destinations, name), small=small),
        **_maps(marts, name, start["people"], rate(by_kind["ended"], decided)),
    )


_NO_START: Mapping[str, Any] = {"journeys": 0, "people": 0, "median_duration_s": None}


def _maps(marts: Marts, name: str, people: int, lost: Rate) -> dict[str, Any]:
    """The map of everybody and those of the personas, with one axis of emotion for all of them."""
    small, rows = marts.run["small_cell_k"], _map_rows(marts, name)
    whole = map_of(rows, people=people, lost=lost, small=small)
    hidden = hidden_ways(rows.stages, small)
    personas = persona_maps_of(_persona_rows(marts, name), whole, hidden, small=small)
    end = max([whole.emotion.end, *(one.emotion.end for one in personas.maps)])
    maps = tuple(replace(one, emotion=replace(one.emotion, end=end)) for one in personas.maps)
    return {
        "map": replace(whole, emotion=replace(whole.emotion, end=end)),
        "personas": replace(personas, maps=maps),
    }


def _map_rows(marts: Marts, name: str) -> MapRows:
    return MapRows(
        stages=_only(marts.stages, name),
        moves=_only(marts.stage_moves, name),
        contacts=_only(marts.stage_contacts, name),
        handoffs=_only(marts.stage_handoffs, name),
        emotion=_only(marts.emotion, name),
        pains=_only(marts.pain_points, name),
        moments=_only(marts.moments_of_truth, name),
        opportunities=_only(marts.opportunities, name),
    )


def _persona_rows(marts: Marts, name: str) -> PersonaRows:
    return PersonaRows(
        totals=_only(marts.personas, name),
        stages=_only(marts.persona_stages, name),
        contacts=_only(marts.persona_contacts, name),
        emotion=_only(marts.persona_emotion, name),
        pains=_only(marts.persona_pain_points, name),
    )


def _only(rows: Rows, journey: str) -> Rows:
    return tuple(row for row in rows if row["journey"] == journey)


def _outcomes(rows: Rows) -> tuple[Outcome, ...]:
    total = sum(row["journeys"] for row in rows)
    outcomes = [
        Outcome(
            name=row["outcome"],
            kind=row["outcome"] if row["outcome"] in _OWN_NAMES else "end",
            journeys=row["journeys"],
            share=row["journeys"] / total,
        )
        for row in rows
    ]
    return tuple(sorted(outcomes, key=lambda outcome: (_KINDS.index(outcome.kind), outcome.name)))
