-- What:  Puts the columns of one file on record, and the mapped columns that it lacks.
-- Grain: one row per column of the file, and per mapped column that it lacks
insert into raw.file_columns
with

labels as (
    select unnest(cast($labels as varchar[])) as name
),

mapped as (
    select
        unnest(cast($columns as varchar[])) as name,
        unnest(cast($fields as varchar[])) as role
),

joined as (
    select
        coalesce(labels.name, mapped.name) as name,
        mapped.role,
        labels.name is not null as is_there
    from labels
    full join mapped on labels.name = mapped.name
)

select
    cast($file_id as bigint) as file_id,
    name,
    role,
    is_there
from joined
