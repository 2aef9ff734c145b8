-- What:  The channel of a campaign, from the parameters of its links (utm_medium and utm_source).
-- Grain: one row per medium and source that occur together and tell a channel
-- Key:   medium, source
-- Reads: raw.generic_events, raw.segment_events
-- Rule:  letter case does not matter; the first that holds: a paid medium is ads, on social
--        networks too; then email, sms and whatsapp by medium or source; push and affiliate by
--        medium; social by medium or by the network's name as source; organic and referral by
--        medium. Other parameters tell no channel, and the event keeps its own

with

delivered as (
    select distinct
        coalesce(campaign_medium, '') as medium,
        coalesce(campaign_source, '') as source
    from raw.segment_events
    union distinct
    select distinct
        coalesce(campaign_medium, '') as medium,
        coalesce(campaign_source, '') as source
    from raw.generic_events
),

plain as (
    select
        medium,
        source,
        translate(lower(trim(medium)), ' _', '--') as how,
        translate(lower(trim(source)), ' _', '--') as whence
    from delivered
),

judged as (
    select
        medium,
        source,
        case
            when
                how like 'paid%' or how like 'cpc%' or how like 'ppc%' or how like 'display%'
                or how in (
                    'cpm', 'cpa', 'cpv', 'cpl', 'sem', 'ads', 'ad', 'banner', 'interstitial',
                    'expandable', 'native', 'retargeting', 'remarketing', 'video-ads'
                )
                then 'ads'
            when
                how in ('email', 'e-mail', 'mail', 'newsletter')
                or whence in ('email', 'e-mail', 'newsletter')
                then 'email'
            when how = 'sms' or whence = 'sms' then 'sms'
            when how = 'whatsapp' or whence = 'whatsapp' then 'whatsapp'
            when how like '%push' or how in ('notification', 'push-notification') then 'push'
            when how in ('affiliate', 'affiliates', 'afiliados') then 'affiliate'
            when
                how like 'social%' or how in ('sm', 'organic-social', 'rrss')
                or whence in (
                    'facebook', 'fb', 'facebook.com', 'm.facebook.com', 'l.facebook.com',
                    'instagram', 'ig', 'instagram.com', 'l.instagram.com', 'linkedin',
                    'linkedin.com', 'twitter', 'twitter.com', 'x', 'x.com', 't.co', 'tiktok',
                    'tiktok.com', 'youtube', 'youtube.com', 'pinterest', 'pinterest.com', 'reddit',
                    'reddit.com', 'snapchat', 'threads', 'bluesky', 'telegram'
                )
                then 'social'
            when how = 'organic' then 'organic'
            when how in ('referral', 'referrer') then 'referral'
        end as channel
    from plain
)

select
    medium,
    source,
    channel
from judged
where channel is not null
