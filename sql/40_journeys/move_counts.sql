-- What:  How often customers move from where to where between contacts, and how many of them.
-- Grain: one row per journey definition, kind of handoff, from, and to or outcome
-- Key:   journey_no, side_no, place_no, next_place_no, outcome
-- Reads: journeys.contacts, journeys.journeys
-- Adds:  moves, people
-- Rule:  the last contact of a journey leads to its outcome, and to next_place_no 0; the others
--        lead to no outcome, which is an empty text. People are counted by grouping twice: a set of
--        people for each group takes half as long again.

with

by_person as (
    select
        journeys.journey_no,
        contacts.side_no,
        contacts.place_no,
        coalesce(contacts.next_place_no, 0) as next_place_no,
        case when contacts.next_place_no is null then journeys.outcome else '' end as outcome,
        journeys.person_key,
        count(*) as moves
    from journeys.contacts as contacts
    inner join journeys.journeys as journeys on contacts.journey_key = journeys.journey_key
    group by
        journeys.journey_no,
        contacts.side_no,
        contacts.place_no,
        coalesce(contacts.next_place_no, 0),
        case when contacts.next_place_no is null then journeys.outcome else '' end,
        journeys.person_key
)

select
    journey_no,
    side_no,
    cast(place_no as bigint) as place_no,
    cast(next_place_no as bigint) as next_place_no,
    outcome,
    cast(sum(moves) as bigint) as moves,
    count(*) as people
from by_person
group by journey_no, side_no, place_no, next_place_no, outcome
