-- What:  By which rule events found their customer, source by source.
-- Grain: one row per source and rule
-- Key:   source, rule
-- Reads: identity.bundles, identity.person_events
-- Rule:  "nobody" are events without an identifier, or with blocked ones only, and those of shared
--        devices where the configuration leaves them out

with

held as (
    select
        bundle_no,
        rule,
        count(*) as events
    from identity.person_events
    group by bundle_no, rule
),

told as (
    select
        bundles.source,
        held.rule,
        held.events
    from held
    inner join identity.bundles as bundles on held.bundle_no = bundles.bundle_no
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
