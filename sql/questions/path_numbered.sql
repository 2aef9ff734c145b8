-- What:  The steps, each with the one after it at the time that it has now.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps
-- Order: pos

select
    * replace (
        lead(touchpoint) over (partition by unit_key order by pos) as next_touchpoint,
        lead(occurred_us) over (partition by unit_key order by pos) as next_us
    )
from path_steps
