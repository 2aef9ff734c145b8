-- What:  Identifiers that were seen together or said to be one person's, by what was decided.
-- Grain: one row per decision and rule
-- Key:   decision, rule
-- Reads: identity.audit
-- Rule:  what the configuration lists as blocked is not told, as it may be somebody's address

with

decided as (
    select
        decision,
        case when rule like 'blocked: listed%' then 'blocked: listed' else rule end as rule,
        sightings
    from identity.audit
)

select
    decision,
    rule,
    count(*) as links,
    cast(sum(sightings) as bigint) as sightings
from decided
group by decision, rule
