-- What:  Journeys: one attempt of one person at one goal, and how it ended.
-- Grain: one row per journey
-- Key:   journey_key
-- Plain: journey_id
-- Reads: config.journeys, identity.persons, journeys.outcomes, journeys.placed_events,
--        staging.data_window
-- Local: person_key
-- Rule:  the first goal or competing end decides. Without one a journey is open while its last
--        event is not older than the timeout at the end of the data, and ended after that.

with

ends as (
    select
        events.journey_key,
        events.occurred_us,
        events.value,
        outcomes.outcome,
        row_number() over (partition by events.journey_key order by events.event_no) as place
    from journeys.placed_events as events
    inner join journeys.outcomes as outcomes
        on events.journey_no = outcomes.journey_no and events.outcome_no = outcomes.outcome_no
),

firsts as (
    select
        journey_key,
        journey_no,
        person_key,
        occurred_us as started_us,
        touchpoint_no as first_touchpoint_no
    from journeys.placed_events
    where event_no = 1
),

-- Few journeys begin at one instant: what tells them apart is asked of these alone.
instants as (
    select
        journey_no,
        person_key,
        started_us
    from firsts
    group by journey_no, person_key, started_us
    having count(*) > 1
),

places as (
    select
        firsts.journey_key,
        row_number() over (
            partition by firsts.journey_no, firsts.person_key, firsts.started_us
            order by firsts.journey_key
        ) as place
    from firsts
    inner join instants
        on
            firsts.journey_no = instants.journey_no
            and firsts.person_key = instants.person_key
            and firsts.started_us = instants.started_us
),

-- The last step of a journey tells how many came before, so that no event needs to be counted.
lasts as (
    select
        journey_key,
        journey_no,
        person_key,
        last_us as ended_us,
        event_no + events - 1 as events,
        step_no as steps,
        touchpoint_no as last_touchpoint_no
    from journeys.placed_events
    where begins_step = 1 and next_us is null
),

felt as (
    select
        journey_key,
        cast(avg(cast(emotion as decimal(12, 8))) as double) as emotion
    from journeys.placed_events
    where emotion is not null
    group by journey_key
),

spans as (
    select
        lasts.*,
        firsts.started_us,
        firsts.first_touchpoint_no,
        felt.emotion
    from lasts
    inner join firsts on lasts.journey_key = firsts.journey_key
    left join felt on lasts.journey_key = felt.journey_key
)

select
    spans.journey_key,
    md5(
        definitions.journey || '|' || persons.person_id || '|' || cast(spans.started_us as string)
        || '|' || cast(coalesce(places.place, 1) as string)
    ) as journey_id,
    definitions.journey,
    spans.journey_no,
    spans.person_key,
    timestamp_micros(spans.started_us) as started_at,
    timestamp_micros(spans.ended_us) as ended_at,
    spans.started_us,
    spans.ended_us,
    spans.events,
    spans.steps,
    spans.first_touchpoint_no,
    spans.last_touchpoint_no,
    coalesce(
        ends.outcome,
        case
            when data.as_of_us - spans.ended_us > definitions.timeout_us then 'ended' else 'open'
        end
    ) as outcome,
    (coalesce(ends.occurred_us, spans.ended_us) - spans.started_us) / 1000000.0 as duration_s,
    ends.value,
    spans.emotion
from spans
left join ends on spans.journey_key = ends.journey_key and ends.place = 1
left join places on spans.journey_key = places.journey_key
inner join config.journeys as definitions on spans.journey_no = definitions.journey_no
inner join identity.persons as persons on spans.person_key = persons.person_key
cross join staging.data_window as data
