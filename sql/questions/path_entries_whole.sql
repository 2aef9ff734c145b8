-- What:  The walks, which are whole units where nothing anchors them.
-- Grain: one row per unit
-- Key:   unit_key, entry_no
-- Reads: path_steps

select
    unit_key,
    cast(1 as bigint) as entry_no,
    min(person_key) as person_key,
    max(pos) as unit_steps,
    cast(1 as bigint) as from_pos,
    max(pos) as to_pos,
    cast(null as varchar) as cut,
    cast(null as varchar) as void,
    cast(null as varchar) as part
from path_steps
group by unit_key
