-- What:  The links inside the components that break a rule, the strongest first.
-- Grain: one row per link
-- Key:   left_no, right_no
-- Reads: components.members, identity.links
-- Rule:  overrides first, then class, trust in the source, sightings and recency decide, and then
--        the two identifiers themselves; an override may tell neither time nor sightings
-- Order: is_must, class_rank, trust_rank, sightings, last_us, the values of both ends, left_no

with

inner_links as (
    select
        left_no,
        right_no,
        is_must,
        class_rank,
        trust_rank,
        sightings,
        last_us
    from identity.links
    where
        left_no in (select members.identifier_no from components.members as members)
        and right_no in (select members.identifier_no from components.members as members)
)

select
    links.left_no,
    links.right_no,
    links.is_must,
    left_members.value_no as left_value_no,
    right_members.value_no as right_value_no
from inner_links as links
inner join components.members as left_members on links.left_no = left_members.identifier_no
inner join components.members as right_members on links.right_no = right_members.identifier_no
order by
    case when links.is_must then 0 else 1 end,
    links.class_rank,
    links.trust_rank,
    -coalesce(links.sightings, 0),
    -coalesce(links.last_us, -9223372036854775807),
    least(left_members.value_no, right_members.value_no),
    greatest(left_members.value_no, right_members.value_no),
    links.left_no
