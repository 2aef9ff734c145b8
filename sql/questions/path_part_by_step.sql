-- What:  The walks in parts, by their first step: where or when it happened.
-- Grain: one row per walk
-- Key:   unit_key, entry_no
-- Reads: config.settings, path_entries, path_steps
-- Rule:  days, weeks (from Monday) and months are those of the configured time zone

select
    entries.* replace (
        case $breakdown
            when 'channel' then firsts.channel
            when 'device' then firsts.device
            when 'department' then firsts.department
            else strftime(
                date_trunc(
                    case when $breakdown in ('week', 'month') then $breakdown else 'day' end,
                    timezone(settings.timezone, make_timestamptz(firsts.occurred_us))
                ),
                '%Y-%m-%d'
            )
        end as part
    )
from path_entries as entries
cross join config.settings as settings
left join path_steps as firsts
    on entries.unit_key = firsts.unit_key and entries.from_pos = firsts.pos
