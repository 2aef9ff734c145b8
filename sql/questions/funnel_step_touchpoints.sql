-- What:  The touchpoints at which journeys have steps, with their stage.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: config.touchpoint_rules, journeys.kinds, journeys.placed_events
-- Rule:  for the build, in which marts.touchpoints is not there yet
-- Order: touchpoint

with

used as (
    select distinct touchpoint_no
    from journeys.placed_events
    where begins_step = 1
),

named as (
    select distinct kinds.touchpoint
    from journeys.kinds as kinds
    inner join used on kinds.touchpoint_no = used.touchpoint_no
)

select
    named.touchpoint,
    max(rules.stage) as stage
from named
left join config.touchpoint_rules as rules on named.touchpoint = rules.touchpoint
group by named.touchpoint
order by named.touchpoint
