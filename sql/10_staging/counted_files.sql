-- What:  The files whose events are counted, and until when.
-- Grain: one row per file
-- Key:   file_id
-- Reads: config.settings, raw.files
-- Rule:  as long as these rows stay, the events that the files gave are the same

select
    files.file_id,
    files.source,
    files.sha256,
    files.mapping,
    files.rows_kept,
    files.rows_rejected,
    settings.as_of_us
from raw.files as files
cross join config.settings as settings
