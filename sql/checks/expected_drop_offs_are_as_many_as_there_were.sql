-- What:  The drop-offs expected at all touchpoints of a definition are as many as there were.
-- Grain: one row per broken promise
-- Key:   journey
-- Reads: marts.drop_offs

select
    journey,
    sum(expected) as expected,
    sum(ended) as ended
from marts.drop_offs
group by journey
having abs(sum(expected) - sum(ended)) > 0.000001 * (1 + sum(ended))
