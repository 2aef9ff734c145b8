-- What:  How customers feel along the places of one definition, in their typical order.
-- Grain: one row per place and measure
-- Key:   place, measure
-- Reads: marts.emotion
-- Rule:  of one level, touchpoint or stage

select
    position,
    place,
    stage,
    measure,
    visits,
    n,
    people,
    coverage,
    is_too_few,
    mean,
    low,
    high
from marts.emotion
where journey = $journey and level = $level
order by position, measure
