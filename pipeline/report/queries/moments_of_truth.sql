-- Touchpoints where a bad experience goes with more lost journeys.
select
    journey,
    touchpoint,
    stage,
    sign,
    rank,
    bad,
    bad_lost,
    good,
    good_lost,
    lost_bad,
    lost_good,
    excess_lost,
    excess_low,
    excess_high
from marts.moments_of_truth
where is_moment
order by journey, rank, touchpoint, sign
