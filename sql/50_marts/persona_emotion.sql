-- What:  How customers of each persona feel at each touchpoint: ratings and the tone of texts.
-- Grain: one row per journey definition, persona, touchpoint and measure with a value
-- Key:   journey, persona, touchpoint, measure
-- Reads: config.emotion_settings, config.journeys, journeys.moods, journeys.personas,
--        journeys.stage_contact_counts
-- Rule:  as marts.emotion: n of the persona's visits to the touchpoint have a value, told by so
--        many people. With fewer people than min_n nothing is told: is_too_few.

with

names as (
    select distinct
        persona_no,
        persona
    from journeys.personas
),

visits as (
    select
        journey_no,
        persona_no,
        value as touchpoint,
        cast(sum(contacts) as bigint) as visits
    from journeys.stage_contact_counts
    where kind = 'touchpoint'
    group by journey_no, persona_no, value
)

select
    definitions.journey,
    names.persona,
    moods.place as touchpoint,
    moods.measure,
    visits.visits,
    moods.n,
    moods.people,
    moods.n / cast(visits.visits as double) as coverage,
    moods.people < settings.min_n as is_too_few,
    case when moods.people >= settings.min_n then moods.mean end as mean,
    case when moods.people >= settings.min_n then moods.low end as low,
    case when moods.people >= settings.min_n then moods.high end as high
from journeys.moods as moods
inner join names on moods.group_no = names.persona_no
inner join visits
    on
        moods.journey_no = visits.journey_no
        and moods.group_no = visits.persona_no
        and moods.place = visits.touchpoint
inner join config.journeys as definitions on moods.journey_no = definitions.journey_no
cross join config.emotion_settings as settings
where moods.level = 'touchpoint'
