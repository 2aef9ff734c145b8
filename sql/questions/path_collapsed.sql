-- What:  The steps with repeats in a row made one.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps
-- Rule:  hidden steps in a row are always one. A step has the channel, device, department and agent
--        of its first part, the time of its first or last one.
-- Order: pos

with

marked as (
    select
        *,
        case
            when
                ($collapse or touchpoint = '[hidden]')
                and lag(touchpoint) over (partition by unit_key order by pos) = touchpoint
                then 0
            else 1
        end as begins_step,
        lead(touchpoint) over (partition by unit_key order by pos) as following_touchpoint,
        lead(occurred_us) over (partition by unit_key order by pos) as following_us
    from path_steps
),

numbered as (
    select
        *,
        sum(begins_step) over (
            partition by unit_key
            order by pos
            rows between unbounded preceding and current row
        ) as run_no
    from marked
)

select
    unit_key,
    cast(run_no as bigint) as pos,
    min(person_key) as person_key,
    min(touchpoint) as touchpoint,
    case when $last_time then max(last_us) else min(occurred_us) end as occurred_us,
    max(last_us) as last_us,
    sum(events) as events,
    max(case when begins_step = 1 then channel end) as channel,
    max(case when begins_step = 1 then device end) as device,
    max(case when begins_step = 1 then department end) as department,
    max(case when begins_step = 1 then agent end) as agent,
    arg_max(outcome, pos) as outcome,
    arg_max_null(following_touchpoint, pos) as next_touchpoint,
    arg_max_null(following_us, pos) as next_us
from numbered
group by unit_key, run_no
