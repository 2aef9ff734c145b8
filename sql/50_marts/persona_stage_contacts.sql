-- What:  What the contacts of each persona are in each stage: touchpoints, channels, devices.
-- Grain: one row per journey definition, persona, stage, kind and value
-- Key:   journey, persona, stage, kind, value
-- Reads: config.journeys, journeys.map_places, journeys.personas, journeys.stage_contact_counts
-- Rule:  as marts.stage_contacts, whose counts are the sums of these; (none) is a persona, channel
--        or device that is not known. share is of the contacts of the persona in the stage.

with

names as (
    select distinct
        persona_no,
        persona
    from journeys.personas
    union all
    select
        cast(0 as bigint) as persona_no,
        '(none)' as persona
),

places as (
    select distinct
        journey_no,
        place_no,
        place
    from journeys.map_places
)

select
    definitions.journey,
    names.persona,
    places.place as stage,
    counted.kind,
    counted.value,
    counted.contacts,
    counted.people,
    counted.contacts / cast(
        sum(counted.contacts) over (
            partition by counted.journey_no, counted.persona_no, counted.place_no, counted.kind
        ) as double
    ) as share
from journeys.stage_contact_counts as counted
inner join names on counted.persona_no = names.persona_no
inner join places on counted.journey_no = places.journey_no and counted.place_no = places.place_no
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
