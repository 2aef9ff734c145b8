-- What:  The touches of campaigns of one definition, of journeys of which it is known how they
--        ended.
-- Grain: one row per touch
-- Key:   journey_key, event_no
-- Reads: journeys.journeys, journeys.touches
-- Rule:  as in attribution_touches

select
    touches.journey_key,
    cast(touches.event_no as integer) as event_no,
    touches.occurred_us,
    touches.value_name,
    cast(
        case
            when journeys.outcome <> 'reached' then 0
            when journeys.value is null then 1
            else 2
        end as tinyint
    ) as ended_as,
    case
        when journeys.outcome = 'reached'
            then cast(cast(coalesce(journeys.value, 0) as decimal(18, 4)) * 10000 as bigint)
        else 0
    end as amount
from journeys.touches as touches
inner join journeys.journeys as journeys on touches.journey_key = journeys.journey_key
where
    touches.journey_no = $journey_no
    and touches.dimension = 'campaign'
    and journeys.journey_no = $journey_no
    and journeys.outcome <> 'open'
