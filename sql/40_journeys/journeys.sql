-- What:  Journeys: one attempt of one person at one goal, and how it ended.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: config.journeys, identity.persons, journeys.journey_events, staging.data_window
-- Rule:  the first goal or competing end decides. Without one a journey is open while its last
--        event is not older than the timeout at the end of the data, and ended after that.

with

decided as (
    select
        *,
        min(case when outcome is not null then event_no end) over (partition by journey_key)
            as deciding_event_no
    from journeys.journey_events
),

spans as (
    select
        journey_key,
        journey_no,
        min(thread_key) as thread_key,
        min(person_key) as person_key,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        min(occurred_us) as started_us,
        max(occurred_us) as ended_us,
        count(*) as events,
        max(case when event_no = deciding_event_no then outcome end) as decided_outcome,
        max(case when event_no = deciding_event_no then occurred_us end) as decided_us,
        max(case when event_no = deciding_event_no then value end) as value,
        cast(avg(cast(emotion as decimal(12, 8))) as double) as emotion
    from decided
    group by journey_key, journey_no
)

select
    spans.journey_key,
    md5(
        definitions.journey || '|' || persons.person_id || '|' || cast(spans.started_us as string)
        || '|' || cast(
            row_number() over (
                partition by spans.journey_no, spans.person_key, spans.started_us
                order by spans.thread_key, spans.journey_key
            ) as string
        )
    ) as journey_id,
    definitions.journey,
    spans.journey_no,
    spans.person_key,
    spans.started_at,
    spans.ended_at,
    spans.started_us,
    spans.ended_us,
    spans.events,
    coalesce(
        spans.decided_outcome,
        case
            when data.as_of_us - spans.ended_us > definitions.timeout_us then 'ended' else 'open'
        end
    ) as outcome,
    (coalesce(spans.decided_us, spans.ended_us) - spans.started_us) / 1000000.0 as duration_s,
    spans.value,
    spans.emotion
from spans
inner join config.journeys as definitions on spans.journey_no = definitions.journey_no
inner join identity.persons as persons on spans.person_key = persons.person_key
cross join staging.data_window as data
