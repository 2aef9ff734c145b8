-- What:  Which combinations of identifiers each person used, and when.
-- Grain: one row per person and combination
-- Key:   person_key, bundle_no
-- Reads: identity.person_events

select
    person_key,
    bundle_no,
    count(*) as events,
    min(occurred_us) as first_us,
    max(occurred_us) as last_us
from identity.person_events
group by person_key, bundle_no
