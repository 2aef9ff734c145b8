-- What:  How many kinds of events name a campaign.
-- Grain: one row
-- Key:   none, one row
-- Reads: staging.event_kinds

select count(campaign) as campaigns
from staging.event_kinds
