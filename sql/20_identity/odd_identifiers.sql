-- What:  What identity could not use, or refused, source by source.
-- Grain: one row per source and measure that applies
-- Key:   source, measure
-- Reads: identity.blocked_identifiers, identity.bundle_identifiers, identity.bundles,
--        identity.busy_identifiers, identity.links, identity.owners, identity.person_events,
--        identity.refusals
-- Rule:  what is blocked, refused, ambiguous or shared is counted at the sources that saw it

with

blocked as (
    -- Without what the configuration lists: it may be somebody's address.
    select
        source,
        case when rule like 'listed%' then 'listed' else rule end as rule,
        cast(sum(events) as bigint) as events
    from identity.blocked_identifiers
    group by source, case when rule like 'listed%' then 'listed' else rule end
),

refused as (
    select
        links.evidence_source as source,
        count(*) as links
    from identity.refusals as refusals
    inner join identity.links as links
        on refusals.left_no = links.left_no and refusals.right_no = links.right_no
    where links.evidence_source is not null
    group by links.evidence_source
),

ruled as (
    select
        bundles.source,
        count(*) as ambiguous
    from identity.person_events as people
    inner join identity.bundles as bundles on people.bundle_no = bundles.bundle_no
    where people.rule = 'ambiguous'
    group by bundles.source
),

shared_devices as (
    select
        bundles.source,
        count(distinct owners.identifier_no) as devices
    from identity.owners as owners
    inner join identity.bundle_identifiers as held on owners.identifier_no = held.identifier_no
    inner join identity.bundles as bundles on held.bundle_no = bundles.bundle_no
    where owners.id_class = 'device' and owners.people > 1
    group by bundles.source
),

measures as (
    select
        source,
        'busy_identifiers' as measure,
        count(*) as n
    from identity.busy_identifiers
    group by source
    union all
    select
        source,
        'blocked: ' || rule as measure,
        events as n
    from blocked
    union all
    select
        source,
        'refused_links' as measure,
        links as n
    from refused
    union all
    select
        source,
        'ambiguous_events' as measure,
        ambiguous as n
    from ruled
    union all
    select
        source,
        'shared_devices' as measure,
        devices as n
    from shared_devices
)

select
    source,
    measure,
    cast(n as bigint) as n
from measures
