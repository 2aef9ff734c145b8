-- What:  A journey has as many pieces of three steps as it has steps but the first and the last.
-- Grain: one row per broken promise
-- Key:   journey
-- Reads: config.journeys, journeys.pieces, marts.journeys

with

steps as (
    select
        journey,
        sum(greatest(steps - 2, 0)) as pieces
    from marts.journeys
    group by journey
),

passages as (
    select
        journey_no,
        sum(passages) as passages
    from journeys.pieces
    group by journey_no
)

select
    definitions.journey,
    steps.pieces,
    passages.passages
from config.journeys as definitions
inner join steps on definitions.journey = steps.journey
left join passages on definitions.journey_no = passages.journey_no
where coalesce(passages.passages, 0) <> steps.pieces
