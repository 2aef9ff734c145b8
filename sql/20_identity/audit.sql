-- What:  Every link that was considered, and what was decided.
-- Grain: one row per pair of identifiers
-- Key:   left_type, left_value, right_type, right_value
-- Reads: identity.identifiers, identity.links, identity.pseudonyms
-- Rule:  identifiers seen together in one event are one person; there are no limits yet, so every
--        link is joined

select
    left_ids.id_type as left_type,
    left_names.id_hash as left_value,
    right_ids.id_type as right_type,
    right_names.id_hash as right_value,
    links.evidence_event_id as event_id,
    links.evidence_source as source,
    links.sightings,
    'joined' as decision,
    'seen together in one event' as rule
from identity.links as links
inner join identity.identifiers as left_ids on links.left_no = left_ids.identifier_no
inner join identity.identifiers as right_ids on links.right_no = right_ids.identifier_no
inner join identity.pseudonyms as left_names on links.left_no = left_names.identifier_no
inner join identity.pseudonyms as right_names on links.right_no = right_names.identifier_no
