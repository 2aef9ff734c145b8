-- What:  Which identifiers the combinations hold whose events a batch follows anew.
-- Grain: one row per combination and identifier
-- Key:   bundle_no, identifier_no
-- Reads: batch.own_timelines, identity.bundle_identifiers

with

own as (
    select distinct bundle_no
    from batch.own_timelines
)

select held.*
from identity.bundle_identifiers as held
inner join own on held.bundle_no = own.bundle_no
