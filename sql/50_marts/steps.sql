-- What:  The steps of every journey, as analysts read them.
-- Kind:  view
-- Grain: one row per journey and step
-- Key:   journey_id, step_no
-- Reads: config.touchpoint_rules, identity.event_bundles, identity.person_events,
--        journeys.journeys, journeys.steps
-- Rule:  what is not asked for of this view costs nothing; event_id is looked up

with

meanings as (
    select
        touchpoint,
        max(stage) as stage,
        max(moment) as moment
    from config.touchpoint_rules
    group by touchpoint
),

ids as (
    select
        people.person_key,
        people.person_event_no,
        min(events.event_id) as event_id
    from identity.person_events as people
    inner join identity.event_bundles as events on people.event_key = events.event_key
    group by people.person_key, people.person_event_no
)

select
    journeys.journey_id,
    journeys.journey,
    steps.step_no,
    ids.event_id,
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
left join ids on steps.owner_key = ids.person_key and steps.person_event_no = ids.person_event_no
