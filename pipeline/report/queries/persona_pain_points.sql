-- Touchpoints where more of a persona is lost, or it feels worse, than elsewhere.
select
    found.journey,
    found.persona,
    found.touchpoint,
    touchpoints.stage,
    found.rank,
    greatest(coalesce(found.at_risk, 0), coalesce(found.n, 0)) as people,
    found.ended,
    round(found.rate, 2) as rate,
    round(found.expected_rate, 2) as expected_rate,
    found.excess_lost,
    found.excess_low,
    found.excess_high,
    found.measure,
    found.n,
    found.emotion,
    found.emotion_elsewhere,
    found.is_worse_loss,
    found.is_worse_emotion,
    null as quote,
    0 as quote_people
from marts.persona_pain_points as found
inner join marts.touchpoints as touchpoints using (touchpoint)
where found.is_pain
order by found.journey, found.persona, found.rank, found.touchpoint
