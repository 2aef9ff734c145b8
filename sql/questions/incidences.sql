-- What:  The cumulative incidences of one definition.
-- Grain: one row per outcome and time
-- Key:   outcome, time_s
-- Reads: marts.incidences
-- Rule:  as in marts.incidences

select
    outcome,
    time_s,
    exits,
    incidence,
    incidence_low,
    incidence_high
from marts.incidences
where journey = $journey
order by outcome, time_s
