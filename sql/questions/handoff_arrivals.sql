-- What:  The step at which the first handoff of each kind arrived in each journey.
-- Grain: one row per journey definition, handoff and journey
-- Key:   journey_no, kind, from_value, to_value, journey_key
-- Reads: journeys.handoffs, journeys.placed_events
-- Rule:  changes of the agent are left out, since they would judge people. change_no numbers the
--        handoffs in the order of their names.
-- Order: change_no, journey_key

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
)

select
    firsts.change_no,
    changes.journey_no,
    changes.kind,
    changes.from_place as from_value,
    changes.to_place as to_value,
    firsts.journey_key,
    events.step_no
from firsts
inner join changes on firsts.change_no = changes.change_no
inner join journeys.placed_events as events
    on firsts.journey_key = events.journey_key and firsts.event_no = events.event_no
order by firsts.change_no, firsts.journey_key
