-- What:  The walks numbered from their end, ended (going back) where a window closes or the held
--        property changes.
-- Grain: one row per walk
-- Key:   unit_key, entry_no
-- Reads: path_entries, path_steps
-- Rule:  as path_cut, seen from the last step of a walk

with

begun as (
    select
        entries.*,
        lasts.occurred_us as to_us,
        case $hold
            when 'channel' then lasts.channel
            when 'device' then lasts.device
            when 'department' then lasts.department
            when 'agent' then lasts.agent
        end as held
    from path_entries as entries
    inner join path_steps as lasts
        on entries.unit_key = lasts.unit_key and entries.to_pos = lasts.pos
    where entries.void is null
),

breaks as (
    select
        begun.unit_key,
        begun.entry_no,
        greatest(
            max(steps.pos + 1) filter (
                where steps.pos < begun.to_pos and (
                    steps.next_us - steps.occurred_us > $step_longest_us
                    or steps.next_us - steps.occurred_us < $step_least_us
                )
            ),
            max(steps.pos + 1) filter (where begun.to_us - steps.occurred_us > $longest_us)
        ) as outside_pos,
        max(steps.pos + 1) filter (
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
        greatest(entries.from_pos, breaks.outside_pos, breaks.changed_pos) as first_pos,
        case
            when greatest(breaks.outside_pos, breaks.changed_pos) is null then null
            when breaks.outside_pos >= coalesce(breaks.changed_pos, breaks.outside_pos)
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
        on ended.unit_key = firsts.unit_key and ended.first_pos = firsts.pos
    left join path_steps as lasts
        on ended.unit_key = lasts.unit_key and ended.to_pos = lasts.pos
)

select
    * exclude (first_pos, reason, walk_us)
    replace (
        first_pos as from_pos,
        reason as cut,
        case
            when void is not null then void
            when $must_arrive and reason is not null then reason
            when walk_us < $least_us then 'outside'
        end as void
    )
from timed
