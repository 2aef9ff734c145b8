-- What:  Zendesk users: customers (end-user) and our own people (agent, admin).
-- Grain: one row per user
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        plain_fault(
            body, ['$.id', '$.name', '$.role', '$.email', '$.phone', '$.external_id']
        ) as bad_field,
        json_transform(body, '{
            "id": "VARCHAR", "name": "VARCHAR", "role": "VARCHAR", "email": "VARCHAR",
            "phone": "VARCHAR", "external_id": "VARCHAR", "updated_at": "VARCHAR"}') as person
    from delivered
    where is_object and json_exists(body, '$.role')
)

select
    parsed.record_no,
    person.id as user_id,
    person.name,
    person.role,
    person.email,
    person.phone,
    person.external_id,
    instant_of(person.updated_at, $timezone) as updated_at,
    md5(parsed.content) as row_hash,
    case
        when parsed.bad_field is not null then parsed.bad_field
        when person.id is null then 'no id'
    end as reject_reason,
    parsed.content as row_text
from parsed
