-- What:  What customers wrote at each touchpoint when they felt bad, the first few hundred of each.
-- Grain: one row per journey definition, touchpoint and event
-- Key:   journey_no, touchpoint_no, event_id
-- Reads: identity.person_tones, journeys.placed_events, staging.events
-- Rule:  texts of customers with a tone of $bad_emotion or less, at the touchpoint of their event;
--        never texts of ours. people counts everybody who wrote one there.
-- Order: event_id

with

negative as (
    select
        events.journey_no,
        events.touchpoint_no,
        tones.event_id,
        events.person_key,
        tones.tone,
        row_number() over (
            partition by events.journey_no, events.touchpoint_no order by tones.event_id
        ) as place
    from journeys.placed_events as events
    inner join identity.person_tones as tones
        on
            events.owner_key = tones.person_key
            and events.person_event_no = tones.person_event_no
    where tones.tone <= $bad_emotion
),

crowds as (
    select
        journey_no,
        touchpoint_no,
        count(distinct person_key) as people
    from negative
    group by journey_no, touchpoint_no
)

select
    negative.journey_no,
    negative.touchpoint_no,
    crowds.people,
    negative.tone,
    events.text
from negative
inner join crowds
    on
        negative.journey_no = crowds.journey_no
        and negative.touchpoint_no = crowds.touchpoint_no
inner join staging.events as events on negative.event_id = events.event_id
where negative.place <= 300
order by negative.journey_no, negative.touchpoint_no, negative.place
