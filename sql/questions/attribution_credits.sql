-- What:  In how many converting journeys a value stands where, for the rules that look at a journey
--        at a time.
-- Grain: one row per value, number of touches, number of different values and place
-- Key:   value_name, touches, values_touched, is_first, is_last, is_last_known, is_new
-- Reads: journeys.journeys, journeys.touches
-- Rule:  only journeys that reached the goal. is_last_known marks the last touch that is not direct
--        (the last of all where every one is), is_new the first touch of a value. decayed adds up
--        the shares by age: a touch weighs half as much as one that is $half_life_us younger. All
--        is summed as decimals, because a sum of doubles depends on the order of its terms.

with

touches as (
    select
        touches.journey_key,
        touches.event_no,
        touches.occurred_us,
        touches.value_name,
        list_contains($direct, touches.value_name) as is_direct,
        cast(journeys.value as decimal(18, 4)) as value
    from journeys.touches as touches
    inner join journeys.journeys as journeys on touches.journey_key = journeys.journey_key
    where
        touches.journey_no = $journey_no
        and touches.dimension = $by
        and journeys.journey_no = $journey_no
        and journeys.outcome = 'reached'
),

placed as (
    select
        *,
        count(*) over whole as touches,
        min(event_no) over whole as first_no,
        max(event_no) over whole as last_no,
        max(case when not is_direct then event_no end) over whole as known_no,
        max(occurred_us) over whole as last_us,
        row_number() over (partition by journey_key, value_name order by event_no) = 1 as is_new
    from touches
    window whole as (partition by journey_key)
),

aged as (
    select
        *,
        cast(power(0.5, (last_us - occurred_us) / $half_life_us) as decimal(19, 18)) as weight
    from placed
),

shared as (
    select
        *,
        sum(case when is_new then 1 else 0 end) over whole as values_touched,
        cast(
            cast(weight as double) / cast(sum(weight) over whole as double) as decimal(16, 15)
        ) as decayed
    from aged
    window whole as (partition by journey_key)
)

select
    value_name,
    touches,
    cast(values_touched as bigint) as values_touched,
    event_no = first_no as is_first,
    event_no = last_no as is_last,
    event_no = coalesce(known_no, last_no) as is_last_known,
    is_new,
    count(*) as journeys,
    count(value) as journeys_with_value,
    cast(coalesce(sum(value), 0) as double) as value,
    cast(sum(decayed) as double) as decayed,
    cast(
        coalesce(
            sum(cast(cast(decayed as double) * cast(value as double) as decimal(24, 8))), 0
        ) as double
    ) as decayed_value
from shared
group by
    value_name, touches, values_touched, is_first, is_last, is_last_known, is_new
order by value_name, touches, values_touched, is_first, is_last, is_last_known, is_new
