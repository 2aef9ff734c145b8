-- What:  The touchpoints and what is known of them.
-- Grain: one row per touchpoint that is defined or occurs
-- Key:   touchpoint
-- Reads: config.stages, config.touchpoint_rules, identity.person_events, journeys.kinds,
--        journeys.touchpoint_people
-- Rule:  the channel is the most frequent one of its events, of equals the first by name

with

by_kind as (
    select
        kind_no,
        count(*) as events
    from identity.person_events
    group by kind_no
),

used as (
    select
        kinds.touchpoint,
        kinds.channel,
        sum(by_kind.events) as events
    from by_kind
    inner join journeys.kinds as kinds on by_kind.kind_no = kinds.kind_no
    group by kinds.touchpoint, kinds.channel
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

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

customers as (
    select
        names.touchpoint,
        counted.people
    from journeys.touchpoint_people as counted
    inner join names on counted.touchpoint_no = names.touchpoint_no
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
