-- What:  What is known of some identifiers, by their numbers.
-- Grain: one row per identifier
with

asked as (
    select unnest($asked_numbers) as identifier_no
)

select
    identifiers.identifier_no,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    identifiers.id_class,
    identifiers.blocked_by,
    busy.people as busy_people,
    disputed.identifier_no is not null as is_disputed,
    identifiers.events,
    timestamp_micros(identifiers.first_us) as first_at,
    timestamp_micros(identifiers.last_us) as last_at
from identity.identifiers as identifiers
inner join asked on identifiers.identifier_no = asked.identifier_no
left join identity.busy_identifiers as busy on identifiers.identifier_no = busy.identifier_no
left join identity.disputed_identifiers as disputed
    on identifiers.identifier_no = disputed.identifier_no
order by identifiers.strength, identifiers.identifier_no
