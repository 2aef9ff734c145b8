-- What:  Made-up identifiers: three of five people have one, the others two to eight, the fewer the
--        more often, and one in ten thousand a chain of thirty. The first of each person is a
--        customer's number. Kiosks are people of their own here. Numbers are in no order, but the
--        last people, one of two hundred, have the largest.
with

people as (
    select
        person_no,
        case
            when person_no % 10000 = 7 then 30
            when hash(person_no, 1) % 5 < 3 then 1
            else 2 + cast(floor(7 * pow((hash(person_no, 2) % 1000003) / 1000003.0, 4)) as integer)
        end as size
    from range($people) as numbers (person_no)
    union all
    select
        -1 - kiosk_no as person_no,
        1 as size
    from range($kiosks) as numbers (kiosk_no)
),

identifiers as (
    select
        people.person_no,
        people.size,
        places.place_no,
        people.person_no >= $people - $people // 200 as is_new
    from people
    cross join range(30) as places (place_no)
    where places.place_no < people.size
)

select
    person_no,
    place_no,
    size,
    is_new,
    '' as id_scope,
    case when place_no = 0 and person_no >= 0 then 'customer_id' else 'email' end as id_type,
    hex(hash(person_no, place_no, 3)) as id_value,
    case when place_no = 0 and person_no >= 0 then 'unique' else 'shared' end as id_class,
    row_number() over (order by is_new, hash(person_no, place_no, 4), person_no, place_no)
        as identifier_no
from identifiers
