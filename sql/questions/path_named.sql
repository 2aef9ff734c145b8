-- What:  The steps under the names they shall have: those of their groups, [hidden] for some.
-- Grain: one row per unit and step
-- Key:   unit_key, pos
-- Reads: path_steps
-- Rule:  a step outside the channels, devices and departments asked for is hidden, too

with

names as (
    select
        unnest(cast($named as varchar[])) as touchpoint,
        unnest(cast($names as varchar[])) as shown
)

select
    path_steps.* replace (
        case
            when
                coalesce(
                    list_contains(cast($channels as varchar[]), path_steps.channel),
                    $channels is null
                )
                and coalesce(
                    list_contains(cast($devices as varchar[]), path_steps.device), $devices is null
                )
                and coalesce(
                    list_contains(cast($departments as varchar[]), path_steps.department),
                    $departments is null
                )
                then coalesce(names.shown, path_steps.touchpoint)
            else '[hidden]'
        end as touchpoint
    )
from path_steps
left join names on path_steps.touchpoint = names.touchpoint
