-- What:  How many customers each persona has in each kind of journey, how many journeys reach the
--        goal, and what they are worth.
-- Grain: one row per journey definition and persona
-- Key:   journey, persona
-- Reads: journeys.journeys, journeys.personas
-- Rule:  (none) are customers without a persona. The rate is reached / decided, decided are those
--        not open; its interval is Wilson's at 95 % (Wilson 1927), from 0 to 1 where none is
--        decided.
--        value is the sum of what the journeys are worth, valued how many of them have a value.

with

counted as (
    select
        journeys.journey,
        coalesce(personas.persona, '(none)') as persona,
        count(distinct journeys.person_key) as people,
        count(*) as journeys,
        cast(sum(case when journeys.outcome = 'reached' then 1 else 0 end) as bigint) as reached,
        cast(
            sum(case when journeys.outcome in ('reached', 'ended', 'open') then 0 else 1 end)
            as bigint
        ) as other_ends,
        cast(sum(case when journeys.outcome = 'ended' then 1 else 0 end) as bigint) as ended,
        cast(sum(case when journeys.outcome = 'open' then 1 else 0 end) as bigint) as open,
        count(journeys.value) as valued,
        cast(sum(cast(journeys.value as decimal(18, 4))) as double) as value
    from journeys.journeys as journeys
    left join journeys.personas as personas on journeys.person_key = personas.person_key
    group by journeys.journey, coalesce(personas.persona, '(none)')
),

rated as (
    select
        *,
        journeys - open as decided,
        reached / cast(nullif(journeys - open, 0) as double) as rate,
        cast(nullif(journeys - open, 0) as double) as n,
        3.841458820694124 as z2
    from counted
)

select
    journey,
    persona,
    people,
    journeys,
    reached,
    other_ends,
    ended,
    open,
    decided,
    rate,
    greatest(
        0.0,
        (rate + z2 / (2 * n) - sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
    ) as rate_low,
    least(
        1.0,
        (rate + z2 / (2 * n) + sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
    ) as rate_high,
    valued,
    value
from rated
