-- What:  Zendesk groups, which are departments; a line of any other kind is refused here.
create or replace temp table incoming as
select
    record_no,
    content ->> '$.id' as group_id,
    content ->> '$.name' as name,
    instant_of(content ->> '$.updated_at', $timezone) as updated_at,
    md5(content) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when
            not json_exists(content, '$.id') or not json_exists(content, '$.name')
            then 'neither a ticket, an audit, a user nor a group'
    end as reject_reason,
    content as row_text
from delivered
where
    not is_object
    or not (
        json_exists(content, '$.role')
        or (json_exists(content, '$.ticket_id') and json_exists(content, '$.events'))
        or (json_exists(content, '$.requester_id') and json_exists(content, '$.status'))
    )
