-- What:  The walks that begin or end at a place.
-- Grain: one row per unit and place chosen; one row for a unit without such a place
-- Key:   unit_key, entry_no
-- Reads: path_steps
-- Rule:  of the places that have another end where one is asked for, the first, the last or every
--        one is chosen; the nearest other end counts. "absent" are units without a place.

with

units as (
    select
        unit_key,
        min(person_key) as person_key,
        max(pos) as unit_steps,
        list(pos) filter (where is_anchor) as anchors,
        min(pos) filter (where is_far) as first_far,
        max(pos) filter (where is_far) as last_far,
        list(pos) filter (where is_far) as fars
    from path_steps
    group by unit_key
),

possible as (
    select
        *,
        list_filter(
            anchors,
            lambda pos: case
                when not $has_far then true
                when $from_start then coalesce(pos < last_far, false)
                else coalesce(pos > first_far, false)
            end
        ) as places
    from units
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
    from possible
),

reaching as (
    select
        *,
        case
            when not $has_far then case when $from_start then unit_steps else 1 end
            when $from_start then list_min(list_filter(fars, lambda pos: pos > anchor_pos))
            else list_max(list_filter(fars, lambda pos: pos < anchor_pos))
        end as far_pos
    from chosen
)

select
    unit_key,
    coalesce(anchor_pos, 0) as entry_no,
    person_key,
    unit_steps,
    case when $from_start then anchor_pos + $shift else far_pos end as from_pos,
    case when $from_start then far_pos else anchor_pos + $shift end as to_pos,
    cast(null as varchar) as cut,
    case when anchor_pos is null then 'absent' end as void,
    cast(null as varchar) as part
from reaching
