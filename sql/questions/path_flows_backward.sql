-- What:  From where walks come, step by step back from their end.
-- Grain: one row per part, step, from and to
-- Key:   part, step_no, from_touchpoint, to_touchpoint
-- Reads: path_entries, path_steps
-- Rule:  step 1 is the last step of a walk. A walk leaves, going back, to (start) where its unit
--        begins, to the reason where it is cut, else to (more)

with

pairs as (
    select
        entries.part,
        entries.to_pos - steps.pos as step_no,
        steps.next_touchpoint as from_touchpoint,
        case
            when entries.to_pos - steps.pos = $max_steps then '(more)'
            else steps.touchpoint
        end as to_touchpoint
    from path_entries as entries
    inner join path_steps as steps
        on
            entries.unit_key = steps.unit_key
            and entries.from_pos <= steps.pos and entries.to_pos > steps.pos
    where entries.void is null and entries.to_pos - steps.pos <= $max_steps
    union all
    select
        entries.part,
        entries.to_pos - entries.from_pos + 1 as step_no,
        steps.touchpoint as from_touchpoint,
        case
            when entries.cut is not null then '(' || entries.cut || ')'
            when entries.from_pos = 1 then '(start)'
            else '(more)'
        end as to_touchpoint
    from path_entries as entries
    inner join path_steps as steps
        on entries.unit_key = steps.unit_key and entries.from_pos = steps.pos
    where entries.void is null and entries.to_pos - entries.from_pos < $max_steps
)

select
    *,
    count(*) as walks
from pairs
group by all
