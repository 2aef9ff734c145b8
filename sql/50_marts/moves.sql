-- What:  From where to where customers move between contacts, staying and leaving included.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: config.journeys, journeys.contacts, journeys.journeys, journeys.places
-- Rule:  the last contact of a journey leads to its outcome in brackets, so that the rows of one
--        value add up to all its contacts

with

names as (
    select distinct
        place_no,
        place
    from journeys.places
),

sides as (
    select distinct
        side_no,
        kind
    from journeys.places
),

going as (
    select
        journeys.journey_no,
        journeys.person_key,
        contacts.side_no,
        contacts.place_no,
        contacts.next_place_no,
        case when contacts.next_place_no is null then journeys.outcome end as outcome,
        (contacts.next_us - contacts.occurred_us) / 1000000.0 as wait_s
    from journeys.contacts as contacts
    inner join journeys.journeys as journeys on contacts.journey_key = journeys.journey_key
),

counted as (
    select
        journey_no,
        side_no,
        place_no,
        next_place_no,
        outcome,
        count(*) as moves,
        count(distinct person_key) as people,
        percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
        percentile_cont(0.9) within group (order by wait_s) as p90_wait_s
    from going
    group by journey_no, side_no, place_no, next_place_no, outcome
)

select
    definitions.journey,
    sides.kind,
    froms.place as from_value,
    coalesce(tos.place, '(' || counted.outcome || ')') as to_value,
    counted.moves,
    counted.people,
    counted.median_wait_s,
    counted.p90_wait_s
from counted
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
inner join sides on counted.side_no = sides.side_no
inner join names as froms on counted.place_no = froms.place_no
left join names as tos on counted.next_place_no = tos.place_no
