-- What:  Counts of the journey map by persona, with those of customers without one, add up to those
--        of everybody.
-- Grain: one row per broken promise
-- Key:   journey, stage, measure
-- Reads: marts.journeys, marts.persona_stage_contacts, marts.persona_stages, marts.personas,
--        marts.stage_contacts, marts.stages

with

counted as (
    select
        journey,
        stage,
        'journeys' as measure,
        journeys as expected,
        0 as actual
    from marts.stages
    union all
    select
        journey,
        stage,
        'journeys' as measure,
        0 as expected,
        went_on + reached + other_ends + ended + open as actual
    from marts.persona_stages
    union all
    select
        journey,
        stage,
        'people' as measure,
        people as expected,
        0 as actual
    from marts.stages
    union all
    select
        journey,
        stage,
        'people' as measure,
        0 as expected,
        people as actual
    from marts.persona_stages
    union all
    select
        journey,
        stage,
        'contacts by ' || kind as measure,
        contacts as expected,
        0 as actual
    from marts.stage_contacts
    union all
    select
        journey,
        stage,
        'contacts by ' || kind as measure,
        0 as expected,
        contacts as actual
    from marts.persona_stage_contacts
    union all
    select
        journey,
        '(all)' as stage,
        'outcomes' as measure,
        1 as expected,
        0 as actual
    from marts.journeys
    union all
    select
        journey,
        '(all)' as stage,
        'outcomes' as measure,
        0 as expected,
        reached + other_ends + ended + open as actual
    from marts.personas
)

select
    journey,
    stage,
    measure,
    sum(expected) as expected,
    sum(actual) as actual
from counted
group by journey, stage, measure
having sum(expected) <> sum(actual)
