-- What:  One person: their id, how many events they have, and the identifiers joined into them.
-- Grain: one row
with

asked as (
    select $asked_person_key as person_key
),

used as (
    select
        cast(sum(events) as bigint) as events,
        min(first_us) as first_us,
        max(last_us) as last_us
    from identity.person_bundles
    where person_key in (select asked.person_key from asked)
),

own as (
    select component_no
    from identity.components
    where identifier_no in (select asked.person_key from asked)
),

joined as (
    select count(*) as identifiers
    from identity.components as components
    inner join own on components.component_no = own.component_no
)

select
    persons.person_id,
    persons.identifiers,
    used.events,
    timestamp_micros(used.first_us) as first_at,
    timestamp_micros(used.last_us) as last_at,
    joined.identifiers as joined_identifiers,
    settings.policy
from identity.persons as persons
inner join asked on persons.person_key = asked.person_key
cross join used
cross join joined
cross join config.identity_settings as settings
