-- What:  What ends a visit.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.session_events, config.settings, sessions.new_campaigns, staging.event_kinds
-- Rule:  session_length_us is 0 where visits may be of any length. ends_by_silence tells that no
--        event begins or ends a visit, nor does midnight

with

marking as (
    select count(*) as kinds
    from staging.event_kinds as kinds
    inner join config.session_events as roles on kinds.event = roles.event
    where kinds.direction = 'customer' and (roles.begins = 1 or roles.ends = 1)
),

campaigns as (
    select count(*) as events
    from sessions.new_campaigns
)

select
    settings.longest_silence_us,
    coalesce(settings.session_length_us, 0) as session_length_us,
    not settings.session_midnight and marking.kinds = 0 and campaigns.events = 0 as ends_by_silence
from config.settings as settings
cross join marking
cross join campaigns
