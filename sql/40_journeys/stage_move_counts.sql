-- What:  How often journeys move from which column of the journey map to which, and how many.
-- Grain: one row per journey definition, from, and to or outcome
-- Key:   journey_no, place_no, next_place_no, outcome
-- Reads: journeys.journeys, journeys.stays
-- Adds:  moves, journeys, people
-- Rule:  every journey gives one move from place_no 0, the start, and one to its outcome and to
--        next_place_no 0; the others lead to no outcome, which is an empty text. Journeys and
--        people are counted by grouping once for each: sets of them for each group take longer.

with

by_journey as (
    select
        journey_key,
        place_no,
        next_place_no,
        max(journey_no) as journey_no,
        max(person_key) as person_key,
        count(*) as moves
    from journeys.stays
    where next_place_no is not null
    group by journey_key, place_no, next_place_no
),

-- A journey has one beginning and one end.
by_person as (
    select
        journey_no,
        place_no,
        next_place_no,
        '' as outcome,
        person_key,
        sum(moves) as moves,
        count(*) as journeys
    from by_journey
    group by journey_no, place_no, next_place_no, person_key
    union all
    select
        journey_no,
        0 as place_no,
        place_no as next_place_no,
        '' as outcome,
        person_key,
        count(*) as moves,
        count(*) as journeys
    from journeys.stays
    where step_no = 1
    group by journey_no, place_no, person_key
    union all
    select
        stays.journey_no,
        stays.place_no,
        0 as next_place_no,
        journeys.outcome,
        stays.person_key,
        count(*) as moves,
        count(*) as journeys
    from journeys.stays as stays
    inner join journeys.journeys as journeys on stays.journey_key = journeys.journey_key
    where stays.next_place_no is null
    group by stays.journey_no, stays.place_no, journeys.outcome, stays.person_key
)

select
    journey_no,
    place_no,
    next_place_no,
    outcome,
    cast(sum(moves) as bigint) as moves,
    cast(sum(journeys) as bigint) as journeys,
    count(*) as people
from by_person
group by journey_no, place_no, next_place_no, outcome
