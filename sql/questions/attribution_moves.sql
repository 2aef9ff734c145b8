-- What:  From which last touches to which next one the journeys went, the ends included.
-- Grain: one row per last touches and what came next
-- Key:   before_2, before_1, value_name, next_name, is_reached
-- Reads: journeys.journeys, journeys.touches
-- Rule:  value_name is the touch, before_1 and before_2 those before it, as far as $memory (1 to 3)
--        reaches; next_name is empty at the end of a journey. Open journeys are left out: nobody
--        knows how they end. begun counts the journeys that have their first touch here.

with

touches as (
    select
        touches.journey_key,
        touches.event_no,
        touches.value_name,
        journeys.outcome = 'reached' as reached
    from journeys.touches as touches
    inner join journeys.journeys as journeys on touches.journey_key = journeys.journey_key
    where
        touches.journey_no = $journey_no
        and touches.dimension = $by
        and journeys.journey_no = $journey_no
        and journeys.outcome <> 'open'
),

placed as (
    select
        value_name,
        reached,
        lag(value_name) over line as before_1,
        lag(value_name, 2) over line as before_2,
        lead(value_name) over line as next_name
    from touches
    window line as (partition by journey_key order by event_no)
),

known as (
    select
        value_name,
        next_name,
        case when $memory > 2 then before_2 end as before_2,
        case when $memory > 1 then before_1 end as before_1,
        case when next_name is null then reached end as is_reached,
        case when before_1 is null then 1 else 0 end as begins
    from placed
)

select
    before_2,
    before_1,
    value_name,
    next_name,
    is_reached,
    count(*) as moves,
    cast(sum(begins) as bigint) as begun
from known
group by before_2, before_1, value_name, next_name, is_reached
order by before_2, before_1, value_name, next_name, is_reached
