-- What:  The identifiers of each combination, normalised.
-- Grain: one row per combination and identifier type
-- Key:   bundle_no, id_type
-- Plain: id_value
-- Reads: config.sources, identity.bundles, identity.emails, identity.phones
-- Rule:  e-mail addresses and phones in their normal form; what is no phone identifies nobody; ids
--        of contacts, tickets, orders and cases are known inside their source; customer and user
--        ids everywhere, unless the source has an id_scope; the others everywhere

with

typed as (
    select
        bundles.bundle_no,
        'email' as id_type,
        '' as id_scope,
        emails.email as id_value
    from identity.bundles as bundles
    inner join identity.emails as emails on bundles.email = emails.written
    union all
    select
        bundles.bundle_no,
        'phone' as id_type,
        '' as id_scope,
        phones.phone as id_value
    from identity.bundles as bundles
    inner join identity.phones as phones on bundles.phone = phones.written
    union all
    select
        bundles.bundle_no,
        'customer_id' as id_type,
        sources.id_scope,
        trim(bundles.customer_id) as id_value
    from identity.bundles as bundles
    inner join config.sources as sources on bundles.source = sources.source
    where bundles.customer_id is not null
    union all
    select
        bundles.bundle_no,
        'user_id' as id_type,
        sources.id_scope,
        trim(bundles.user_id) as id_value
    from identity.bundles as bundles
    inner join config.sources as sources on bundles.source = sources.source
    where bundles.user_id is not null
    union all
    select
        bundle_no,
        'anonymous_id' as id_type,
        '' as id_scope,
        trim(anonymous_id) as id_value
    from identity.bundles
    where anonymous_id is not null
    union all
    select
        bundle_no,
        'device_id' as id_type,
        '' as id_scope,
        trim(device_id) as id_value
    from identity.bundles
    where device_id is not null
    union all
    select
        bundle_no,
        'contact_id' as id_type,
        source as id_scope,
        trim(contact_id) as id_value
    from identity.bundles
    where contact_id is not null
    union all
    select
        bundle_no,
        'ticket_id' as id_type,
        source as id_scope,
        trim(ticket_id) as id_value
    from identity.bundles
    where ticket_id is not null
    union all
    select
        bundle_no,
        'order_id' as id_type,
        source as id_scope,
        trim(order_id) as id_value
    from identity.bundles
    where order_id is not null
    union all
    select
        bundle_no,
        'case_id' as id_type,
        source as id_scope,
        trim(case_id) as id_value
    from identity.bundles
    where case_id is not null
)

select
    bundle_no,
    id_type,
    id_scope,
    id_value
from typed
where id_value <> ''
