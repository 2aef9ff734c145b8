-- What:  When, and by which kind of event, the journeys of one plan came to its steps.
-- Grain: one row per journey and step that is one of the plan
-- Key:   journey_key, place
-- Reads: journeys.placed_events, journeys.plan_places
-- Rule:  as in plan_visits

select
    events.journey_key,
    cast(events.step_no as integer) as place,
    cast(places.step_no as smallint) as step_no,
    cast(events.kind_no as integer) as kind_no,
    events.occurred_us
from journeys.placed_events as events
inner join journeys.plan_places as places
    on events.journey_no = places.journey_no and events.touchpoint_no = places.touchpoint_no
where events.begins_step = 1 and places.plan_no = $plan_no and places.step_no > 0
