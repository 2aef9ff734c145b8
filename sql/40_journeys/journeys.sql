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

spans as (
    select
        journey_key,
        journey_no,
        min(person_key) as person_key,
        min(occurred_us) as started_us,
        max(occurred_us) as ended_us,
        count(*) as events,
        max(step_no) as steps,
        max(case when event_no = 1 then touchpoint_no end) as first_touchpoint_no,
        max(case when begins_step = 1 and next_touchpoint_no is null then touchpoint_no end)
            as last_touchpoint_no,
        cast(avg(cast(emotion as decimal(12, 8))) as double) as emotion
    from journeys.placed_events
    group by journey_key, journey_no
)

select
    spans.journey_key,
    md5(
        definitions.journey || '|' || persons.person_id || '|' || cast(spans.started_us as string)
        || '|' || cast(
            row_number() over (
                partition by spans.journey_no, spans.person_key, spans.started_us
                order by spans.journey_key
            ) as string
        )
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
inner join config.journeys as definitions on spans.journey_no = definitions.journey_no
inner join identity.persons as persons on spans.person_key = persons.person_key
cross join staging.data_window as data
