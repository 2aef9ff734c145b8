-- What:  Identifiers of which a source says that it has merged them: two names of one record.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: identity.identifiers, staging.merged_records
-- Rule:  the smaller number is on the left, as in other links of two of one type. A record that was
--        never seen on an event is no matter, nor is a blocked one. Known from when both are, and
--        not before the merger where its time is told

with

records as (
    select
        identifier_no,
        id_scope,
        id_value,
        first_us
    from identity.identifiers
    where id_type = 'contact_id' and blocked_by is null
)

select
    least(losers.identifier_no, winners.identifier_no) as left_no,
    greatest(losers.identifier_no, winners.identifier_no) as right_no,
    min(merged.source) as source,
    max(winners.identifier_no) as winner_no,
    max(merged.merged_at) as merged_at,
    max(
        greatest(
            losers.first_us,
            winners.first_us,
            coalesce(unix_micros(merged.merged_at), losers.first_us)
        )
    ) as known_us
from staging.merged_records as merged
inner join records as losers
    on merged.source = losers.id_scope and merged.loser_id = losers.id_value
inner join records as winners
    on merged.source = winners.id_scope and merged.winner_id = winners.id_value
group by
    least(losers.identifier_no, winners.identifier_no),
    greatest(losers.identifier_no, winners.identifier_no)
