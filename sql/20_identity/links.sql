-- What:  The links that may join people: those seen that nothing speaks against, and those said.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.candidate_links, identity.must_links
-- Rule:  the evidence is the event with the smallest id; a link that was only said has none, and is
--        known from when both its identifiers are

with

usable as (
    select *
    from identity.candidate_links
    where obstacle is null
)

select
    coalesce(usable.left_no, said.left_no) as left_no,
    coalesce(usable.right_no, said.right_no) as right_no,
    coalesce(usable.sightings, 0) as sightings,
    coalesce(usable.first_us, said.known_us) as first_us,
    coalesce(usable.last_us, said.known_us) as last_us,
    usable.evidence_event_id,
    usable.evidence_source,
    coalesce(usable.class_rank, 1) as class_rank,
    coalesce(usable.trust_rank, 1) as trust_rank,
    said.left_no is not null as is_must
from usable
full outer join identity.must_links as said
    on usable.left_no = said.left_no and usable.right_no = said.right_no
