-- What:  The empty table of delivered records, for readers that Python fills.
-- Grain: one row per record, none at first
create or replace temp table delivered (
    record_no bigint,
    content varchar,
    is_object boolean,
    body json
)
