-- What:  The identifiers that each event carries, normalised.
-- Grain: one row per event and identifier type
-- Key:   event_id, id_type
-- Reads: identity.emails, identity.phones, staging.events
-- Rule:  e-mail addresses and phones in their normal form; what is no phone identifies nobody; ids
--        of contacts, tickets, orders and cases are known inside their source, the others anywhere

with

typed as (
    select
        events.event_id,
        events.source,
        'email' as id_type,
        '' as id_scope,
        emails.email as id_value
    from staging.events as events
    inner join identity.emails as emails on events.email = emails.written
    union all
    select
        events.event_id,
        events.source,
        'phone' as id_type,
        '' as id_scope,
        phones.phone as id_value
    from staging.events as events
    inner join identity.phones as phones on events.phone = phones.written
    union all
    select
        event_id,
        source,
        'customer_id' as id_type,
        '' as id_scope,
        trim(customer_id) as id_value
    from staging.events
    where customer_id is not null
    union all
    select
        event_id,
        source,
        'user_id' as id_type,
        '' as id_scope,
        trim(user_id) as id_value
    from staging.events
    where user_id is not null
    union all
    select
        event_id,
        source,
        'anonymous_id' as id_type,
        '' as id_scope,
        trim(anonymous_id) as id_value
    from staging.events
    where anonymous_id is not null
    union all
    select
        event_id,
        source,
        'device_id' as id_type,
        '' as id_scope,
        trim(device_id) as id_value
    from staging.events
    where device_id is not null
    union all
    select
        event_id,
        source,
        'contact_id' as id_type,
        source as id_scope,
        trim(contact_id) as id_value
    from staging.events
    where contact_id is not null
    union all
    select
        event_id,
        source,
        'ticket_id' as id_type,
        source as id_scope,
        trim(ticket_id) as id_value
    from staging.events
    where ticket_id is not null
    union all
    select
        event_id,
        source,
        'order_id' as id_type,
        source as id_scope,
        trim(order_id) as id_value
    from staging.events
    where order_id is not null
    union all
    select
        event_id,
        source,
        'case_id' as id_type,
        source as id_scope,
        trim(case_id) as id_value
    from staging.events
    where case_id is not null
)

select
    event_id,
    source,
    id_type,
    id_scope,
    id_value
from typed
where id_value <> ''
