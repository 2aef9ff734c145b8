-- What:  As many transitions lead out of a touchpoint as into it.
-- Grain: one row per broken promise
-- Key:   journey, touchpoint
-- Reads: marts.transitions

with

sides as (
    select
        journey,
        to_touchpoint as touchpoint,
        transitions as arriving,
        0 as leaving
    from marts.transitions
    where to_touchpoint not like '(%'
    union all
    select
        journey,
        from_touchpoint as touchpoint,
        0 as arriving,
        transitions as leaving
    from marts.transitions
    where from_touchpoint <> '(start)'
)

select
    journey,
    touchpoint,
    sum(arriving) as arriving,
    sum(leaving) as leaving
from sides
group by journey, touchpoint
having sum(arriving) <> sum(leaving)
