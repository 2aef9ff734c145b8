-- What:  Records of people that a CRM has merged: under which other record the former one goes on.
-- Grain: one row per source and record that is no more
-- Key:   source, loser_id
-- Reads: raw.merged_records
-- Order: file_id, then record_no: what was delivered last counts; then winner_id

with

ranked as (
    select
        source,
        loser_id,
        winner_id,
        merged_at,
        row_number() over (
            partition by source, loser_id
            order by file_id desc, winner_id asc, record_no desc
        ) as recency
    from raw.merged_records
    where loser_id <> winner_id
)

select
    source,
    loser_id,
    winner_id,
    merged_at
from ranked
where recency = 1
