-- What:  The walks around a place: so many steps before it, so many after it.
-- Grain: one row per unit and place chosen; one row for a unit without such a place
-- Key:   unit_key, entry_no
-- Reads: path_steps

with

units as (
    select
        unit_key,
        min(person_key) as person_key,
        max(pos) as unit_steps,
        list(pos) filter (where is_anchor) as places
    from path_steps
    group by unit_key
),

chosen as (
    select
        *,
        unnest(
            case
                when coalesce(len(places), 0) = 0 then [null]
                when $occurrence = 'first' then [list_min(places)]
                when $occurrence = 'last' then [list_max(places)]
                else places
            end
        ) as anchor_pos
    from units
)

select
    unit_key,
    coalesce(anchor_pos, 0) as entry_no,
    person_key,
    unit_steps,
    greatest(anchor_pos - $before, 1) as from_pos,
    least(anchor_pos + $after, unit_steps) as to_pos,
    cast(null as varchar) as cut,
    case when anchor_pos is null then 'absent' end as void,
    cast(null as varchar) as part
from chosen
