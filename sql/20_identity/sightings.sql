-- What:  Which identifier was seen on which event.
-- Grain: one row per event and identifier
-- Key:   event_id, identifier_no
-- Reads: identity.event_identifiers, identity.identifiers

select
    seen.event_id,
    seen.source,
    seen.id_type,
    identifiers.identifier_no,
    min(identifiers.identifier_no) over (partition by seen.event_id) as first_identifier_no
from identity.event_identifiers as seen
inner join identity.identifiers as identifiers
    on
        seen.id_type = identifiers.id_type
        and seen.id_scope = identifiers.id_scope
        and seen.id_value = identifiers.id_value
