-- What:  Who passes each touchpoint of one definition, and how their journeys go out.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  a journey counts once at each touchpoint that it touches. value adds up the amounts at the
--        touchpoint itself, journeys_value the amounts of the journeys that pass it.

with

passed as (
    select
        journeys.journey_key,
        journeys.person_key,
        journeys.outcome,
        steps.touchpoint,
        cast(any_value(journeys.value) as decimal(18, 4)) as journey_value,
        sum(cast(steps.value as decimal(18, 4))) as value
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where journeys.journey = $journey
    group by journeys.journey_key, journeys.person_key, journeys.outcome, steps.touchpoint
)

select
    touchpoint,
    count(*) as journeys,
    count(distinct person_key) as people,
    count(*) filter (where outcome = 'reached') / count(*) as reached_share,
    count(*) filter (where outcome = 'ended') / count(*) as ended_share,
    count(*) filter (where outcome = 'open') / count(*) as open_share,
    count(*) filter (where outcome not in ('reached', 'ended', 'open')) / count(*) as other_share,
    cast(sum(value) as double) as value,
    cast(sum(journey_value) as double) as journeys_value
from passed
group by touchpoint
order by touchpoint
