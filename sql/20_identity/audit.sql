-- What:  Every link that was considered, and what was decided.
-- Grain: one row per pair of identifiers
-- Key:   left_type, left_value, right_type, right_value
-- Reads: identity.candidate_links, identity.identifiers, identity.links, identity.pseudonyms,
--        identity.refusals
-- Rule:  joined, refused because of a conflict, or blocked because one of the two proves nothing;
--        a link without an event was said by an override, or by a source that merged its records

with

considered as (
    select
        links.left_no,
        links.right_no,
        links.evidence_event_id,
        links.evidence_source,
        links.sightings,
        case when refusals.left_no is null then 'joined' else 'refused' end as decision,
        case
            when refusals.left_no is not null then refusals.rule
            when links.is_must then 'an override says so'
            when links.is_merge then 'merged by the source'
            else 'seen together in one event'
        end as rule
    from identity.links as links
    left join identity.refusals as refusals
        on links.left_no = refusals.left_no and links.right_no = refusals.right_no
    union all
    select
        left_no,
        right_no,
        evidence_event_id,
        evidence_source,
        sightings,
        'blocked' as decision,
        obstacle as rule
    from identity.candidate_links
    where obstacle is not null
)

select
    left_ids.id_type as left_type,
    left_names.id_hash as left_value,
    right_ids.id_type as right_type,
    right_names.id_hash as right_value,
    considered.evidence_event_id as event_id,
    considered.evidence_source as source,
    considered.sightings,
    considered.decision,
    considered.rule
from considered
inner join identity.identifiers as left_ids on considered.left_no = left_ids.identifier_no
inner join identity.identifiers as right_ids on considered.right_no = right_ids.identifier_no
inner join identity.pseudonyms as left_names on considered.left_no = left_names.identifier_no
inner join identity.pseudonyms as right_names on considered.right_no = right_names.identifier_no
