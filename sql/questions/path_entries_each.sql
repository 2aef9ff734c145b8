-- What:  The walks when transitions are counted: every step with the one after it.
-- Grain: one row per unit and step
-- Key:   unit_key, entry_no
-- Reads: path_steps

select
    unit_key,
    pos as entry_no,
    person_key,
    cast(null as bigint) as unit_steps,
    pos as from_pos,
    case when next_touchpoint is null then pos else pos + 1 end as to_pos,
    cast(null as varchar) as cut,
    cast(null as varchar) as void,
    cast(null as varchar) as part
from path_steps
