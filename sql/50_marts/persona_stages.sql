-- What:  The columns of the journey map by persona: who is in each stage, how they go on, where
--        they are lost.
-- Grain: one row per journey definition, persona and stage that somebody of it touched
-- Key:   journey, persona, stage
-- Reads: config.journeys, journeys.journeys, journeys.map_places, journeys.persona_stage_times,
--        journeys.personas, journeys.stage_counts
-- Rule:  as marts.stages, whose counts are the sums of these; (none) are customers without a
--        persona. share is of the customers of the persona in the definition. moves is how many
--        stays were followed by another, over which the times are.

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
        position,
        place
    from journeys.map_places
),

everybody as (
    select
        journeys.journey_no,
        coalesce(personas.persona_no, 0) as persona_no,
        count(distinct journeys.person_key) as people
    from journeys.journeys as journeys
    left join journeys.personas as personas on journeys.person_key = personas.person_key
    group by journeys.journey_no, coalesce(personas.persona_no, 0)
),

rated as (
    select
        *,
        journeys - open as at_risk,
        ended / cast(nullif(journeys - open, 0) as double) as rate,
        cast(nullif(journeys - open, 0) as double) as n,
        3.841458820694124 as z2
    from journeys.stage_counts
)

select
    definitions.journey,
    names.persona,
    places.place as stage,
    places.position,
    rated.people,
    rated.people / cast(everybody.people as double) as share,
    rated.contacts,
    rated.journeys,
    rated.went_on,
    rated.reached,
    rated.other_ends,
    rated.ended,
    rated.open,
    rated.at_risk,
    rated.rate,
    greatest(
        0.0,
        (
            rated.rate
            + rated.z2 / (2 * rated.n)
            - sqrt(
                rated.z2 * (rated.rate * (1 - rated.rate) + rated.z2 / (4 * rated.n)) / rated.n
            )
        )
        / (1 + rated.z2 / rated.n)
    ) as rate_low,
    least(
        1.0,
        (
            rated.rate
            + rated.z2 / (2 * rated.n)
            + sqrt(
                rated.z2 * (rated.rate * (1 - rated.rate) + rated.z2 / (4 * rated.n)) / rated.n
            )
        )
        / (1 + rated.z2 / rated.n)
    ) as rate_high,
    coalesce(times.moves, 0) as moves,
    times.median_to_next_s,
    times.p90_to_next_s
from rated
inner join names on rated.persona_no = names.persona_no
inner join places on rated.journey_no = places.journey_no and rated.place_no = places.place_no
inner join config.journeys as definitions on rated.journey_no = definitions.journey_no
inner join everybody
    on rated.journey_no = everybody.journey_no and rated.persona_no = everybody.persona_no
left join journeys.persona_stage_times as times
    on
        rated.journey_no = times.journey_no
        and rated.persona_no = times.persona_no
        and rated.place_no = times.place_no
