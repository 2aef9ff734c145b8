-- What:  The identifiers whose owner has to be told event by event, and how long each is whose.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.owners
-- Order: identifier_no

select
    identifier_no,
    id_class,
    strength,
    backfill_us,
    keep_us
from identity.owners
where manner = 'by event'
order by identifier_no
