-- What:  From where to where walks go, step by step.
-- Grain: one row per part, step, from and to
-- Key:   part, step_no, from_touchpoint, to_touchpoint
-- Reads: path_entries, path_steps
-- Rule:  a walk that ends with its unit leaves to the outcome in brackets, one that is cut to the
--        reason of it, one that goes on beyond the last step shown to (more)

select
    entries.part,
    steps.pos - entries.from_pos + 1 as step_no,
    steps.touchpoint as from_touchpoint,
    case
        when steps.pos = entries.to_pos and entries.cut is not null then '(' || entries.cut || ')'
        when steps.next_touchpoint is null then '(' || steps.outcome || ')'
        when steps.pos = entries.to_pos then '(more)'
        when steps.pos - entries.from_pos + 1 = $max_steps then '(more)'
        else steps.next_touchpoint
    end as to_touchpoint,
    count(*) as walks
from path_entries as entries
inner join path_steps as steps
    on
        entries.unit_key = steps.unit_key
        and steps.pos between entries.from_pos and entries.to_pos
where entries.void is null and steps.pos - entries.from_pos < $max_steps
group by all
