-- What:  The identifiers that somebody may mean, by value in its normal form or by hash.
-- Grain: one row per identifier
with

asked as (
    select
        $asked_value as value,
        $asked_email as email,
        $asked_phone as phone,
        $asked_id_type as id_type,
        $asked_id_scope as id_scope
)

select identifiers.identifier_no
from identity.identifiers as identifiers
inner join identity.pseudonyms as pseudonyms
    on identifiers.identifier_no = pseudonyms.identifier_no
cross join asked
where
    (
        identifiers.id_value = case identifiers.id_type
            when 'email' then asked.email
            when 'phone' then asked.phone
            else asked.value
        end
        or pseudonyms.id_hash = asked.value
    )
    and (asked.id_type is null or identifiers.id_type = asked.id_type)
    and (asked.id_scope is null or identifiers.id_scope = asked.id_scope)
order by identifiers.strength, identifiers.identifier_no
