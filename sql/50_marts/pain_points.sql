-- What:  Touchpoints where more is lost, or customers feel worse, than at others as far on.
-- Grain: one row per journey definition and touchpoint of which something can be told
-- Key:   journey, touchpoint
-- Reads: config.journeys, journeys.kinds, journeys.pains, marts.touchpoints
-- Rule:  visits are set against those of all other touchpoints at the same position and of the same
--        persona. Loss: at_risk are visits that can be judged (see journeys.judged_steps), ended
--        those with which a journey ended without the goal; difference and p as in
--        marts.moments_of_truth, excess_lost is the difference times at_risk. Emotion: the mean of
--        all visits with an answer, by ratings where there are enough, else by the tone of texts;
--        the difference of means has the same weights, and a variance in which customers, not
--        visits, are independent. q is that of Benjamini and Hochberg (1995), over all losses and
--        over all emotions. quote: see pipeline/questions/quotes.py; of fewer people than
--        small_cell_k there is none. rank: by excess_lost, then by how much worse the emotion is.
-- Order: excess_lost from the largest, then touchpoint

with

touchpoints as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

marked as (
    select
        pains.*,
        pains.is_worse_loss or pains.is_worse_emotion as is_pain,
        case when pains.is_worse_loss then pains.excess_lost else 0 end as weight
    from journeys.pains as pains
),

ranked as (
    select
        *,
        row_number() over (
            partition by journey_no, is_pain
            order by weight desc, emotion_difference asc, touchpoint_no asc
        ) as place
    from marked
)

select
    definitions.journey,
    touchpoints.touchpoint,
    known.stage,
    known.owner,
    known.people,
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
    ranked.quote,
    ranked.quote_people,
    case when ranked.is_pain then ranked.place end as rank
from ranked
inner join config.journeys as definitions on ranked.journey_no = definitions.journey_no
inner join touchpoints on ranked.touchpoint_no = touchpoints.touchpoint_no
inner join marts.touchpoints as known on touchpoints.touchpoint = known.touchpoint
