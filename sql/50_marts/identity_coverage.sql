-- What:  By which rule events found their customer, source by source.
-- Grain: one row per source and rule
-- Key:   source, rule
-- Reads: config.sources, identity.bundles, identity.person_events
-- Rule:  "nobody" are events without an identifier, or with blocked ones only, and those of shared
--        devices where the configuration leaves them out

with

held as (
    select
        source_no,
        rule,
        count(*) as events
    from identity.person_events
    group by source_no, rule
),

told as (
    select
        sources.source,
        held.rule,
        held.events
    from held
    inner join config.sources as sources on held.source_no = sources.source_no
),

nobodys as (
    select
        bundles.source,
        'nobody' as rule,
        cast(sum(bundles.events) as bigint) as events
    from identity.bundles as bundles
    group by bundles.source
    union all
    select
        source,
        'nobody' as rule,
        -events as events
    from told
),

everything as (
    select
        source,
        rule,
        events
    from told
    union all
    select
        source,
        rule,
        events
    from nobodys
)

select
    source,
    rule,
    cast(sum(events) as bigint) as events
from everything
group by source, rule
