-- What:  The events that may belong to one of the candidates.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.candidates, identity.bundle_choices, identity.event_bundles, identity.owned_events,
--        identity.owner_timelines
-- Rule:  most events are passed over by the number of their combination; ids are compared of those
--        alone whose combination may be of one of them

with

chosen as (
    select choices.bundle_no
    from identity.bundle_choices as choices
    inner join batch.candidates as people on choices.person_key = people.person_key
),

owned as (
    select owned.event_id
    from identity.owned_events as owned
    inner join batch.candidates as people on owned.person_key = people.person_key
),

near as (
    select bundle_no
    from chosen
    union
    select timelines.bundle_no
    from identity.owner_timelines as timelines
    inner join owned on timelines.event_id = owned.event_id
),

events as (
    select events.*
    from identity.event_bundles as events
    inner join near on events.bundle_no = near.bundle_no
)

select
    events.event_id,
    events.bundle_no,
    events.kind_no,
    events.occurred_us,
    events.source_no,
    events.order_no,
    events.value,
    events.emotion
from events
left join chosen on events.bundle_no = chosen.bundle_no
left join owned on events.event_id = owned.event_id
where chosen.bundle_no is not null or owned.event_id is not null
