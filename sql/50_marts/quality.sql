-- What:  How good the data are, source by source.
-- Grain: one row per source and measure
-- Key:   source, measure
-- Reads: config.sources, identity.odd_identifiers, identity.person_events, raw.files,
--        raw.generic_events, raw.refused_files, staging.changed_columns,
--        staging.dropped_deliveries, staging.event_kinds, staging.events, staging.odd_times

with

repeated as (
    select
        sources.source,
        count(dropped.event_id) as duplicates,
        count(distinct case when dropped.is_conflict then dropped.event_id end) as conflicts
    from config.sources as sources
    left join staging.dropped_deliveries as dropped on sources.source = dropped.source
    group by sources.source
),

owned as (
    select
        source_no,
        count(*) as events
    from identity.person_events
    group by source_no
),

said as (
    select
        source_no,
        sum(case when texts_repaired > 0 then 1 else 0 end) as repaired,
        max(occurred_us) as newest_us
    from staging.events
    group by source_no
),

meant as (
    select
        source,
        source_no,
        sum(events) as events,
        sum(case when rule_no is null then events else 0 end) as unmapped
    from staging.event_kinds
    group by source, source_no
),

kept as (
    select
        meant.source,
        meant.events,
        meant.events - coalesce(owned.events, 0) as nobodys,
        meant.unmapped,
        said.repaired,
        timestamp_micros(said.newest_us) as newest_at
    from meant
    inner join said on meant.source_no = said.source_no
    left join owned on meant.source_no = owned.source_no
),

files as (
    select
        source,
        count(*) as files,
        cast(sum(rows_read) as bigint) as rows_read,
        cast(sum(rows_kept) as bigint) as rows_kept,
        cast(sum(rows_rejected) as bigint) as rows_rejected
    from raw.files
    group by source
),

unmapped_names as (
    select
        kinds.source,
        kinds.event,
        sum(kinds.events) as events,
        row_number() over (
            partition by kinds.source order by sum(kinds.events) desc, kinds.event
        ) as place
    from staging.event_kinds as kinds
    inner join config.sources as sources on kinds.source = sources.source
    where kinds.rule_no is null and sources.has_rules
    group by kinds.source, kinds.event
),

measures as (
    select
        source,
        'files' as measure,
        files as n,
        cast(null as string) as detail
    from files
    union all
    select
        source,
        'rows_read' as measure,
        rows_read as n,
        cast(null as string) as detail
    from files
    union all
    select
        source,
        'rows_kept' as measure,
        rows_kept as n,
        cast(null as string) as detail
    from files
    union all
    select
        source,
        'rows_rejected' as measure,
        rows_rejected as n,
        cast(null as string) as detail
    from files
    union all
    select
        source,
        'events' as measure,
        events as n,
        cast(null as string) as detail
    from kept
    union all
    select
        source,
        'duplicate_events' as measure,
        duplicates as n,
        cast(null as string) as detail
    from repeated
    union all
    select
        source,
        'id_conflicts' as measure,
        conflicts as n,
        cast(null as string) as detail
    from repeated
    union all
    select
        source,
        'no_identifier' as measure,
        nobodys as n,
        cast(null as string) as detail
    from kept
    union all
    select
        kept.source,
        'unmapped_events' as measure,
        kept.unmapped as n,
        cast(null as string) as detail
    from kept
    inner join config.sources as sources on kept.source = sources.source
    where sources.has_rules
    union all
    select
        source,
        'mojibake_repaired' as measure,
        repaired as n,
        cast(null as string) as detail
    from kept
    union all
    select
        source,
        'epoch_assumed' as measure,
        count(*) as n,
        min(epoch_assumed) as detail
    from raw.generic_events
    where epoch_assumed is not null
    group by source
    union all
    select
        source,
        'newest_event' as measure,
        events as n,
        substr(cast(newest_at as string), 1, 19) || 'Z' as detail
    from kept
    union all
    select
        source,
        'timezone_assumed' as measure,
        cast(null as bigint) as n,
        timezone as detail
    from config.sources
    where timezone is not null
    union all
    select
        source,
        'refused_files' as measure,
        count(*) as n,
        cast(null as string) as detail
    from raw.refused_files
    group by source
    union all
    select
        source,
        measure,
        n,
        cast(null as string) as detail
    from staging.odd_times
    union all
    select
        source,
        measure,
        n,
        detail
    from staging.changed_columns
    union all
    select
        source,
        'unmapped: ' || event as measure,
        events as n,
        cast(null as string) as detail
    from unmapped_names
    where place <= 20
    union all
    select
        source,
        measure,
        n,
        cast(null as string) as detail
    from identity.odd_identifiers
)

select
    source,
    measure,
    cast(n as bigint) as rows,
    detail
from measures
