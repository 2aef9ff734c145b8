-- What:  Which touchpoint rule each kind of event meets: the first that matches.
-- Grain: one row per source, event, page, channel, device and campaign that occur together
-- Key:   source, event, page, channel, device, campaign
-- Reads: config.touchpoint_rules, staging.events
-- Rule:  all conditions of a rule must hold; a condition that is not given holds; an event that
--        lacks a value is matched as the empty text

with

kinds as (
    select distinct
        source,
        event,
        coalesce(page, '') as page,
        coalesce(channel, '') as channel,
        coalesce(device, '') as device,
        coalesce(campaign, '') as campaign
    from staging.events
),

matches as (
    select
        kinds.*,
        rules.rule_no
    from kinds
    inner join config.touchpoint_rules as rules
        on
            kinds.source like rules.source_pattern escape '!'
            and kinds.event like rules.event_pattern escape '!'
            and kinds.page like rules.page_pattern escape '!'
            and kinds.channel like rules.channel_pattern escape '!'
            and kinds.device like rules.device_pattern escape '!'
            and kinds.campaign like rules.campaign_pattern escape '!'
)

select
    source,
    event,
    page,
    channel,
    device,
    campaign,
    min(rule_no) as rule_no
from matches
group by source, event, page, channel, device, campaign
