-- What:  The touches of one definition in one dimension, of journeys of which it is known how they
--        ended.
-- Grain: one row per touch
-- Key:   journey_key, event_no
-- Reads: journeys.journeys, journeys.touches
-- Rule:  amount is what the journey is worth, in ten-thousandths, where it reached the goal with an
--        amount; has_amount tells whether. In no order, because there may be millions and they
--        mostly lie as they are needed.

select
    touches.journey_key,
    touches.event_no,
    touches.occurred_us,
    touches.value_name,
    case when journeys.outcome = 'reached' then 1 else 0 end as is_reached,
    case when journeys.outcome = 'reached' and journeys.value is not null then 1 else 0 end
        as has_amount,
    case
        when journeys.outcome = 'reached'
            then cast(cast(coalesce(journeys.value, 0) as decimal(18, 4)) * 10000 as bigint)
        else 0
    end as amount
from journeys.touches as touches
inner join journeys.journeys as journeys on touches.journey_key = journeys.journey_key
where
    touches.journey_no = $journey_no
    and touches.dimension = $by
    and journeys.journey_no = $journey_no
    and journeys.outcome <> 'open'
