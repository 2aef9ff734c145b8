-- What:  Zendesk ticket audits, one row per event inside an audit; they share one time.
-- Grain: one row per event, and per audit without any
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        body,
        plain_fault(
            body, ['$.id', '$.ticket_id', '$.author_id', '$.via.channel']
        ) as bad_field,
        json_transform(body, '{
            "id": "VARCHAR", "ticket_id": "VARCHAR", "author_id": "VARCHAR",
            "created_at": "VARCHAR", "via": {"channel": "VARCHAR"},
            "events": [{
                "id": "VARCHAR", "type": "VARCHAR", "public": "BOOLEAN", "field_name": "VARCHAR",
                "value": "VARCHAR", "previous_value": "VARCHAR", "score": "VARCHAR",
                "author_id": "VARCHAR", "body": "VARCHAR", "plain_body": "VARCHAR"
            }]}') as audit
    from delivered
    where is_object and json_exists(body, '$.ticket_id') and json_exists(body, '$.events')
),

exploded as (
    select
        parsed.record_no,
        parsed.content,
        parsed.bad_field,
        parsed.body,
        parsed.audit,
        len(list_filter(audit.events, lambda part: part.type = 'Create')) > 0 as is_first_audit,
        unnest(coalesce(nullif(audit.events, []), [null])) as audit_event,
        generate_subscripts(coalesce(nullif(audit.events, []), [null]), 1) as event_no
    from parsed
),

judged as (
    select
        *,
        plain_fault(
            json_extract(body, '$.events[*]')[event_no],
            ['$.id', '$.type', '$.field_name', '$.author_id', '$.score']
        ) as bad_part_field
    from exploded
)

select
    judged.record_no,
    audit_event.id as event_id,
    audit.id as audit_id,
    audit.ticket_id,
    coalesce(audit_event.author_id, audit.author_id) as author_id,
    audit.via.channel,
    audit_event.type,
    audit_event.public as is_public,
    audit_event.field_name,
    audit_event.value,
    audit_event.previous_value,
    audit_event.score,
    coalesce(audit_event.plain_body, audit_event.body) as text,
    judged.is_first_audit,
    judged.event_no,
    instant_of(audit.created_at, $timezone) as created_at,
    md5(judged.content || '/' || judged.event_no) as row_hash,
    case
        when judged.bad_field is not null then judged.bad_field
        when judged.bad_part_field is not null then judged.bad_part_field
        when audit.id is null then 'no id'
        when audit.ticket_id is null then 'no ticket_id'
        when audit_event.id is null then 'an audit without events, or an event without id'
        else
            time_fault(
                audit.created_at, instant_of(audit.created_at, $timezone), $latest_us, $timezone
            )
    end as reject_reason,
    judged.content as row_text
from judged
