-- What:  What this build changed about people, with the reason and the evidence.
-- Grain: one row per former and present person
-- Key:   change_no
-- Reads: changes.moved_identifiers, changes.touching_links, identity.changes, identity.identifiers
-- Rule:  the evidence of a merger is a link to what was somebody else's, that of a split a refused
--        link inside the former person; where no link speaks, the class of what moved tells
-- Order: from_person_id, to_person_id; evidence: somebody's word, then the earliest link

with

pairs as (
    select
        moved.kind,
        moved.from_person_id,
        moved.to_person_id,
        count(*) as identifiers,
        min(
            case when identifiers.id_class in ('device', 'record') then 1 else 0 end
        ) as is_owned
    from changes.moved_identifiers as moved
    inner join identity.identifiers as identifiers
        on moved.identifier_no = identifiers.identifier_no
    group by moved.kind, moved.from_person_id, moved.to_person_id
),

evidence as (
    select
        links.from_person_id,
        links.to_person_id,
        links.evidence_event_id,
        links.evidence_source,
        case
            when links.refused_by is not null then links.refused_by
            when links.is_must then 'an override says so'
            when links.is_merge then 'merged by the source'
            else 'seen together in one event'
        end as reason,
        row_number() over (
            partition by links.from_person_id, links.to_person_id
            order by
                case when links.beside_person_id is null then 1 else 0 end,
                case when links.is_must then 0 else 1 end,
                links.first_us,
                links.beside_no,
                links.identifier_no
        ) as place
    from changes.touching_links as links
    inner join pairs
        on
            links.from_person_id = pairs.from_person_id
            and links.to_person_id = pairs.to_person_id
    where
        (
            pairs.kind = 'split'
            and links.refused_by is not null
            and links.beside_person_id = links.from_person_id
        )
        or (
            pairs.kind = 'merged'
            and links.refused_by is null
            and (
                links.beside_person_id is null
                or links.beside_person_id <> links.from_person_id
            )
        )
),

before as (
    select count(*) as changes
    from identity.changes
)

select
    pairs.kind,
    pairs.from_person_id,
    pairs.to_person_id,
    pairs.identifiers,
    case
        when evidence.reason is not null then evidence.reason
        when pairs.kind = 'split' then 'what joined them no longer does'
        when pairs.is_owned = 1 then 'a device or record is known to be theirs'
        when pairs.kind = 'merged' then 'what kept them apart no longer does'
        else 'another identifier is the first'
    end as reason,
    evidence.evidence_event_id as event_id,
    evidence.evidence_source as source,
    before.changes + row_number() over (
        order by pairs.from_person_id, pairs.to_person_id
    ) as change_no
from pairs
cross join before
left join evidence
    on
        pairs.from_person_id = evidence.from_person_id
        and pairs.to_person_id = evidence.to_person_id
        and evidence.place = 1
