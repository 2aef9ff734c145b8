-- What:  Of every file, the rows kept and rejected are the rows read; rejects are on record.
-- Grain: one row per broken promise
-- Key:   file_id
-- Reads: raw.files, raw.rejects

with

refused as (
    select
        file_id,
        count(*) as rejects
    from raw.rejects
    group by file_id
)

select
    files.file_id,
    files.rows_read,
    files.rows_kept,
    files.rows_rejected,
    refused.rejects
from raw.files as files
left join refused on files.file_id = refused.file_id
where
    files.rows_read <> files.rows_kept + files.rows_rejected
    or files.rows_rejected <> coalesce(refused.rejects, 0)
