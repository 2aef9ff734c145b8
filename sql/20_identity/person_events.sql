-- What:  Whose event each event is.
-- Grain: one row per event that carries an identifier
-- Key:   event_id
-- Reads: identity.components, identity.sightings

select
    sightings.event_id,
    components.component_no as person_key
from identity.sightings as sightings
inner join identity.components as components
    on sightings.identifier_no = components.identifier_no
where sightings.identifier_no = sightings.first_identifier_no
