-- What:  What each source says of the people it knows: name, address, phone and postcode.
-- Kind:  view
-- Grain: one row per source and record of a person that has a name
-- Key:   profile_no
-- Reads: config.profile_labels, config.sources, identity.busy_identifiers, identity.emails,
--        identity.identifiers, identity.phones, staging.events, staging.stg_zendesk__users
-- Rule:  a record is a contact, else a customer, a user, an anonymous visitor, or whoever has an
--        address, by its id; each part is the latest that is known of it. Of addresses and phones
--        those that are blocked or busy are left out. Nothing is read unless proposals are
--        switched on
-- Order: occurred_us from the last, then label_no and event_id

with

readable as (
    select distinct source
    from config.profile_labels
),

told as (
    select
        events.source,
        events.event_id,
        events.occurred_us,
        emails.email,
        phones.phone,
        events.attributes,
        case
            when events.contact_id is not null then 'contact_id'
            when events.customer_id is not null then 'customer_id'
            when events.user_id is not null then 'user_id'
            when events.anonymous_id is not null then 'anonymous_id'
            else 'email'
        end as id_type,
        trim(
            coalesce(
                events.contact_id,
                events.customer_id,
                events.user_id,
                events.anonymous_id,
                emails.email
            )
        ) as id_value
    from staging.events as events
    inner join readable on events.source = readable.source
    left join identity.emails as emails on events.email = emails.written
    left join identity.phones as phones on events.phone = phones.written
),

parts as (
    select
        told.source,
        told.id_type,
        told.id_value,
        told.event_id,
        told.occurred_us,
        labels.label_no,
        labels.part,
        trim(get_json_object(told.attributes, labels.path)) as written
    from told
    inner join config.profile_labels as labels on told.source = labels.source
    union all
    select
        told.source,
        told.id_type,
        told.id_value,
        told.event_id,
        told.occurred_us,
        1 as label_no,
        'email' as part,
        told.email as written
    from told
    union all
    select
        told.source,
        told.id_type,
        told.id_value,
        told.event_id,
        told.occurred_us,
        1 as label_no,
        'phone' as part,
        told.phone as written
    from told
    union all
    select
        users.source,
        'contact_id' as id_type,
        users.user_id as id_value,
        users.user_id as event_id,
        0 as occurred_us,
        1 as label_no,
        'name' as part,
        trim(users.name) as written
    from staging.stg_zendesk__users as users
    inner join readable on users.source = readable.source
    where users.role = 'end-user'
),

usable as (
    select parts.*
    from parts
    left join identity.identifiers as shared
        on
            parts.part = shared.id_type
            and parts.written = shared.id_value
            and shared.id_scope = ''
    left join identity.busy_identifiers as busy on shared.identifier_no = busy.identifier_no
    where
        parts.written <> ''
        and parts.id_value <> ''
        and shared.blocked_by is null
        and busy.identifier_no is null
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, id_type, id_value, part
            order by occurred_us desc, label_no asc, event_id asc
        ) as place
    from usable
),

profiles as (
    select
        source,
        id_type,
        id_value,
        coalesce(
            max(case when part = 'name' then written end),
            nullif(
                trim(
                    coalesce(max(case when part = 'first_name' then written end), '')
                    || ' ' || coalesce(max(case when part = 'last_name' then written end), '')
                ),
                ''
            )
        ) as name,
        max(case when part = 'email' then written end) as email,
        max(case when part = 'phone' then written end) as phone,
        max(case when part = 'postcode' then written end) as postcode
    from ranked
    where place = 1
    group by source, id_type, id_value
)

select
    profiles.source,
    identifiers.identifier_no,
    profiles.name,
    profiles.email,
    profiles.phone,
    profiles.postcode,
    row_number() over (
        order by profiles.source, identifiers.id_type, identifiers.id_scope, identifiers.id_value
    ) as profile_no
from profiles
inner join config.sources as sources on profiles.source = sources.source
inner join identity.identifiers as identifiers
    on
        profiles.id_type = identifiers.id_type
        and profiles.id_value = identifiers.id_value
        and identifiers.id_scope = case profiles.id_type
            when 'contact_id' then profiles.source
            when 'anonymous_id' then ''
            when 'email' then ''
            else sources.id_scope
        end
where profiles.name is not null and identifiers.blocked_by is null
