-- What:  The files that were not there in the build before.
-- Grain: one row per file
-- Key:   file_id
-- Reads: staging.counted_files, staging.former_counted_files

select files.file_id
from staging.counted_files as files
left join staging.former_counted_files as former on files.file_id = former.file_id
where former.file_id is null
