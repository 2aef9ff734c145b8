-- What:  Contacts that were merged into others: deleted, with the record that they went into.
-- Grain: one row per contact that was merged into another
-- Rule:  the first fifteen letters of an id are the record; a deleted record is changed by nothing
--        but its deletion, so SystemModstamp or LastModifiedDate is the time of the merger
create or replace temp table incoming as
select
    record_no,
    left(trim(body ->> '$.id'), 15) as loser_id,
    left(trim(body ->> '$.masterrecordid'), 15) as winner_id,
    instant_of(
        coalesce(
            nullif(trim(body ->> '$.systemmodstamp'), ''),
            nullif(trim(body ->> '$.lastmodifieddate'), '')
        ),
        $timezone
    ) as merged_at,
    cast(null as varchar) as reject_reason,
    cast(content as varchar) as row_text
from delivered
where
    lower(trim(coalesce(body ->> '$.isdeleted', ''))) = 'true'
    and left(trim(body ->> '$.id'), 3) = '003'
    and left(trim(body ->> '$.masterrecordid'), 3) = '003'
