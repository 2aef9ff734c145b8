-- What:  Enriched Snowplow events as canonical events, from lines, JSON or the table atomic.events.
-- Grain: one row per event of the export
-- Rule:  a page ping is a heartbeat, a line of an order belongs to its order and a robot is no
--        customer: they are read and are no events. The time is derived_tstamp, corrected for the
--        device's clock, else the collector's; both are UTC. One event_id with one fingerprint is
--        one event; with another fingerprint it is another event that was given the same id. The
--        campaign speaks for the channel of the page it led to, not of what is done there.
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        is_object,
        body,
        plain_fault(
            body,
            [
                '$.event', '$.event_name', '$.event_id', '$.event_fingerprint', '$.user_id',
                '$.domain_userid', '$.network_userid', '$.page_urlpath', '$.mkt_campaign',
                '$.se_category', '$.se_action', '$.tr_orderid'
            ]
        ) as bad_field,
        list_filter(
            json_keys(body),
            lambda name: regexp_matches(
                name, '^contexts_com_snowplowanalytics_snowplow_client_session_1[0-9_]*$'
            )
        )[1] as session_key,
        list_filter(
            json_keys(body),
            lambda name: regexp_matches(
                name, '^unstruct_event_com_snowplowanalytics_[a-z]+_screen_view_1[0-9_]*$'
            )
        )[1] as screen_key,
        unnest(json_transform(body, '{
            "platform": "VARCHAR", "collector_tstamp": "VARCHAR", "derived_tstamp": "VARCHAR",
            "event": "VARCHAR", "event_name": "VARCHAR", "event_id": "VARCHAR",
            "event_fingerprint": "VARCHAR", "user_id": "VARCHAR", "domain_userid": "VARCHAR",
            "network_userid": "VARCHAR", "page_urlpath": "VARCHAR", "mkt_campaign": "VARCHAR",
            "mkt_medium": "VARCHAR", "mkt_source": "VARCHAR",
            "contexts": "VARCHAR", "unstruct_event": "VARCHAR",
            "se_category": "VARCHAR", "se_action": "VARCHAR", "tr_orderid": "VARCHAR",
            "tr_total": "VARCHAR", "tr_currency": "VARCHAR", "useragent": "VARCHAR",
            "br_type": "VARCHAR", "dvce_type": "VARCHAR", "dvce_ismobile": "VARCHAR"
        }')) as delivered_event
    from delivered
),

opened as (
    select
        *,
        coalesce(nullif(derived_tstamp, ''), collector_tstamp) as written_at,
        lower(coalesce(nullif(event, ''), event_name)) as kind,
        list_filter(
            json_transform(
                try_cast(contexts as json) -> '$.data',
                '[{"schema": "VARCHAR", "data": {"userId": "VARCHAR"}}]'
            ),
            lambda entity: entity['schema'] like '%/client_session/%'
        )[1] as session_context,
        json_transform(
            try_cast(json_extract_string(body, '$.' || session_key) as json),
            '[{"userId": "VARCHAR", "user_id": "VARCHAR"}]'
        )[1] as session_entity,
        coalesce(
            json_extract_string(try_cast(unstruct_event as json), '$.data.data.name'),
            json_extract_string(
                try_cast(json_extract_string(body, '$.' || screen_key) as json), '$.name'
            )
        ) as screen
    from parsed
),

known as (
    select
        *,
        instant_of(written_at, 'UTC') as occurred_at,
        coalesce(
            nullif(domain_userid, ''), nullif(session_context['data']['userId'], ''),
            session_entity['userId'], session_entity['user_id'],
            case
                when coalesce(user_id, '') = ''
                    then nullif(network_userid, '00000000-0000-0000-0000-000000000000')
            end
        ) as visitor,
        case
            when kind = 'struct' then se_category || coalesce(': ' || nullif(se_action, ''), '')
            when kind = 'unstruct' then event_name
            else kind
        end as event_word
    from opened
)

select
    record_no,
    nullif(event_id, '') || coalesce(':' || nullif(event_fingerprint, ''), '') as event_id,
    case
        when kind in ('page_ping', 'transaction_item') or lower(br_type) = 'robot' then null
        else event_word
    end as event,
    occurred_at,
    instant_of(collector_tstamp, 'UTC') as received_at,
    case
        when platform = 'web' then 'web'
        when platform in ('mob', 'app', 'pc', 'tv', 'cnsl', 'iot', 'headset') then 'app'
    end as channel,
    case
        when lower(dvce_type) = 'computer' then 'desktop'
        when lower(dvce_type) in ('mobile', 'tablet') then lower(dvce_type)
        when coalesce(useragent, '') = '' and platform = 'mob' then 'mobile'
        when coalesce(useragent, '') = '' and lower(dvce_ismobile) in ('1', 'true') then 'mobile'
    end as device,
    nullif(mkt_campaign, '') as campaign,
    case when kind = 'page_view' then nullif(mkt_medium, '') end as campaign_medium,
    case when kind = 'page_view' then nullif(mkt_source, '') end as campaign_source,
    nullif(useragent, '') as user_agent,
    coalesce(nullif(page_urlpath, ''), screen) as page,
    case when kind = 'transaction' then finite_number(tr_total, '.') end as value,
    case when kind = 'transaction' then nullif(tr_currency, '') end as currency,
    nullif(user_id, '') as user_id,
    nullif(visitor, '') as anonymous_id,
    case when kind = 'transaction' then nullif(tr_orderid, '') end as order_id,
    cast(body as varchar) as attributes,
    md5(content) as row_hash,
    case
        when not is_object then 'neither 131 fields between tabs nor a JSON object'
        when bad_field is not null then bad_field
        when coalesce(event_word, '') = '' then 'no event'
        when coalesce(nullif(visitor, ''), nullif(user_id, '')) is null then 'no identifier'
        else time_fault(written_at, occurred_at, $latest_us, 'UTC')
    end as reject_reason,
    content as row_text
from known
