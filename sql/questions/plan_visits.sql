-- What:  The visits of the journeys of one plan to its steps, and to what is no part of it.
-- Grain: one row per journey and step
-- Key:   journey_key, place
-- Reads: journeys.placed_events, journeys.plan_places
-- Rule:  place is the number of the step in the journey; step_no that of the step of the plan, 0 at
--        what is forbidden or has been added. In no order, because there may be millions and they
--        mostly lie as they are needed

select
    events.journey_key,
    cast(events.step_no as integer) as place,
    cast(events.touchpoint_no as integer) as touchpoint_no,
    cast(places.step_no as smallint) as step_no,
    places.role = 'forbidden' as is_forbidden
from journeys.placed_events as events
inner join journeys.plan_places as places
    on events.journey_no = places.journey_no and events.touchpoint_no = places.touchpoint_no
where events.begins_step = 1 and places.plan_no = $plan_no
