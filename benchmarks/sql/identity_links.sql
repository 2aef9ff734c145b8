-- What:  Made-up links: every identifier but the first with an earlier one of its person, in a chain
--        with the one before; in every fourth group one more; each kiosk with 5,000 customers. The
--        links of the new people are new, and one in two hundred of the others.
with

pairs as (
    select
        person_no,
        place_no as left_place_no,
        person_no as other_no,
        case when size = 30 then place_no - 1 else hash(person_no, place_no, 5) % place_no end
            as right_place_no
    from made_identifiers
    where place_no > 0
    union
    select
        person_no,
        hash(person_no, 6) % size as left_place_no,
        person_no as other_no,
        hash(person_no, 7) % size as right_place_no
    from made_identifiers
    where place_no = 0 and size > 1 and hash(person_no, 8) % 4 = 0
    union
    select
        -1 - numbers.visit_no % $kiosks as person_no,
        0 as left_place_no,
        hash(numbers.visit_no, 9) % $people as other_no,
        0 as right_place_no
    from range($kiosks * 5000) as numbers (visit_no)
)

select
    lefts.identifier_no as left_no,
    rights.identifier_no as right_no,
    cast(1 + hash(lefts.identifier_no, rights.identifier_no, 10) % 20 as bigint) as sightings,
    cast(hash(lefts.identifier_no, rights.identifier_no, 11) % 7776000000000 as bigint) as first_us,
    cast(7776000000000 + hash(lefts.identifier_no, rights.identifier_no, 12) % 7776000000000 as bigint)
        as last_us,
    'e' || lefts.identifier_no as evidence_event_id,
    'web' as evidence_source,
    case when pairs.person_no < 0 then 2 else 1 end as class_rank,
    4 as trust_rank,
    false as is_must,
    rights.is_new or hash(lefts.identifier_no, rights.identifier_no, 13) % 200 = 0 as is_new
from pairs
inner join made_identifiers as lefts
    on pairs.person_no = lefts.person_no and pairs.left_place_no = lefts.place_no
inner join made_identifiers as rights
    on pairs.other_no = rights.person_no and pairs.right_place_no = rights.place_no
where lefts.identifier_no <> rights.identifier_no
order by hash(lefts.identifier_no, rights.identifier_no, 14)
