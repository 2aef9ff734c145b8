-- What:  The journeys of one definition and crowd of which it is known how they ended.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.journeys
-- Rule:  ended_as is 0 where the journey did not reach the goal, 1 where it did without an amount,
--        and 2 where it did with one; amount is that, in ten-thousandths. In no order, because each
--        is looked for. A crowd is whoever has a key from $first_key on and below $end_key

select
    journey_key,
    cast(
        case when outcome <> 'reached' then 0 when value is null then 1 else 2 end as tinyint
    ) as ended_as,
    case
        when outcome = 'reached'
            then cast(cast(coalesce(value, 0) as decimal(18, 4)) * 10000 as bigint)
        else 0
    end as amount
from journeys.journeys
where
    journey_no = $journey_no
    and outcome <> 'open'
    and person_key >= $first_key
    and person_key < $end_key
