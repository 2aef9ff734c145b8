-- How customers feel at touchpoints, in their typical order.
select
    journey,
    place,
    stage,
    position,
    measure,
    visits,
    n,
    people,
    mean,
    low,
    high
from marts.emotion
where level = 'touchpoint'
order by journey, position, measure
