-- What:  The steps of every journey: its touchpoints, with repeats collapsed where asked for.
-- Grain: one row per journey and step
-- Key:   journey_key, step_no
-- Reads: journeys.journeys, journeys.kinds, journeys.placed_events
-- Rule:  consecutive events of one touchpoint are one step with the time, channel, device,
--        department and agent of the first; repeats = "keep" makes every event a step. A step's
--        emotion is the mean of its ratings, its value the sum of its amounts; both are summed as
--        decimals, because a sum of doubles depends on the order of its terms.
-- Order: step_no

with

firsts as (
    select
        *,
        lead(touchpoint_no) over journey as next_touchpoint_no,
        lead(occurred_us) over journey as next_us,
        lead(event_no) over journey as next_event_no,
        lead(previous_us) over journey as next_previous_us
    from journeys.placed_events
    where begins_step = 1
    window journey as (partition by journey_key order by step_no)
),

-- What a step has beside its first event: few steps have any of it.
others as (
    select
        journey_key,
        step_no,
        sum(cast(value as decimal(18, 4))) as value,
        sum(cast(emotion as decimal(12, 8))) as emotion,
        count(emotion) as ratings
    from journeys.placed_events
    where begins_step = 0 and (value is not null or emotion is not null)
    group by journey_key, step_no
),

touchpoints as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
)

select
    firsts.journey_key,
    firsts.step_no,
    firsts.journey_no,
    firsts.person_key,
    firsts.event_id,
    timestamp_micros(firsts.occurred_us) as occurred_at,
    firsts.occurred_us,
    timestamp_micros(coalesce(firsts.next_previous_us, journeys.ended_us)) as last_at,
    coalesce(firsts.next_event_no, journeys.events + 1) - firsts.event_no as events,
    kinds.touchpoint,
    kinds.channel,
    kinds.device,
    kinds.department,
    kinds.agent,
    kinds.topic,
    case
        when coalesce(others.ratings, 0) = 0
            then cast(cast(firsts.emotion as decimal(12, 8)) as double)
        else
            cast(others.emotion + coalesce(cast(firsts.emotion as decimal(12, 8)), 0) as double)
            / (others.ratings + case when firsts.emotion is null then 0 else 1 end)
    end as emotion,
    case
        when others.value is null then cast(cast(firsts.value as decimal(18, 4)) as double)
        else
            cast(others.value + coalesce(cast(firsts.value as decimal(18, 4)), 0) as double)
    end as value,
    next_touchpoints.touchpoint as next_touchpoint,
    firsts.next_us
from firsts
inner join journeys.journeys as journeys on firsts.journey_key = journeys.journey_key
inner join journeys.kinds as kinds on firsts.kind_no = kinds.kind_no
left join touchpoints as next_touchpoints
    on firsts.next_touchpoint_no = next_touchpoints.touchpoint_no
left join others
    on firsts.journey_key = others.journey_key and firsts.step_no = others.step_no
