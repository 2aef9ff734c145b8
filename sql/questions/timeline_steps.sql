-- What:  In which journeys and at which steps the events of one person are.
-- Grain: one row per event and journey
-- Key:   event_id, journey_id
-- Reads: identity.event_bundles, identity.person_events, journeys.journey_events,
--        journeys.journeys, journeys.steps
-- Rule:  a step takes as many events of its journey as it says, one step after the other
-- Order: step_no

with

own as (
    select
        people.person_key,
        people.person_event_no,
        events.event_id
    from identity.person_events as people
    inner join identity.event_bundles as events on people.event_key = events.event_key
    where people.person_key = $person_key
),

found as (
    select
        own.event_id,
        events.journey_key,
        events.event_no
    from journeys.journey_events as events
    inner join own
        on
            events.owner_key = own.person_key
            and events.person_event_no = own.person_event_no
),

concerned as (
    select distinct journey_key
    from found
),

ranges as (
    select
        steps.journey_key,
        steps.step_no,
        steps.events,
        sum(steps.events) over (
            partition by steps.journey_key
            order by steps.step_no
            rows between unbounded preceding and current row
        ) as last_event_no
    from journeys.steps as steps
    inner join concerned on steps.journey_key = concerned.journey_key
)

select
    found.event_id,
    journeys.journey,
    journeys.journey_id,
    ranges.step_no,
    journeys.outcome,
    found.event_no = journeys.events as is_last
from found
inner join journeys.journeys as journeys on found.journey_key = journeys.journey_key
inner join ranges
    on
        found.journey_key = ranges.journey_key
        and found.event_no <= ranges.last_event_no
        and found.event_no > ranges.last_event_no - ranges.events
order by found.event_id, journeys.journey_no, journeys.journey_key
