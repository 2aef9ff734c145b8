-- What:  Zendesk groups, which are departments; a line of any other kind is refused here.
-- Grain: one row per group
create or replace temp table incoming as
select
    record_no,
    body ->> '$.id' as group_id,
    body ->> '$.name' as name,
    instant_of(body ->> '$.updated_at', $timezone) as updated_at,
    md5(content) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when
            not json_exists(body, '$.id') or not json_exists(body, '$.name')
            then 'neither a ticket, an audit, a user nor a group'
        else plain_fault(body, ['$.id', '$.name'])
    end as reject_reason,
    content as row_text
from delivered
where
    not is_object
    or not (
        json_exists(body, '$.role')
        or json_exists(body, '$._no_event')
        or json_exists(body, '$._chat')
        or (json_exists(body, '$.ticket_id') and json_exists(body, '$.events'))
        or (json_exists(body, '$.requester_id') and json_exists(body, '$.status'))
    )
