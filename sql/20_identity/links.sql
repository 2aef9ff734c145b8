-- What:  Identifiers that were seen together, with the evidence.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.sightings, staging.events
-- Rule:  an event links each of its identifiers to its first one, which joins them all; the
--        evidence is the event with the smallest id

with

pairs as (
    select
        first_identifier_no as left_no,
        identifier_no as right_no,
        count(*) as sightings,
        min(event_id) as evidence_event_id
    from identity.sightings
    where identifier_no <> first_identifier_no
    group by first_identifier_no, identifier_no
)

select
    pairs.left_no,
    pairs.right_no,
    pairs.sightings,
    pairs.evidence_event_id,
    events.source as evidence_source
from pairs
inner join staging.events as events on pairs.evidence_event_id = events.event_id
