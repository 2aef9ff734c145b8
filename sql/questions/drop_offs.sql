-- What:  Where the journeys of one definition end, most ended first.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: marts.drop_offs
-- Rule:  as in marts.drop_offs

select
    touchpoint,
    at_risk,
    ended,
    open,
    rate,
    rate_low,
    rate_high,
    expected,
    excess,
    median_silence_s
from marts.drop_offs
where journey = $journey
order by ended desc, at_risk desc, touchpoint asc
