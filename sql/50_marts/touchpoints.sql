-- What:  The touchpoints and what is known of them.
-- Grain: one row per touchpoint that is defined or occurs
-- Key:   touchpoint
-- Reads: config.stages, config.touchpoint_rules, journeys.touchpoint_events
-- Rule:  the channel is the most frequent one of its events, of equals the first by name

with

used as (
    select
        touchpoint,
        channel,
        count(*) as events
    from journeys.touchpoint_events
    group by touchpoint, channel
),

ranked as (
    select
        *,
        row_number() over (
            partition by touchpoint
            order by case when channel is null then 1 else 0 end, events desc, channel asc
        ) as popularity
    from used
),

channels as (
    select
        touchpoint,
        max(case when popularity = 1 then channel end) as channel,
        cast(sum(events) as bigint) as events
    from ranked
    group by touchpoint
),

customers as (
    select
        touchpoint,
        count(distinct person_key) as people
    from journeys.touchpoint_events
    group by touchpoint
),

named as (
    select
        rules.touchpoint,
        max(rules.stage) as stage,
        max(rules.moment) as moment,
        max(rules.channel) as channel,
        max(rules.owner) as owner
    from config.touchpoint_rules as rules
    group by rules.touchpoint
),

everything as (
    select touchpoint from channels
    union
    select touchpoint from named
)

select
    everything.touchpoint,
    named.stage,
    stages.stage_no,
    named.moment,
    named.owner,
    coalesce(channels.channel, named.channel) as channel,
    coalesce(channels.events, 0) as events,
    coalesce(customers.people, 0) as people
from everything
left join channels on everything.touchpoint = channels.touchpoint
left join customers on everything.touchpoint = customers.touchpoint
left join named on everything.touchpoint = named.touchpoint
left join config.stages as stages on named.stage = stages.stage
