-- What:  Why events of the build before may not be what they were.
-- Grain: one row per obstacle
-- Key:   obstacle, detail
-- Reads: config.identity_settings, config.settings, staging.counted_files,
--        staging.former_counted_files, staging.hubspot_events, staging.hubspot_table_events,
--        staging.zendesk_events
-- Rule:  what comes as tables (tickets, deals) may say something else of what happened earlier

with

gone as (
    select *
    from staging.former_counted_files
    except
    select *
    from staging.counted_files
)

select
    'a file is not what it was' as obstacle,
    cast(file_id as string) as detail
from gone
union
select
    'the data end where they are told to' as obstacle,
    '' as detail
from config.settings
where as_of_us is not null
union
select
    'people are those known at the time' as obstacle,
    '' as detail
from config.identity_settings
where policy = 'live'
union
select
    'events are made of tables' as obstacle,
    '' as detail
from staging.hubspot_events
union
select
    'events are made of tables' as obstacle,
    '' as detail
from staging.hubspot_table_events
union
select
    'events are made of tables' as obstacle,
    '' as detail
from staging.zendesk_events
