-- What:  The steps of the journeys of one definition.
-- Grain: one row per journey and step
-- Key:   unit_key, pos
-- Reads: journeys.journeys, journeys.steps
-- Rule:  the next step is known already, so that nothing need be sorted

select
    steps.journey_key as unit_key,
    steps.step_no as pos,
    steps.person_key,
    steps.touchpoint,
    steps.occurred_us,
    epoch_us(steps.last_at) as last_us,
    steps.events,
    steps.channel,
    steps.device,
    steps.department,
    steps.agent,
    journeys.outcome,
    steps.next_touchpoint,
    steps.next_us
from journeys.steps as steps
inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
where steps.journey_no = $journey_no
