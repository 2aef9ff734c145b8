-- What:  The steps of every journey, as analysts read them.
-- Grain: one row per journey and step
-- Key:   journey_id, step_no
-- Reads: config.touchpoint_rules, journeys.journeys, journeys.steps

with

meanings as (
    select
        touchpoint,
        max(stage) as stage,
        max(moment) as moment
    from config.touchpoint_rules
    group by touchpoint
)

select
    journeys.journey_id,
    journeys.journey,
    steps.step_no,
    steps.event_id,
    steps.occurred_at,
    steps.last_at,
    steps.events,
    steps.touchpoint,
    meanings.stage,
    meanings.moment,
    steps.channel,
    steps.device,
    steps.department,
    steps.agent,
    steps.topic,
    steps.emotion,
    steps.value
from journeys.steps as steps
inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
left join meanings on steps.touchpoint = meanings.touchpoint
