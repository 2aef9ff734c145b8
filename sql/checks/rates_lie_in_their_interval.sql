-- What:  A drop-off rate lies between 0 and 1, inside its interval.
-- Grain: one row per broken promise
-- Key:   journey, touchpoint
-- Reads: marts.drop_offs

select
    journey,
    touchpoint,
    rate,
    rate_low,
    rate_high
from marts.drop_offs
where
    ended > at_risk
    or rate < 0 or rate > 1
    or rate < rate_low - 0.000000000001
    or rate > rate_high + 0.000000000001
