-- What:  What is claimed to be worse is so by its whole interval, and for no more cases than there
--        were.
-- Grain: one row per broken promise
-- Key:   finding
-- Reads: marts.moments_of_truth, marts.opportunities, marts.pain_points

select
    opportunity as finding,
    excess,
    excess_low,
    excess_high
from marts.opportunities
where
    excess_low <= 0
    or excess < excess_low
    or excess > excess_high
    or excess > compared + 0.000001
    or money < money_low
    or money > money_high
union all
select
    journey || '/' || touchpoint || '/' || sign as finding,
    excess_lost as excess,
    excess_low,
    excess_high
from marts.moments_of_truth
where
    bad_lost > bad
    or good_lost > good
    or excess_lost < excess_low
    or excess_lost > excess_high
    or (is_moment and excess_low <= 0)
union all
select
    journey || '/' || touchpoint as finding,
    excess_lost as excess,
    excess_low,
    excess_high
from marts.pain_points
where
    ended > at_risk
    or excess_lost < excess_low
    or excess_lost > excess_high
    or (is_worse_loss and excess_low <= 0)
    or (is_worse_emotion and emotion_high >= 0)
