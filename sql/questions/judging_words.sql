-- What:  Whether something bad was said at a step, by a rating or the tone of a text.
-- Grain: one row per step at which anything was said
-- Key:   journey_key, step_no
-- Reads: identity.person_tones, journeys.placed_events
-- Rule:  as in journeys.judged_steps; bad is the worst of $bad_emotion or less
-- Order: journey_key, step_no

with

words as (
    select
        journey_key,
        step_no,
        emotion
    from journeys.placed_events
    where emotion is not null
    union all
    select
        events.journey_key,
        events.step_no,
        tones.tone as emotion
    from journeys.placed_events as events
    inner join identity.person_tones as tones
        on
            events.owner_key = tones.person_key
            and events.person_event_no = tones.person_event_no
)

select
    journey_key,
    step_no,
    min(emotion) <= $bad_emotion as is_bad
from words
group by journey_key, step_no
order by journey_key, step_no
