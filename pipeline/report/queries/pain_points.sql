-- Touchpoints where more is lost, or customers feel worse, than elsewhere.
select
    journey,
    touchpoint,
    stage,
    rank,
    people,
    ended,
    rate,
    expected_rate,
    excess_lost,
    excess_low,
    excess_high,
    measure,
    n,
    emotion,
    emotion_elsewhere,
    is_worse_loss,
    is_worse_emotion,
    quote,
    quote_people
from marts.pain_points
where is_pain
order by journey, rank, touchpoint
