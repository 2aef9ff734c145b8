-- What:  What happens before and after a place, with the place at one step for all walks.
-- Grain: one row per part, step, from and to
-- Key:   part, step_no, from_touchpoint, to_touchpoint
-- Reads: path_entries, path_steps
-- Rule:  the place is step $before + 1. A unit with fewer steps before it is at [not begun] until
--        it begins.

with

walks as (
    select
        *,
        entry_no - $before - 1 as shift
    from path_entries
    where void is null
),

waiting as (
    select
        walks.part,
        numbers.step_no,
        '[not begun]' as from_touchpoint,
        case
            when numbers.step_no = -walks.shift then steps.touchpoint else '[not begun]'
        end as to_touchpoint
    from walks
    inner join range(1, $before + 1) as numbers (step_no) on numbers.step_no <= -walks.shift
    inner join path_steps as steps on walks.unit_key = steps.unit_key and steps.pos = 1
),

moves as (
    select
        walks.part,
        steps.pos - walks.shift as step_no,
        steps.touchpoint as from_touchpoint,
        case
            when steps.next_touchpoint is null then '(' || steps.outcome || ')'
            when steps.pos = walks.to_pos then '(more)'
            else steps.next_touchpoint
        end as to_touchpoint
    from walks
    inner join path_steps as steps
        on walks.unit_key = steps.unit_key and steps.pos between walks.from_pos and walks.to_pos
    union all
    select * from waiting
)

select
    *,
    count(*) as walks
from moves
group by all
