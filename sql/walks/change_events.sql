-- What:  The events of journeys in which a contact is elsewhere than the one before, in order.
-- Grain: one row per journey and event
-- Key:   journey_key, owner_key, person_event_no
-- Reads: journeys.contacts, journeys.placed_events
-- Order: journey_key, event_no

with

changing as (
    select distinct journey_key
    from journeys.contacts
    where next_event_no is not null
)

select
    events.journey_key,
    events.occurred_us,
    cast(events.kind_no as integer) as kind_no,
    events.person_key,
    events.owner_key,
    cast(events.person_event_no as integer) as person_event_no
from journeys.placed_events as events
inner join changing on events.journey_key = changing.journey_key
order by events.journey_key, events.event_no
