-- What:  Which identifier belongs to whom, from its first sighting to its last.
-- Grain: one row per identifier
-- Key:   id_type, id_value
-- Reads: identity.components, identity.identifiers, identity.persons, identity.pseudonyms,
--        identity.sightings, staging.events

with

periods as (
    select
        sightings.identifier_no,
        min(events.occurred_at) as valid_from,
        max(events.occurred_at) as valid_to
    from identity.sightings as sightings
    inner join staging.events as events on sightings.event_id = events.event_id
    group by sightings.identifier_no
)

select
    identifiers.id_type,
    pseudonyms.id_hash as id_value,
    persons.person_id,
    periods.valid_from,
    periods.valid_to
from identity.identifiers as identifiers
inner join identity.pseudonyms as pseudonyms
    on identifiers.identifier_no = pseudonyms.identifier_no
inner join identity.components as components
    on identifiers.identifier_no = components.identifier_no
inner join identity.persons as persons on components.component_no = persons.person_key
inner join periods on identifiers.identifier_no = periods.identifier_no
