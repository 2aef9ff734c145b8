-- What:  How many people the policy in force finds, and how far they are other than the chosen.
-- Grain: one row
-- Key:   none, one row
-- Reads: chosen.pairs, config.identity_settings
-- Rule:  moved_people are people of the chosen policy who lose events to others

with

moves as (
    select
        person_key,
        max(case when is_same then 0 else 1 end) as is_moved
    from chosen.pairs
    where person_key is not null
    group by person_key
),

moved as (
    select cast(coalesce(sum(is_moved), 0) as bigint) as people
    from moves
),

counted as (
    select
        count(distinct other_key) as people,
        sum(case when other_key is null then 0 else events end) as events,
        sum(case when is_same then 0 else events end) as moved_events
    from chosen.pairs
)

select
    settings.policy,
    counted.people,
    cast(coalesce(counted.events, 0) as bigint) as events,
    moved.people as moved_people,
    cast(coalesce(counted.moved_events, 0) as bigint) as moved_events
from counted
cross join moved
cross join config.identity_settings as settings
