-- What:  The pairs of sql/sensitivity/pairs.sql for the chosen policy, each person with itself.
-- Grain: one row per person
-- Key:   person_key
-- Reads: identity.person_events
-- Rule:  what pairs.sql gives when both sides are the same events, at a tenth of the cost

select
    person_key,
    person_key as other_key,
    count(*) as events,
    true as is_same
from identity.person_events
group by person_key
