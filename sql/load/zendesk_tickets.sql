-- What:  Zendesk tickets, the latest state of each as the API and the export give it.
-- Grain: one row per ticket
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        plain_fault(
            body,
            [
                '$.id', '$.requester_id', '$.group_id', '$.assignee_id', '$.status',
                '$.via.channel'
            ]
        ) as bad_field,
        json_transform(body, '{
            "id": "VARCHAR", "requester_id": "VARCHAR", "group_id": "VARCHAR",
            "assignee_id": "VARCHAR", "status": "VARCHAR", "priority": "VARCHAR",
            "subject": "VARCHAR", "description": "VARCHAR", "created_at": "VARCHAR",
            "updated_at": "VARCHAR", "via": {"channel": "VARCHAR"},
            "custom_fields": [{"id": "BIGINT", "value": "VARCHAR"}]}') as ticket
    from delivered
    where is_object and json_exists(body, '$.requester_id') and json_exists(body, '$.status')
)

select
    parsed.record_no,
    ticket.id as ticket_id,
    ticket.requester_id,
    ticket.group_id,
    ticket.assignee_id,
    ticket.via.channel,
    ticket.status,
    ticket.priority,
    ticket.subject,
    ticket.description,
    list_extract(
        list_transform(
            list_filter(ticket.custom_fields, lambda field: field.id = $topic_field),
            lambda field: field.value
        ),
        1
    ) as topic,
    instant_of(ticket.created_at, $timezone) as created_at,
    instant_of(ticket.updated_at, $timezone) as updated_at,
    md5(parsed.content) as row_hash,
    case
        when parsed.bad_field is not null then parsed.bad_field
        when ticket.id is null then 'no id'
        when ticket.requester_id is null then 'no requester_id'
        else
            time_fault(
                ticket.created_at, instant_of(ticket.created_at, $timezone), $latest_us, $timezone
            )
    end as reject_reason,
    parsed.content as row_text
from parsed
