-- What:  For each journey definition the lines of events in which its journeys are cut: a person's
--        whole history, or the events of one case.
-- Grain: one row per journey definition and event that takes part in it
-- Key:   journey_no, event_id
-- Reads: config.journey_touchpoints, config.journeys, identity.sightings,
--        journeys.touchpoint_events
-- Rule:  excluded touchpoints take no part; where the boundary is a case, neither do events without
--        that identifier

with

placed as (
    select
        definitions.journey_no,
        events.person_key as thread_key,
        events.event_id
    from journeys.touchpoint_events as events
    cross join config.journeys as definitions
    where definitions.boundary <> 'case'
    union all
    select
        definitions.journey_no,
        sightings.identifier_no as thread_key,
        sightings.event_id
    from identity.sightings as sightings
    inner join config.journeys as definitions on sightings.id_type = definitions.case_type
    where definitions.boundary = 'case'
),

roles as (
    select
        journey_no,
        touchpoint,
        max(case when role = 'start' then 1 else 0 end) as is_start,
        max(case when role = 'exclude' then 1 else 0 end) as is_excluded,
        max(outcome) as outcome
    from config.journey_touchpoints
    group by journey_no, touchpoint
)

select
    placed.journey_no,
    placed.thread_key,
    events.event_id,
    events.person_key,
    events.occurred_at,
    events.occurred_us,
    events.source_no,
    events.order_no,
    events.direction,
    events.touchpoint,
    events.channel,
    events.device,
    events.department,
    events.agent,
    events.topic,
    events.emotion,
    events.value,
    coalesce(roles.is_start, 0) as is_start,
    roles.outcome
from placed
inner join journeys.touchpoint_events as events on placed.event_id = events.event_id
left join roles
    on placed.journey_no = roles.journey_no and events.touchpoint = roles.touchpoint
where coalesce(roles.is_excluded, 0) = 0
