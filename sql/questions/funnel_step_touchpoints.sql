-- What:  The touchpoints at which journeys have steps, with their stage.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: config.touchpoint_rules, journeys.steps
-- Rule:  for the build, in which marts.touchpoints is not there yet
-- Order: touchpoint

with

used as (
    select distinct touchpoint
    from journeys.steps
)

select
    used.touchpoint,
    max(rules.stage) as stage
from used
left join config.touchpoint_rules as rules on used.touchpoint = rules.touchpoint
group by used.touchpoint
order by used.touchpoint
