-- What:  The links that may join people: those seen that nothing speaks against, those said, and
--        records that a source has merged.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.candidate_links, identity.merged_identifiers, identity.must_links
-- Rule:  the evidence is the event with the smallest id; a link that was only said has none, and is
--        known from when both its identifiers are. What a source has merged (class_rank 0) comes
--        before all that was seen

with

usable as (
    select *
    from identity.candidate_links
    where obstacle is null
),

told as (
    select
        left_no,
        right_no,
        known_us,
        1 as is_said,
        0 as is_merged,
        cast(null as string) as source
    from identity.must_links
    union all
    select
        left_no,
        right_no,
        known_us,
        0 as is_said,
        1 as is_merged,
        source
    from identity.merged_identifiers
),

said as (
    select
        left_no,
        right_no,
        max(known_us) as known_us,
        max(is_said) as is_said,
        max(is_merged) as is_merged,
        max(source) as source
    from told
    group by left_no, right_no
)

select
    coalesce(usable.left_no, said.left_no) as left_no,
    coalesce(usable.right_no, said.right_no) as right_no,
    coalesce(usable.sightings, 0) as sightings,
    coalesce(usable.first_us, said.known_us) as first_us,
    coalesce(usable.last_us, said.known_us) as last_us,
    usable.evidence_event_id,
    coalesce(usable.evidence_source, said.source) as evidence_source,
    case when said.is_merged = 1 then 0 else coalesce(usable.class_rank, 1) end as class_rank,
    coalesce(usable.trust_rank, 1) as trust_rank,
    coalesce(said.is_said = 1, false) as is_must,
    coalesce(said.is_merged = 1, false) as is_merge
from usable
full outer join said
    on usable.left_no = said.left_no and usable.right_no = said.right_no
