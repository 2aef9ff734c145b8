-- What:  The walks, with their anchored end moved by a time and kept inside the unit.
-- Grain: one row per walk
-- Key:   unit_key, entry_no
-- Reads: path_entries, path_steps
-- Rule:  a walk that would begin after its other end has no step: "beyond". A start moves to the
--        first step not before the time meant, an end to the last step not after it.

with

aimed as (
    select
        entries.*,
        case when $from_start then entries.from_pos else entries.to_pos end as anchor_pos,
        anchors.occurred_us + $offset_us as aim_us
    from path_entries as entries
    left join path_steps as anchors
        on
            entries.unit_key = anchors.unit_key
            and case when $from_start then entries.from_pos else entries.to_pos end = anchors.pos
            and $offset_us <> 0
),

met as (
    select
        aimed.unit_key,
        aimed.entry_no,
        min(steps.pos) filter (where steps.occurred_us >= aimed.aim_us) as first_pos,
        max(steps.pos) filter (where steps.occurred_us <= aimed.aim_us) as last_pos
    from aimed
    inner join path_steps as steps on aimed.unit_key = steps.unit_key
    where aimed.aim_us is not null
    group by aimed.unit_key, aimed.entry_no
),

placed as (
    select
        aimed.*,
        case
            when $offset_us = 0 then greatest(aimed.from_pos, 1)
            when $from_start then met.first_pos
            else aimed.from_pos
        end as moved_from,
        case
            when $offset_us = 0 then least(aimed.to_pos, aimed.unit_steps)
            when $from_start then aimed.to_pos
            else met.last_pos
        end as moved_to
    from aimed
    left join met on aimed.unit_key = met.unit_key and aimed.entry_no = met.entry_no
)

select
    * exclude (anchor_pos, aim_us, moved_from, moved_to)
    replace (
        moved_from as from_pos,
        moved_to as to_pos,
        case
            when void is not null then void
            when moved_from <= moved_to then null
            else 'beyond'
        end as void
    )
from placed
