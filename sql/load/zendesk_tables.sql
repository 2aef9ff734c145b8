-- What:  Rows of a connector's Zendesk tables as the objects that the API gives.
-- Grain: one row per object
-- Rule:  a change of a field is an audit of its ticket, the values a ticket begins with are the
--        audit that creates it, a comment is an audit of its own; chats and what is said in them
--        have no like in the API and go by _chat. Times without an offset are UTC,
--        unless the source names a zone.
create or replace temp table delivered as
with

kinds as (
    select
        record_no,
        content,
        body,
        case
            when json_exists(body, '$.requester_id') and json_exists(body, '$.status') then 'ticket'
            when json_exists(body, '$.field_name') and json_exists(body, '$.value') then 'history'
            when
                json_exists(body, '$.ticket_id') and json_exists(body, '$.public')
                and json_exists(body, '$.body')
                then 'comment'
            when
                json_exists(body, '$.chat_id') and json_exists(body, '$.actor_id')
                and json_exists(body, '$.type')
                then 'chat event'
            when
                json_exists(body, '$.chat_id') and json_exists(body, '$.ticket_id')
                and json_exists(body, '$.visitor_id')
                then 'chat'
            when json_exists(body, '$.role') then 'user'
            when
                json_exists(body, '$.name')
                and list_has_all(
                    [
                        'id', 'name', 'url', 'created_at', 'updated_at', 'deleted', 'default',
                        'description', 'is_public', '_fivetran_deleted', '_fivetran_synced',
                        '_dlt_load_id', '_dlt_id'
                    ],
                    json_keys(body)
                )
                then 'group'
            when
                list_bool_or(
                    list_transform(
                        json_keys(body),
                        lambda name: regexp_full_match(name, '_dlt_(id|load_id)|_.*_synced')
                    )
                )
                then 'other'
        end as kind,
        body ->> '$.ticket_id' as ticket_id,
        body ->> '$.field_name' as field_name,
        trim(
            coalesce(body ->> '$.created_at', body ->> '$.created', body ->> '$.updated')
        ) as created,
        trim(coalesce(body ->> '$.updated_at', body ->> '$.updated')) as updated
    from delivered
),

placed as (
    select
        *,
        case
            when $timezone is null and regexp_full_match(created, '[0-9-]{10}[ T][0-9:.]+')
                then created || 'Z'
            else created
        end as created_at,
        case
            when $timezone is null and regexp_full_match(updated, '[0-9-]{10}[ T][0-9:.]+')
                then updated || 'Z'
            else updated
        end as updated_at,
        lag(body ->> '$.value') over (
            partition by kind, ticket_id, field_name order by created, record_no
        ) as previous_value,
        min(created) over (partition by kind, ticket_id) as first_at
    from kinds
)

select
    record_no,
    content,
    true as is_object,
    case kind
        when 'ticket'
            then
                json_object(
                    'id', body ->> '$.id',
                    'requester_id', body ->> '$.requester_id',
                    'group_id', body ->> '$.group_id',
                    'assignee_id', body ->> '$.assignee_id',
                    'status', coalesce(body ->> '$.status', ''),
                    'priority', body ->> '$.priority',
                    'subject', body ->> '$.subject',
                    'description', body ->> '$.description',
                    'created_at', created_at,
                    'updated_at', updated_at,
                    'via', json_object(
                        'channel', coalesce(body ->> '$.via_channel', body ->> '$.via__channel')
                    )
                )
        when 'history'
            then
                json_object(
                    'id', 'history:' || ticket_id || ':' || created,
                    'ticket_id', ticket_id,
                    'author_id', body ->> '$.user_id',
                    'created_at', created_at,
                    'events', json_array(
                        json_object(
                            'id',
                            'history:' || ticket_id || ':' || created || ':' || field_name || ':'
                            || coalesce(body ->> '$.value', ''),
                            'type', case
                                when
                                    previous_value is null and created = first_at
                                    and (
                                        field_name <> 'status'
                                        or coalesce(body ->> '$.value', '') in ('', 'new', 'open')
                                    )
                                    then 'Create'
                                else 'Change'
                            end,
                            'field_name', field_name,
                            'value', body ->> '$.value',
                            'previous_value', previous_value
                        )
                    )
                )
        when 'comment'
            then
                json_object(
                    'id', 'comment:' || (body ->> '$.id'),
                    'ticket_id', ticket_id,
                    'author_id', coalesce(body ->> '$.user_id', body ->> '$.author_id'),
                    'created_at', created_at,
                    'events', json_array(
                        json_object(
                            'id', 'comment:' || (body ->> '$.id'),
                            'type', 'Comment',
                            'public', try_cast(body ->> '$.public' as boolean),
                            'plain_body', coalesce(body ->> '$.plain_body', body ->> '$.body')
                        )
                    )
                )
        when 'user'
            then
                json_object(
                    'id', body ->> '$.id',
                    'name', body ->> '$.name',
                    'role', body ->> '$.role',
                    'email', body ->> '$.email',
                    'phone', body ->> '$.phone',
                    'external_id', body ->> '$.external_id',
                    'updated_at', updated_at
                )
        when 'group'
            then
                json_object(
                    'id', body ->> '$.id', 'name', body ->> '$.name', 'updated_at', updated_at
                )
        when 'chat'
            then
                json_object(
                    '_chat', 'chat',
                    'chat_id', body ->> '$.chat_id',
                    'ticket_id', ticket_id,
                    'user_id', body ->> '$.user_id',
                    'channel', body ->> '$.channel'
                )
        when 'chat event'
            then
                json_object(
                    '_chat', 'event',
                    'chat_id', body ->> '$.chat_id',
                    'chat_index', body ->> '$.chat_index',
                    'type', body ->> '$.type',
                    'actor_id', body ->> '$.actor_id',
                    'message', body ->> '$.message',
                    'filename', body ->> '$.filename',
                    'created_at', created_at
                )
        when 'other' then json_object('_no_event', true)
        else body
    end as body
from placed
