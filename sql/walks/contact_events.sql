-- What:  The events of journeys, in order, in numbers.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: config.journeys, journeys.placed_events
-- Order: journey_key, event_no

select
    events.journey_key,
    cast(events.event_no as integer) as event_no,
    events.occurred_us,
    cast(events.touchpoint_no as integer) as touchpoint_no,
    cast(events.kind_no as integer) as kind_no,
    definitions.repeats = 'keep' as keeps_repeats
from journeys.placed_events as events
inner join config.journeys as definitions on events.journey_no = definitions.journey_no
order by events.journey_key, events.event_no
