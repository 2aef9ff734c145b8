-- What:  Every identifier that was ever seen, numbered.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.event_identifiers
-- Order: id_type, id_scope, id_value, so that the numbers depend on the data alone

with

seen as (
    select distinct
        id_type,
        id_scope,
        id_value
    from identity.event_identifiers
)

select
    id_type,
    id_scope,
    id_value,
    row_number() over (order by id_type, id_scope, id_value) as identifier_no
from seen
