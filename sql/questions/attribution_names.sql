-- What:  The channel and the touchpoint of each kind of event, and whether any names a campaign.
-- Grain: one row per kind of event with a touchpoint
-- Key:   kind_no
-- Reads: journeys.kinds, staging.event_kinds
-- Rule:  "(none)" where the channel is not known
-- Order: kind_no

select
    kinds.kind_no,
    kinds.touchpoint,
    coalesce(kinds.channel, '(none)') as channel,
    told.campaign is not null as has_campaign
from journeys.kinds as kinds
inner join staging.event_kinds as told on kinds.kind_no = told.kind_no
order by kinds.kind_no
