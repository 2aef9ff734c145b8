-- What:  The actions of Matomo visits as canonical events.
-- Grain: one row per action, and per visit without any
-- Rule:  an action's timestamp is the wall clock of the site's zone, written as if it were UTC;
--        firstActionTimestamp of its visit is true UTC. Their difference, a whole number of
--        quarters of an hour, is taken off. Where the first action is not among the actions, the
--        difference most common on that site in this file is, else the source's timezone.
--        A visit with an action that cannot be used is refused as a whole; one without actions,
--        and a content that was only shown, are read and are no events.
-- Order: seconds are all there is; within one the place in the visit decides
create or replace temp table incoming as
with

visits as (
    select
        record_no,
        content,
        is_object,
        plain_fault(
            body, ['$.idSite', '$.idVisit', '$.visitorId', '$.userId', '$.campaignName']
        ) as bad_field,
        json_type(body, '$.actionDetails') as actions_type,
        json_extract(body, '$.actionDetails[*]') as actions,
        unnest(json_transform(body, '{
            "idSite": "VARCHAR", "idVisit": "VARCHAR", "visitorId": "VARCHAR",
            "userId": "VARCHAR", "firstActionTimestamp": "BIGINT", "siteCurrency": "VARCHAR",
            "referrerType": "VARCHAR", "referrerName": "VARCHAR", "campaignName": "VARCHAR",
            "campaignMedium": "VARCHAR", "campaignSource": "VARCHAR",
            "deviceType": "VARCHAR", "deviceTypeIcon": "VARCHAR"
        }')) as visit
    from delivered
),

exploded as (
    select
        *,
        unnest(case when coalesce(len(actions), 0) = 0 then [null] else actions end) as action,
        unnest(range(1, 1 + greatest(1, coalesce(len(actions), 0)))) as place
    from visits
),

opened as (
    select
        *,
        plain_fault(
            action,
            [
                '$.type', '$.url', '$.pageId', '$.eventCategory', '$.eventAction', '$.goalId',
                '$.goalName', '$.goalPageId', '$.orderId', '$.contentName'
            ]
        ) as bad_action_field,
        unnest(json_transform(action, '{
            "type": "VARCHAR", "url": "VARCHAR", "timestamp": "VARCHAR", "pageId": "VARCHAR",
            "eventCategory": "VARCHAR", "eventAction": "VARCHAR", "goalId": "VARCHAR",
            "goalName": "VARCHAR", "goalPageId": "VARCHAR", "orderId": "VARCHAR",
            "revenue": "DOUBLE", "contentName": "VARCHAR", "contentInteraction": "VARCHAR"
        }')) as action_fields
    from exploded
),

numbered as (
    select
        *,
        case
            when try_cast(timestamp as bigint) between -1e11 and 1e11
                then try_cast(timestamp as bigint)
        end as written_s,
        case
            when firstactiontimestamp between -1e11 and 1e11 then firstactiontimestamp
        end as first_s
    from opened
),

clocked as (
    select
        *,
        min(written_s) over (partition by record_no) - first_s as ahead_s
    from numbered
),

zoned as (
    select
        *,
        case
            when abs(ahead_s - 900 * round(ahead_s / 900.0)) <= 60 and abs(ahead_s) <= 14 * 3600
                then cast(900 * round(ahead_s / 900.0) as bigint)
        end as own_shift_s
    from clocked
),

shifted as (
    select
        *,
        coalesce(own_shift_s, mode(own_shift_s) over (partition by idsite)) as shift_s
    from zoned
),

timed as (
    select
        *,
        case
            when shift_s is not null then make_timestamptz((written_s - shift_s) * 1000000)
            when $timezone is not null then timezone($timezone, make_timestamp(written_s * 1000000))
            else make_timestamptz(written_s * 1000000)
        end as occurred_at,
        nullif(nullif(trim(visitorid), ''), 'false') as visitor,
        nullif(nullif(trim(userid), ''), 'false') as user_name,
        idsite || ':' || idvisit || ':' || coalesce(
            case
                when type = 'goal'
                    then 'goal:' || goalid || ':' || coalesce(goalpageid, timestamp)
                when type = 'ecommerceOrder' then 'order:' || orderid
                else type || ':' || pageid
            end, 'place:' || place
        ) as action_id
    from shifted
),

judged as (
    select
        *,
        case
            when action is null then null
            when bad_action_field is not null then bad_action_field
            when coalesce(type, '') = '' then 'an action without type'
            else time_fault(timestamp, occurred_at, $latest_us, 'UTC')
        end as action_fault,
        row_number() over (partition by record_no, action_id order by place) as sighting
    from timed
)

select
    record_no,
    case when sighting = 1 then action_id else action_id || ':' || sighting end as event_id,
    case
        when type = 'action' then 'page'
        when type = 'event'
            then concat_ws(': ', nullif(eventcategory, ''), nullif(eventaction, ''))
        when type = 'goal' then 'goal: ' || coalesce(nullif(goalname, ''), goalid, '')
        when type = 'ecommerceOrder' then 'order'
        when type = 'ecommerceAbandonedCart' then 'abandoned cart'
        when type = 'content' and coalesce(contentinteraction, '') = '' then null
        when type = 'content' then 'content: ' || coalesce(contentname, '')
        else type
    end as event,
    occurred_at,
    place as row_order,
    coalesce($channel, 'web') as channel,
    case coalesce(
        nullif(regexp_extract(devicetypeicon, 'devices/([a-z_]+)[.]', 1), ''),
        replace(lower(devicetype), ' ', '_')
    )
        when 'smartphone' then 'mobile'
        when 'phablet' then 'mobile'
        when 'feature_phone' then 'mobile'
        else coalesce(
            nullif(regexp_extract(devicetypeicon, 'devices/([a-z_]+)[.]', 1), ''),
            nullif(lower(devicetype), '')
        )
    end as device,
    coalesce(
        nullif(campaignname, ''),
        case when referrertype = 'campaign' then nullif(referrername, '') end
    ) as campaign,
    case when place = 1 then nullif(campaignmedium, '') end as campaign_medium,
    case when place = 1 then nullif(campaignsource, '') end as campaign_source,
    case
        when type = 'outlink'
            then regexp_replace(url, '^[A-Za-z][A-Za-z0-9+.-]*://([^?#]*).*$', '\1', 's')
        else regexp_replace(
            nullif(url, ''), '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*/?([^?#]*).*$', '/\1', 's'
        )
    end as page,
    case when type in ('goal', 'ecommerceOrder') and revenue > 0 then revenue end as value,
    case
        when type in ('goal', 'ecommerceOrder') and revenue > 0 then nullif(sitecurrency, '')
    end as currency,
    user_name as user_id,
    visitor as anonymous_id,
    case when type = 'ecommerceOrder' then nullif(orderid, '') end as order_id,
    cast(action as varchar) as attributes,
    md5(coalesce(cast(action as varchar), content)) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when bad_field is not null then bad_field
        when actions_type is null then 'not a visit: no actionDetails'
        when coalesce(visitor, user_name) is null then 'no identifier'
        else min(action_fault) over (partition by record_no)
    end as reject_reason,
    content as row_text
from judged
