-- What:  The routes of walks, most frequent first.
-- Grain: one row per route and end
-- Key:   route, ending
-- Reads: path_entries, path_steps
-- Rule:  a route is the whole walk, whatever number of steps is shown
-- Order: walks from many to few, then the route

with

walks as (
    select
        list(steps.touchpoint order by steps.pos) as route,
        case
            when max(entries.cut) is not null then '(' || max(entries.cut) || ')'
            when max(steps.pos) filter (where steps.next_touchpoint is null) is not null
                then '(' || max(steps.outcome) filter (where steps.next_touchpoint is null) || ')'
            else '(more)'
        end as ending
    from path_entries as entries
    inner join path_steps as steps
        on
            entries.unit_key = steps.unit_key
            and steps.pos between entries.from_pos and entries.to_pos
    where entries.void is null
    group by entries.unit_key, entries.entry_no
)

select
    route,
    ending,
    count(*) as walks
from walks
group by route, ending
order by walks desc, route asc, ending asc
limit cast($most as bigint)
