-- What:  How the columns of a source's files changed, and which are named in vain.
-- Grain: one row per source and measure that applies
-- Key:   source, measure
-- Reads: raw.file_columns, raw.files
-- Rule:  new_columns: columns that no field is mapped to and that the first file did not have;
--        missing_columns: columns that a field is mapped to and that some file lacks

with

seen as (
    select
        files.source,
        seen.file_id,
        seen.name,
        seen.role,
        seen.is_there
    from raw.file_columns as seen
    inner join raw.files as files on seen.file_id = files.file_id
),

first_files as (
    select
        source,
        min(file_id) as file_id
    from seen
    group by source
),

unmapped as (
    select
        source,
        name,
        min(file_id) as file_id
    from seen
    group by source, name
    having count(role) = 0
),

changes as (
    select
        unmapped.source,
        'new_columns' as measure,
        unmapped.name
    from unmapped
    inner join first_files on unmapped.source = first_files.source
    where unmapped.file_id > first_files.file_id
    union all
    select distinct
        source,
        'missing_columns' as measure,
        name
    from seen
    where not is_there
)

select
    source,
    measure,
    cast(count(*) as bigint) as n,
    array_join(array_sort(array_agg(name)), ', ') as detail
from changes
group by source, measure
