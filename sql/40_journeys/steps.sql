-- What:  The steps of every journey: its touchpoints, with repeats collapsed where asked for.
-- Kind:  view
-- Grain: one row per journey and step
-- Key:   journey_key, step_no
-- Reads: journeys.kinds, journeys.placed_events
-- Rule:  consecutive events of one touchpoint are one step with the time, channel, device,
--        department and agent of the first; repeats = "keep" makes every event a step. A step's
--        emotion is the mean of its ratings, its value the sum of its amounts; both are summed as
--        decimals, because a sum of doubles depends on the order of its terms. owner_key and
--        person_event_no tell the first event. What is not asked for of this view costs nothing.

with

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
    select
        touchpoint_no,
        max(touchpoint) as touchpoint
    from journeys.kinds
    group by touchpoint_no
)

select
    firsts.journey_key,
    firsts.step_no,
    firsts.journey_no,
    firsts.person_key,
    firsts.owner_key,
    firsts.person_event_no,
    timestamp_micros(firsts.occurred_us) as occurred_at,
    firsts.occurred_us,
    timestamp_micros(firsts.last_us) as last_at,
    firsts.events,
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
from journeys.placed_events as firsts
inner join journeys.kinds as kinds on firsts.kind_no = kinds.kind_no
left join touchpoints as next_touchpoints
    on firsts.next_touchpoint_no = next_touchpoints.touchpoint_no
left join others
    on firsts.journey_key = others.journey_key and firsts.step_no = others.step_no
where firsts.begins_step = 1
