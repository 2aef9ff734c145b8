-- What:  Touchpoints where more of a persona is lost, or it feels worse, than at others as far on.
-- Grain: one row per journey definition, persona and touchpoint of which something can be told
-- Key:   journey, persona, touchpoint
-- Reads: config.journeys, journeys.kinds, journeys.persona_pains, journeys.personas
-- Rule:  as marts.pain_points, with visits of one persona only on both sides; q is over all losses,
--        and over all emotions, of that persona. There are no quotes. rank: as there.
-- Order: excess_lost from the largest, then touchpoint

with

touchpoints as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

names as (
    select distinct
        persona_no,
        persona
    from journeys.personas
),

marked as (
    select
        *,
        is_worse_loss or is_worse_emotion as is_pain,
        case when is_worse_loss then excess_lost else 0 end as weight
    from journeys.persona_pains
),

ranked as (
    select
        *,
        row_number() over (
            partition by journey_no, persona_no, is_pain
            order by weight desc, emotion_difference asc, touchpoint_no asc
        ) as place
    from marked
)

select
    definitions.journey,
    names.persona,
    touchpoints.touchpoint,
    ranked.at_risk,
    ranked.ended,
    ranked.ended / cast(nullif(ranked.at_risk, 0) as double) as rate,
    ranked.expected_rate,
    ranked.excess_lost,
    ranked.excess_low,
    ranked.excess_high,
    ranked.loss_q,
    ranked.measure,
    ranked.n,
    ranked.emotion,
    ranked.emotion_elsewhere,
    ranked.emotion_difference,
    ranked.emotion_low,
    ranked.emotion_high,
    ranked.emotion_q,
    ranked.is_worse_loss,
    ranked.is_worse_emotion,
    ranked.is_pain,
    ranked.is_too_few,
    case when ranked.is_pain then ranked.place end as rank
from ranked
inner join config.journeys as definitions on ranked.journey_no = definitions.journey_no
inner join names on ranked.persona_no = names.persona_no
inner join touchpoints on ranked.touchpoint_no = touchpoints.touchpoint_no
