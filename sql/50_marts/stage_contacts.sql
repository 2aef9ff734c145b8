-- What:  What the contacts of each stage are: at which touchpoints, on which channels and devices.
-- Grain: one row per journey definition, stage, kind and value
-- Key:   journey, stage, kind, value
-- Reads: config.journeys, journeys.map_places, journeys.stage_contact_counts
-- Rule:  a contact is a step. Kinds are touchpoint, channel and device; (none) is a channel or
--        device that is not known, so that the shares of a kind add up to 1 in each stage. Stages
--        are the columns of marts.stages.

with

places as (
    select distinct
        journey_no,
        place_no,
        place
    from journeys.map_places
),

counted as (
    select
        journey_no,
        place_no,
        kind,
        value,
        cast(sum(contacts) as bigint) as contacts,
        cast(sum(people) as bigint) as people
    from journeys.stage_contact_counts
    group by journey_no, place_no, kind, value
)

select
    definitions.journey,
    places.place as stage,
    counted.kind,
    counted.value,
    counted.contacts,
    counted.people,
    counted.contacts / cast(
        sum(counted.contacts) over (
            partition by counted.journey_no, counted.place_no, counted.kind
        ) as double
    ) as share
from counted
inner join places on counted.journey_no = places.journey_no and counted.place_no = places.place_no
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
