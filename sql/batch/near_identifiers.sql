-- What:  The identifiers of the build before between which new ones stand.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.unseen_values, identity.identifiers
-- Rule:  the next before and the next after each new value among those of its scope, and the first
--        and last of every scope. Numbers go by type, scope and value: the next after is the next
--        number, and texts are compared once

with

ends as (
    select
        min(identifier_no) as first_no,
        max(identifier_no) as last_no
    from identity.identifiers
    group by id_type, id_scope
),

befores as (
    select distinct befores.identifier_no
    from batch.unseen_values as unseen
    asof inner join identity.identifiers as befores
        on
            unseen.id_type = befores.id_type
            and unseen.id_scope = befores.id_scope
            and unseen.id_value > befores.id_value
),

near as (
    select first_no as identifier_no
    from ends
    union
    select last_no as identifier_no
    from ends
    union
    select identifier_no
    from befores
    union
    select afters.identifier_no
    from befores
    asof inner join identity.identifiers as afters
        on befores.identifier_no < afters.identifier_no
)

select
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    identifiers.identifier_no
from identity.identifiers as identifiers
inner join near on identifiers.identifier_no = near.identifier_no
