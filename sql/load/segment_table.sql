-- What:  The rows of a warehouse table of Segment or RudderStack, each as the call it was.
-- Grain: one row per row of the table
-- Rule:  a row that names an event is a track call; else $type counts, which the file's name tells;
--        else a row with a path or an address is a page. Times without an offset are UTC. The row
--        stays whole as the call's properties.
create or replace temp table delivered as
with

opened as (
    select
        record_no,
        content,
        is_object,
        body,
        unnest(json_transform(body, '{
            "id": "VARCHAR", "event": "VARCHAR", "event_text": "VARCHAR", "name": "VARCHAR",
            "path": "VARCHAR", "url": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR",
            "anonymous_id": "VARCHAR", "user_id": "VARCHAR", "channel": "VARCHAR",
            "timestamp": "VARCHAR", "original_timestamp": "VARCHAR", "received_at": "VARCHAR",
            "context_page_path": "VARCHAR", "context_campaign_name": "VARCHAR",
            "context_campaign_medium": "VARCHAR", "context_campaign_source": "VARCHAR",
            "context_device_id": "VARCHAR", "context_device_type": "VARCHAR",
            "context_device_model": "VARCHAR", "context_user_agent": "VARCHAR",
            "context_library_name": "VARCHAR", "context_traits_email": "VARCHAR",
            "context_traits_phone": "VARCHAR"
        }')) as row_fields
    from delivered
),

named as (
    select
        *,
        coalesce(nullif(event_text, ''), nullif(event, '')) as event_word,
        regexp_replace(
            coalesce(nullif(timestamp, ''), original_timestamp),
            '^(\d{4}-\d\d-\d\d[T ][0-9:.]+)$', '\1Z'
        ) as written_at,
        regexp_replace(received_at, '^(\d{4}-\d\d-\d\d[T ][0-9:.]+)$', '\1Z') as arrived_at
    from opened
)

select
    record_no,
    content,
    is_object,
    to_json(
        {
            'messageId': nullif(id, ''),
            'type': case
                when event_word is not null then 'track'
                when $type is not null then $type
                when coalesce(nullif(path, ''), nullif(url, '')) is not null then 'page'
            end,
            'event': event_word,
            'name': nullif(name, ''),
            'anonymousId': nullif(anonymous_id, ''),
            'userId': nullif(user_id, ''),
            'channel': case
                when
                    regexp_matches(
                        context_library_name, '(?i)ios|android|swift|kotlin|react-native|flutter'
                    )
                    then 'mobile'
                else nullif(channel, '')
            end,
            'timestamp': nullif(written_at, ''),
            'receivedAt': nullif(arrived_at, ''),
            'traits': { 'email': nullif(email, ''), 'phone': nullif(phone, '') },
            'context': {
                'traits': {
                    'email': nullif(context_traits_email, ''),
                    'phone': nullif(context_traits_phone, '')
                },
                'page': { 'path': nullif(context_page_path, '') },
                'campaign': {
                    'name': nullif(context_campaign_name, ''),
                    'medium': nullif(context_campaign_medium, ''),
                    'source': nullif(context_campaign_source, '')
                },
                'device': {
                    'id': nullif(context_device_id, ''),
                    'type': nullif(context_device_type, ''),
                    'model': nullif(context_device_model, '')
                },
                'userAgent': nullif(context_user_agent, '')
            },
            'properties': body
        }
    ) as body
from named
