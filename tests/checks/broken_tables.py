"""Who is who, journeys, steps and sums, broken in every way that a promise about them forbids.

In:     nothing
Out:    TABLES: the promise, what is done to it, and how
"""

from __future__ import annotations

TABLES = [
    (
        "every_event_has_one_person",
        "nobody",
        "delete from identity.person_events",
    ),
    (
        "every_event_has_one_person",
        "two people",
        "insert into identity.person_events by name from identity.person_events limit 1",
    ),
    (
        "every_event_has_one_person",
        "an event that nobody delivered",
        "update identity.person_events set event_key = -1",
    ),
    (
        "every_file_is_accounted_for",
        "a row got lost",
        "update raw.files set rows_kept = rows_kept - 1",
    ),
    (
        "every_file_is_accounted_for",
        "a reject is not on record",
        "update raw.files set rows_kept = rows_kept - 1, rows_rejected = 1",
    ),
    (
        "every_file_is_accounted_for",
        "a reject too many is on record",
        "insert into raw.rejects select source, path, 1, 'why', '', now(), file_id from raw.files",
    ),
    (
        "expected_drop_offs_are_as_many_as_there_were",
        "more expected",
        "update marts.drop_offs set expected = expected + 0.5",
    ),
    (
        "flows_balance_at_every_step",
        "one journey more",
        "update marts.flows set journeys = journeys + 1 where step_no = 1",
    ),
    ("flows_balance_at_every_step", "nobody leaves", "delete from marts.flows where step_no = 2"),
    ("flows_balance_at_every_step", "nobody arrives", "delete from marts.flows where step_no = 0"),
    (
        "identifiers_seen_together_are_one_person",
        "torn apart",
        "update identity.components set component_no = identifier_no",
    ),
    (
        "identifiers_seen_together_are_one_person",
        "no person on the left",
        "delete from identity.components using identity.links where identifier_no = left_no",
    ),
    (
        "identifiers_seen_together_are_one_person",
        "no person on the right",
        "delete from identity.components using identity.links where identifier_no = right_no",
    ),
    (
        "identifiers_seen_together_are_one_person",
        "refused, and one person all the same",
        "insert into identity.refusals by name select left_no, right_no from identity.links",
    ),
    (
        "journeys_have_their_steps",
        "a step is missing",
        "delete from journeys.placed_events where step_no = 2",
    ),
    (
        "journeys_have_their_steps",
        "a journey without steps",
        "insert into journeys.journeys by name select -1 as journey_key, 1 as steps",
    ),
    (
        "journeys_have_their_steps",
        "steps without a journey",
        "insert into journeys.placed_events by name select -1 as journey_key, 1 as begins_step",
    ),
    (
        "outcomes_follow_the_touchpoints",
        "a goal is overlooked",
        "update journeys.journeys set outcome = 'open' where outcome = 'reached'",
    ),
    (
        "outcomes_follow_the_touchpoints",
        "a competing end passes for the goal",
        "update journeys.journeys set outcome = 'reached' where outcome = 'cancelled'",
    ),
    (
        "outcomes_follow_the_touchpoints",
        "a goal out of nothing",
        "update journeys.journeys set outcome = 'reached' where outcome = 'open'",
    ),
    (
        "outcomes_follow_the_touchpoints",
        "open after its timeout",
        "update journeys.journeys set outcome = 'open' where outcome = 'ended'",
    ),
    (
        "outcomes_follow_the_touchpoints",
        "ended before its timeout",
        "update journeys.journeys set outcome = 'ended' where outcome = 'open'",
    ),
    (
        "pieces_are_of_the_steps",
        "one piece more",
        "update journeys.pieces set passages = passages + 1",
    ),
    ("pieces_are_of_the_steps", "no piece", "delete from journeys.pieces"),
    (
        "plans_add_up",
        "a journey in two states",
        "update marts.conformance set journeys = journeys + 1 where kind = 'open'",
    ),
    ("plans_add_up", "no state", "delete from marts.conformance"),
    (
        "rates_lie_in_their_interval",
        "more ended than were at risk",
        "update marts.drop_offs set ended = at_risk + 1",
    ),
    (
        "rates_lie_in_their_interval",
        "less than none",
        "update marts.drop_offs set rate = -1, rate_low = -1",
    ),
    (
        "rates_lie_in_their_interval",
        "more than all",
        "update marts.drop_offs set rate = 2, rate_high = 2",
    ),
    ("rates_lie_in_their_interval", "below", "update marts.drop_offs set rate_low = rate + 0.1"),
    ("rates_lie_in_their_interval", "above", "update marts.drop_offs set rate_high = rate - 0.1"),
    ("routes_are_the_steps", "a route is missing", "delete from journeys.routes where steps = 1"),
    (
        "routes_are_the_steps",
        "the shares stop early",
        "update journeys.routes set cumulative_share = 0.5",
    ),
    ("routes_are_the_steps", "a step too many", "update journeys.routes set steps = steps + 1"),
    (
        "sessions_end_at_the_gap",
        "a long silence inside",
        "update sessions.session_events set visit_us = 0",
    ),
    (
        "sessions_end_at_the_gap",
        "a session cut without a silence",
        "update sessions.session_events set visit_us = occurred_us where event_no > 1",
    ),
    (
        "sessions_end_at_the_gap",
        "back in time",
        "update sessions.session_events set event_no = -event_no",
    ),
    *(
        ("personas_add_up", f"one more in {table}", f"update marts.{table} set {way} = {way} + 1")  # noqa: S608
        for table, way in (
            ("persona_stages", "people"),
            ("persona_stages", "went_on"),
            ("persona_stage_contacts", "contacts"),
            ("personas", "ended"),
        )
    ),
    *(
        ("stages_add_up", f"one more {way}", f"update marts.stages set {way} = {way} + 1")  # noqa: S608
        for way in ("journeys", "went_on", "contacts")
    ),
    *(
        (
            "stages_add_up",
            f"other {way}",
            f"update marts.stages set {way} = {way} + 1, went_on = went_on - 1",  # noqa: S608
        )
        for way in ("reached", "ended", "open", "other_ends")
    ),
    ("stages_add_up", "no stage", "delete from marts.stages"),
    (
        "stages_add_up",
        "more in than out",
        "update marts.stage_moves set moves = moves + 1 where from_stage = '(start)'",
    ),
    (
        "stages_add_up",
        "contacts of one kind get lost",
        "delete from marts.stage_contacts where kind = 'device'",
    ),
    (
        "steps_are_numbered_in_time",
        "a number is left out",
        "delete from journeys.placed_events where step_no = 1",
    ),
    (
        "steps_are_numbered_in_time",
        "back in time",
        "update journeys.placed_events set occurred_us = 0 where step_no = 2",
    ),
    ("sums_agree", "a sum does not agree", "update marts.reconciliation set ok = false"),
    *(
        (
            "the_chosen_policy_is_the_one_counted",
            f"other {column}",
            f"update marts.identity_sensitivity set {column} = {column} + 1",  # noqa: S608
        )
        for column in ("people", "journeys", "reached", "ended", "open", "handoffs")
    ),
    *(
        (
            "the_chosen_policy_is_the_one_counted",
            f"other {column} in all",
            f"update marts.identity_policies set {column} = {column} + 1",  # noqa: S608
        )
        for column in ("people", "events", "moved_events")
    ),
    (
        "the_chosen_policy_is_the_one_counted",
        "no kind of journey",
        "delete from marts.identity_sensitivity",
    ),
    (
        "the_chosen_policy_is_the_one_counted",
        "no policy",
        "update marts.identity_policies set is_chosen = false",
    ),
    (
        "transitions_balance_at_every_touchpoint",
        "more in than out",
        "update marts.transitions set transitions = 9 where from_touchpoint = '(start)'",
    ),
    (
        "transitions_balance_at_every_touchpoint",
        "nobody leaves",
        "delete from marts.transitions where from_touchpoint = 'read'",
    ),
]
