-- What:  The walks, ended where a window closes or the property held constant changes.
-- Grain: one row per walk
-- Key:   unit_key, entry_no
-- Reads: path_entries, path_steps
-- Rule:  a walk that must reach its other end and does not is void, as is one that took less than
--        the least time. Where both happen at one step, the window is the reason.

with

begun as (
    select
        entries.*,
        firsts.occurred_us as from_us,
        case $hold
            when 'channel' then firsts.channel
            when 'device' then firsts.device
            when 'department' then firsts.department
            when 'agent' then firsts.agent
        end as held
    from path_entries as entries
    inner join path_steps as firsts
        on entries.unit_key = firsts.unit_key and entries.from_pos = firsts.pos
    where entries.void is null
),

breaks as (
    select
        begun.unit_key,
        begun.entry_no,
        least(
            min(steps.pos) filter (
                where steps.pos < begun.to_pos and (
                    steps.next_us - steps.occurred_us > $step_longest_us
                    or steps.next_us - steps.occurred_us < $step_least_us
                )
            ),
            min(steps.pos - 1) filter (where steps.occurred_us - begun.from_us > $longest_us)
        ) as outside_pos,
        min(steps.pos - 1) filter (
            where begun.held is distinct from case $hold
                when 'channel' then steps.channel
                when 'device' then steps.device
                when 'department' then steps.department
                when 'agent' then steps.agent
            end
        ) as changed_pos
    from begun
    inner join path_steps as steps
        on begun.unit_key = steps.unit_key and steps.pos between begun.from_pos and begun.to_pos
    group by begun.unit_key, begun.entry_no
),

ended as (
    select
        entries.*,
        least(entries.to_pos, breaks.outside_pos, breaks.changed_pos) as last_pos,
        case
            when least(breaks.outside_pos, breaks.changed_pos) is null then null
            when breaks.outside_pos <= coalesce(breaks.changed_pos, breaks.outside_pos)
                then 'outside'
            else 'changed'
        end as reason
    from path_entries as entries
    left join breaks
        on entries.unit_key = breaks.unit_key and entries.entry_no = breaks.entry_no
),

timed as (
    select
        ended.*,
        lasts.occurred_us - firsts.occurred_us as walk_us
    from ended
    left join path_steps as firsts
        on ended.unit_key = firsts.unit_key and ended.from_pos = firsts.pos
    left join path_steps as lasts
        on ended.unit_key = lasts.unit_key and ended.last_pos = lasts.pos
)

select
    * exclude (last_pos, reason, walk_us)
    replace (
        last_pos as to_pos,
        reason as cut,
        case
            when void is not null then void
            when $must_arrive and reason is not null then reason
            when walk_us < $least_us then 'outside'
        end as void
    )
from timed
