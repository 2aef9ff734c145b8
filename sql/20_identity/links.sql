-- What:  Identifiers that were seen together, with the evidence.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.sightings
-- Rule:  an event links each of its identifiers to its first one, which joins them all

select
    first_identifier_no as left_no,
    identifier_no as right_no,
    count(*) as sightings,
    min(event_id) as evidence_event_id,
    min(source) as evidence_source
from identity.sightings
where identifier_no <> first_identifier_no
group by first_identifier_no, identifier_no
