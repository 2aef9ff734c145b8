-- What:  Events of a GA4 property as its BigQuery export delivers them, as canonical events.
-- Grain: one row per event of the export
-- Rule:  the id is made of the parts that name a hit, so that the daily and the intraday table give
--        one event; before batches were numbered (2024) the parameters are such a part.
--        Events that the library sends by itself say nothing that the customer did: "system".
--        What a campaign led to is a contact of its channel; what is done there is not.
-- Order: hits of one batch carry one time; the numbers of page, batch and hit put them in order
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        is_object,
        plain_fault(
            body,
            [
                '$.event_name', '$.user_id', '$.user_pseudo_id', '$.ecommerce.transaction_id',
                '$.collected_traffic_source.manual_campaign_name'
            ]
        ) as bad_field,
        unnest(json_transform(body, '{
            "event_timestamp": "VARCHAR", "event_name": "VARCHAR",
            "user_id": "VARCHAR", "user_pseudo_id": "VARCHAR", "platform": "VARCHAR",
            "batch_page_id": "BIGINT", "batch_ordering_id": "BIGINT",
            "batch_event_index": "BIGINT",
            "event_params": [{"key": "VARCHAR", "value": {
                "string_value": "VARCHAR", "int_value": "VARCHAR",
                "float_value": "VARCHAR", "double_value": "VARCHAR"}}],
            "device": {"category": "VARCHAR"},
            "collected_traffic_source": {
                "manual_campaign_name": "VARCHAR", "manual_medium": "VARCHAR",
                "manual_source": "VARCHAR"},
            "ecommerce": {
                "transaction_id": "VARCHAR", "purchase_revenue": "VARCHAR",
                "refund_value": "VARCHAR"}
            }')) as hit
    from delivered
),

told as (
    select
        record_no,
        content,
        is_object,
        * exclude (record_no, content, is_object, user_id, user_pseudo_id),
        make_timestamptz(
            case
                when try_cast(event_timestamp as bigint) between -1e17 and 1e17
                    then try_cast(event_timestamp as bigint)
            end
        ) as occurred_at,
        nullif(trim(user_id), '') as user_id,
        nullif(trim(user_pseudo_id), '') as user_pseudo_id,
        lower(event_name) as event_word,
        list_transform(event_params, lambda one: one['key']) as names,
        list_transform(
            event_params,
            lambda one: coalesce(
                one['value']['string_value'], one['value']['int_value'],
                one['value']['double_value'], one['value']['float_value']
            )
        ) as given
    from parsed
),

read as (
    select
        *,
        given[list_position(names, 'page_location')] as page_location,
        coalesce(
            given[list_position(names, 'firebase_screen')],
            given[list_position(names, 'firebase_screen_class')]
        ) as screen,
        given[list_position(names, 'campaign')] as campaign,
        given[list_position(names, 'medium')] as medium,
        given[list_position(names, 'source')] as traffic_source,
        given[list_position(names, 'currency')] as currency,
        given[list_position(names, 'transaction_id')] as transaction_id,
        given[list_position(names, 'value')] as value
    from told
),

meant as (
    select
        *,
        coalesce(collected_traffic_source['manual_campaign_name'], campaign) as campaign_name,
        coalesce(collected_traffic_source['manual_medium'], medium) as medium_name,
        coalesce(collected_traffic_source['manual_source'], traffic_source) as source_name,
        event_word in (
            'page_view', 'screen_view', 'session_start', 'first_visit', 'first_open',
            'firebase_campaign', 'campaign_details'
        ) as is_landing,
        coalesce(ecommerce['transaction_id'], transaction_id) as order_name,
        case
            when event_word in ('purchase', 'in_app_purchase')
                then finite_number(coalesce(ecommerce['purchase_revenue'], value), '.')
            when event_word = 'refund'
                then -finite_number(coalesce(ecommerce['refund_value'], value), '.')
        end as money
    from read
)

select
    record_no,
    md5(
        cast(
            [
                coalesce(user_pseudo_id, user_id), event_timestamp, event_name,
                cast(batch_page_id as varchar), cast(batch_ordering_id as varchar),
                cast(batch_event_index as varchar),
                case
                    when batch_event_index is null then cast(event_params as varchar)
                end
            ] as varchar
        )
    ) as event_id,
    event_name as event,
    occurred_at,
    try_cast(
        cast(batch_page_id as hugeint) * 1000000
        + cast(coalesce(batch_ordering_id, 0) as hugeint) * 1000
        + coalesce(batch_event_index, 0) as bigint
    ) as row_order,
    case
        when
            event_word in (
                'session_start', 'first_visit', 'first_open', 'user_engagement', 'app_update',
                'os_update', 'app_remove', 'app_clear_data'
            )
            then 'system'
        else 'customer'
    end as direction,
    case
        when lower(platform) = 'web' then 'web'
        when lower(platform) in ('android', 'ios') then 'app'
    end as channel,
    nullif(lower(device['category']), '') as device,
    case when campaign_name not like '(%)' then nullif(campaign_name, '') end as campaign,
    case
        when is_landing and medium_name not like '(%)' then nullif(medium_name, '')
    end as campaign_medium,
    case
        when is_landing and source_name not like '(%)' then nullif(source_name, '')
    end as campaign_source,
    coalesce(
        regexp_replace(
            nullif(page_location, ''), '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*/?([^?#]*).*$', '/\1', 's'
        ),
        screen
    ) as page,
    money as value,
    case when money is not null then nullif(currency, '') end as currency,
    user_id,
    user_pseudo_id as anonymous_id,
    case when order_name not like '(%)' then nullif(order_name, '') end as order_id,
    content as attributes,
    md5(content) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when bad_field is not null then bad_field
        when coalesce(trim(event_name), '') = '' then 'no event'
        when coalesce(user_pseudo_id, user_id) is null then 'no identifier'
        else time_fault(event_timestamp, occurred_at, $latest_us, 'UTC')
    end as reject_reason,
    content as row_text
from meant
