-- What:  The steps of every journey: its touchpoints, with repeats collapsed where asked for.
-- Grain: one row per journey and step
-- Key:   journey_key, step_no
-- Reads: config.journeys, journeys.journey_events
-- Rule:  consecutive events of one touchpoint are one step with the time, channel, device,
--        department and agent of the first; repeats = "keep" makes every event a step. A step's
--        emotion is the mean of its ratings, its value the sum of its amounts; both are summed as
--        decimals, because a sum of doubles depends on the order of its terms.
-- Order: event_no

with

marked as (
    select
        events.*,
        case
            when definitions.repeats = 'keep' then 1
            when
                lag(events.touchpoint) over (
                    partition by events.journey_key order by events.event_no
                ) = events.touchpoint
                then 0
            else 1
        end as begins_step
    from journeys.journey_events as events
    inner join config.journeys as definitions on events.journey_no = definitions.journey_no
),

numbered as (
    select
        *,
        sum(begins_step) over (
            partition by journey_key
            order by event_no
            rows between unbounded preceding and current row
        ) as step_no
    from marked
),

grouped as (
    select
        journey_key,
        cast(step_no as bigint) as step_no,
        min(journey_no) as journey_no,
        min(person_key) as person_key,
        max(case when begins_step = 1 then event_id end) as event_id,
        min(occurred_at) as occurred_at,
        min(occurred_us) as occurred_us,
        max(occurred_at) as last_at,
        count(*) as events,
        min(touchpoint) as touchpoint,
        max(case when begins_step = 1 then channel end) as channel,
        max(case when begins_step = 1 then device end) as device,
        max(case when begins_step = 1 then department end) as department,
        max(case when begins_step = 1 then agent end) as agent,
        max(case when begins_step = 1 then topic end) as topic,
        cast(avg(cast(emotion as decimal(12, 8))) as double) as emotion,
        cast(sum(cast(value as decimal(18, 4))) as double) as value
    from numbered
    group by journey_key, step_no
)

select
    *,
    lead(touchpoint) over (partition by journey_key order by step_no) as next_touchpoint,
    lead(occurred_us) over (partition by journey_key order by step_no) as next_us
from grouped
