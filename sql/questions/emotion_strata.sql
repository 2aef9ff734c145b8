-- What:  How customers felt at each touchpoint, by what is held equal.
-- Grain: one row per journey definition, measure, touchpoint, position and persona
-- Key:   journey_no, measure, touchpoint, position_no, persona_no
-- Reads: config.settings, journeys.explained_journeys, journeys.personas, journeys.step_emotions,
--        journeys.steps
-- Rule:  visits, each with the mean of what was said at or about it, as in marts.emotion. unhappy
--        are those of $bad_emotion or less. The sums per person tell how much the visits of one
--        customer hang together. What is explained already is left out.

with

visits as (
    select
        steps.journey_no,
        said.measure,
        steps.touchpoint,
        least(steps.step_no, settings.max_steps) as position_no,
        coalesce(personas.persona_no, 0) as persona_no,
        steps.person_key,
        cast(said.emotion as decimal(12, 8)) as emotion,
        case when said.emotion <= $bad_emotion then 1 else 0 end as is_unhappy
    from journeys.step_emotions as said
    inner join journeys.steps as steps
        on said.journey_key = steps.journey_key and said.step_no = steps.step_no
    cross join config.settings as settings
    left join journeys.personas as personas on steps.person_key = personas.person_key
    left join journeys.explained_journeys as explained
        on steps.journey_key = explained.journey_key
    where explained.journey_key is null or steps.step_no < explained.step_no
),

people as (
    select
        journey_no,
        measure,
        touchpoint,
        position_no,
        persona_no,
        person_key,
        count(*) as n,
        sum(emotion) as emotions,
        sum(cast(emotion * emotion as decimal(24, 8))) as squares,
        sum(is_unhappy) as unhappy
    from visits
    group by journey_no, measure, touchpoint, position_no, persona_no, person_key
)

select
    journey_no,
    measure,
    touchpoint,
    position_no,
    persona_no,
    count(*) as people,
    cast(sum(n) as bigint) as n,
    cast(sum(emotions) as double) as emotions,
    cast(sum(squares) as double) as squares,
    cast(sum(unhappy) as bigint) as unhappy,
    cast(sum(n * n) as bigint) as n_n,
    cast(sum(n * emotions) as double) as n_emotions,
    cast(sum(cast(emotions * emotions as decimal(38, 8))) as double) as emotions_emotions
from people
group by journey_no, measure, touchpoint, position_no, persona_no
order by journey_no, measure, touchpoint, position_no, persona_no
