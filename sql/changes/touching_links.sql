-- What:  The links of identifiers that moved, with whom the other end stood for before.
-- Grain: one row per identifier that moved and link
-- Key:   identifier_no, beside_no
-- Reads: changes.moved_identifiers, identity.former_people, identity.links, identity.pseudonyms,
--        identity.refusals

with

touching as (
    select
        moved.identifier_no,
        moved.from_person_id,
        moved.to_person_id,
        links.right_no as beside_no,
        links.left_no,
        links.right_no
    from changes.moved_identifiers as moved
    inner join identity.links as links on moved.identifier_no = links.left_no
    union
    select
        moved.identifier_no,
        moved.from_person_id,
        moved.to_person_id,
        links.left_no as beside_no,
        links.left_no,
        links.right_no
    from changes.moved_identifiers as moved
    inner join identity.links as links on moved.identifier_no = links.right_no
)

select
    touching.identifier_no,
    touching.from_person_id,
    touching.to_person_id,
    touching.beside_no,
    former.person_id as beside_person_id,
    links.first_us,
    links.is_must,
    links.is_merge,
    links.evidence_event_id,
    links.evidence_source,
    refusals.rule as refused_by
from touching
inner join identity.links as links
    on touching.left_no = links.left_no and touching.right_no = links.right_no
inner join identity.pseudonyms as pseudonyms on touching.beside_no = pseudonyms.identifier_no
left join identity.former_people as former on pseudonyms.id_hash = former.id_hash
left join identity.refusals as refusals
    on touching.left_no = refusals.left_no and touching.right_no = refusals.right_no
