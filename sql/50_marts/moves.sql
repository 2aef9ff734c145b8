-- What:  From where to where customers move between contacts, staying and leaving included.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: config.journeys, journeys.move_counts, journeys.move_waits, journeys.places
-- Rule:  the last contact of a journey leads to its outcome in brackets, so that the rows of one
--        value add up to all its contacts.

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
)

select
    definitions.journey,
    sides.kind,
    froms.place as from_value,
    coalesce(tos.place, '(' || counted.outcome || ')') as to_value,
    counted.moves,
    counted.people,
    waited.median_wait_s,
    waited.p90_wait_s
from journeys.move_counts as counted
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
inner join sides on counted.side_no = sides.side_no
inner join names as froms on counted.place_no = froms.place_no
left join names as tos on counted.next_place_no = tos.place_no
left join journeys.move_waits as waited
    on
        counted.journey_no = waited.journey_no
        and counted.side_no = waited.side_no
        and counted.place_no = waited.place_no
        and counted.next_place_no = waited.next_place_no
