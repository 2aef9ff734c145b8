-- What:  What became of the visits at which a handoff arrived, and of all visits of the same
--        journeys to the same touchpoints, by what is held equal.
-- Grain: one row per journey definition, handoff, touchpoint, position and persona
-- Key:   journey_no, kind, from_value, to_value, touchpoint_no, position_no, persona_no
-- Reads: journeys.handoffs, journeys.judged_steps, journeys.placed_events
-- Rule:  a journey counts once for a handoff, with the first one of it. own are all visits of
--        journeys with the handoff: taken from those of everybody they leave the ones without it.
--        Changes of the agent are left out, since they would judge people.

with

-- Names are compared once, and numbers after that.
changes as (
    select
        journey_no,
        kind,
        from_place,
        to_place,
        row_number() over (order by journey_no, kind, from_place, to_place) as change_no
    from journeys.handoffs
    where kind <> 'agent'
    group by journey_no, kind, from_place, to_place
),

firsts as (
    select
        changes.change_no,
        handoffs.journey_key,
        min(handoffs.next_event_no) as event_no
    from journeys.handoffs as handoffs
    inner join changes
        on
            handoffs.journey_no = changes.journey_no
            and handoffs.kind = changes.kind
            and handoffs.from_place = changes.from_place
            and handoffs.to_place = changes.to_place
    group by changes.change_no, handoffs.journey_key
),

arrived as (
    select
        firsts.change_no,
        firsts.journey_key,
        events.step_no
    from firsts
    inner join journeys.placed_events as events
        on firsts.journey_key = events.journey_key and firsts.event_no = events.event_no
),

counted as (
    select
        arrived.change_no,
        steps.touchpoint_no,
        steps.position_no,
        steps.persona_no,
        count(*) as own,
        cast(sum(steps.is_lost) as bigint) as own_lost,
        cast(sum(steps.is_again) as bigint) as own_again,
        count(*) filter (where steps.step_no = arrived.step_no) as n,
        count(*) filter (where steps.step_no = arrived.step_no and steps.is_lost = 1) as lost,
        count(*) filter (where steps.step_no = arrived.step_no and steps.is_again = 1) as again
    from arrived
    inner join journeys.judged_steps as steps on arrived.journey_key = steps.journey_key
    where steps.is_open = 0
    group by arrived.change_no, steps.touchpoint_no, steps.position_no, steps.persona_no
)

select
    changes.journey_no,
    changes.kind,
    changes.from_place as from_value,
    changes.to_place as to_value,
    counted.touchpoint_no,
    counted.position_no,
    counted.persona_no,
    counted.own,
    counted.own_lost,
    counted.own_again,
    counted.n,
    counted.lost,
    counted.again
from counted
inner join changes on counted.change_no = changes.change_no
order by counted.change_no, counted.touchpoint_no, counted.position_no, counted.persona_no
