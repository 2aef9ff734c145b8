-- What:  The Kaplan-Meier curve of one definition.
-- Grain: one row per time
-- Key:   time_s
-- Reads: marts.survival
-- Rule:  as in marts.survival

select
    time_s,
    grid_s,
    at_risk,
    reached,
    ended,
    other,
    open,
    survival,
    survival_low,
    survival_high
from marts.survival
where journey = $journey
order by time_s
