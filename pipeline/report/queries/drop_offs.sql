-- Where journeys end, the most frequent first.
select
    journey,
    touchpoint,
    at_risk,
    ended,
    open,
    rate,
    rate_low,
    rate_high,
    expected,
    excess
from marts.drop_offs
order by journey, ended desc, at_risk desc, touchpoint
