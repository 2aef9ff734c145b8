-- What:  The events of the journeys of one definition, every one a step.
-- Grain: one row per journey and event
-- Key:   unit_key, pos
-- Reads: journeys.journey_events, journeys.journeys
-- Rule:  as path_from_journeys, with no repeats collapsed

select
    steps.journey_key as unit_key,
    steps.event_no as pos,
    steps.person_key,
    steps.touchpoint,
    steps.occurred_us,
    steps.occurred_us as last_us,
    1 as events,
    steps.channel,
    steps.device,
    steps.department,
    steps.agent,
    journeys.outcome,
    cast(null as varchar) as next_touchpoint,
    cast(null as bigint) as next_us
from journeys.journey_events as steps
inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
where steps.journey_no = $journey_no
