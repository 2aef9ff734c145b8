-- What:  PostHog events as canonical events, from batch exports, the API or the export's tables.
-- Grain: one row per event of the export
-- Rule:  a distinct_id is a user's where the event says so ($identify, $is_identified, $user_id) or
--        where it is neither the device's nor built like the ids that PostHog gives to visitors;
--        else a visitor's. A user's that is built like a visitor's is told as both, because not
--        every library says which it is. What a library sends by itself, and calls that only say
--        who somebody is, are "system". Nested objects may come as JSON text. posthog-js repeats
--        the campaign of a visit on its events; only the page it led to speaks for its channel.
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        is_object,
        body,
        coalesce(
            case when json_type(body, '$.properties') = 'OBJECT' then body -> '$.properties' end,
            try_cast(json_extract_string(body, '$.properties') as json)
        ) as properties,
        coalesce(
            case
                when json_type(body, '$.person_properties') = 'OBJECT'
                    then body -> '$.person_properties'
            end,
            try_cast(json_extract_string(body, '$.person_properties') as json),
            body -> '$.person.properties'
        ) as person_properties,
        unnest(json_transform(body, '{
            "uuid": "VARCHAR", "id": "VARCHAR", "event": "VARCHAR", "distinct_id": "VARCHAR",
            "timestamp": "VARCHAR", "created_at": "VARCHAR"
        }')) as fields
    from delivered
),

opened as (
    select
        * exclude (person_properties),
        coalesce(
            plain_fault(body, ['$.event', '$.uuid', '$.id', '$.distinct_id']),
            plain_fault(
                properties,
                [
                    '$."$device_id"', '$."$user_id"', '$."$anon_distinct_id"', '$.alias',
                    '$."$current_url"', '$."$screen_name"', '$.utm_campaign', '$."$set".email',
                    '$."$set".phone', '$."$set_once".email', '$."$set_once".phone'
                ]
            ),
            plain_fault(person_properties, ['$.email', '$.phone'])
        ) as bad_field,
        json_transform(person_properties, '{"email": "VARCHAR", "phone": "VARCHAR"}') as person,
        json_transform(properties, '{
            "$lib": "VARCHAR", "$device_id": "VARCHAR", "$device_type": "VARCHAR",
            "$current_url": "VARCHAR", "$screen_name": "VARCHAR", "$user_id": "VARCHAR",
            "$is_identified": "BOOLEAN", "$anon_distinct_id": "VARCHAR", "alias": "VARCHAR",
            "utm_campaign": "VARCHAR", "utm_medium": "VARCHAR",
            "utm_source": "VARCHAR", "revenue": "VARCHAR", "currency": "VARCHAR",
            "$set": {"email": "VARCHAR", "phone": "VARCHAR"},
            "$set_once": {"email": "VARCHAR", "phone": "VARCHAR"}
        }') as given
    from parsed
),

known as (
    select
        *,
        nullif(trim(distinct_id), '') as distinct_name,
        nullif(given['$device_id'], '') as device_name,
        instant_of(timestamp, coalesce($timezone, 'UTC')) as occurred_at,
        finite_number(given['revenue'], '.') as money,
        regexp_full_match(
            distinct_id, '[0-9a-f]{8,16}(-[0-9a-f]{4,16}){3}-[0-9a-f]{8,16}'
        ) as is_like_visitor,
        regexp_full_match(
            given['alias'], '[0-9a-f]{8,16}(-[0-9a-f]{4,16}){3}-[0-9a-f]{8,16}'
        ) as is_alias_like_visitor,
        event = '$pageview'
        and regexp_matches(given['$current_url'], '[?&#]utm_(medium|source)=') as is_landing,
        event = '$identify'
        or coalesce(given['$is_identified'], false)
        or coalesce(given['$user_id'] = distinct_id, false) as is_named_user
    from opened
),

judged as (
    select
        *,
        is_named_user
        or not (coalesce(distinct_id = given['$device_id'], false) or is_like_visitor) as is_user
    from known
)

select
    record_no,
    coalesce(nullif(uuid, ''), nullif(id, '')) as event_id,
    event,
    occurred_at,
    instant_of(created_at, coalesce($timezone, 'UTC')) as received_at,
    case
        when
            event in (
                '$identify', '$set', '$unset', '$create_alias', '$merge_dangerously',
                '$groupidentify', '$pageleave', '$feature_flag_called', '$web_vitals',
                '$performance_event', '$opt_in', '$$heatmap', '$$client_ingestion_warning'
            )
            then 'system'
        else 'customer'
    end as direction,
    case
        when given['$lib'] = 'web' then 'web'
        when
            given['$lib'] in (
                'posthog-ios', 'posthog-android', 'posthog-react-native', 'posthog-flutter'
            )
            or event = '$screen'
            then 'app'
    end as channel,
    nullif(lower(given['$device_type']), '') as device,
    nullif(given['utm_campaign'], '') as campaign,
    case when is_landing then nullif(given['utm_medium'], '') end as campaign_medium,
    case when is_landing then nullif(given['utm_source'], '') end as campaign_source,
    coalesce(
        regexp_replace(
            nullif(given['$current_url'], ''),
            '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*/?([^?#]*).*$', '/\1', 's'
        ),
        nullif(given['$screen_name'], '')
    ) as page,
    money as value,
    case when money is not null then nullif(given['currency'], '') end as currency,
    coalesce(person['email'], given['$set']['email'], given['$set_once']['email']) as email,
    coalesce(person['phone'], given['$set']['phone'], given['$set_once']['phone']) as phone,
    case
        when is_user then distinct_name
        when event = '$create_alias' and not is_alias_like_visitor then nullif(given['alias'], '')
    end as user_id,
    case
        when event = '$identify' then nullif(given['$anon_distinct_id'], '')
        when event = '$create_alias' and is_alias_like_visitor then nullif(given['alias'], '')
        when is_like_visitor or not is_user then distinct_name
    end as anonymous_id,
    device_name as device_id,
    cast(properties as varchar) as attributes,
    md5(content) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when bad_field is not null then bad_field
        when coalesce(trim(event), '') = '' then 'no event'
        when distinct_name is null then 'no identifier'
        else time_fault(timestamp, occurred_at, $latest_us, coalesce($timezone, 'UTC'))
    end as reject_reason,
    content as row_text
from judged
