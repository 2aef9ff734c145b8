-- What:  Identifiers that were seen with many customer or user ids: shared mailboxes, kiosks, the
--        devices of our own people.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.sightings
-- Rule:  many is more than 5

with

together as (
    select distinct
        seen.identifier_no,
        seen.source,
        beside.identifier_no as beside_no
    from identity.sightings as seen
    inner join identity.sightings as beside on seen.event_id = beside.event_id
    where
        seen.id_type not in ('customer_id', 'user_id')
        and beside.id_type in ('customer_id', 'user_id')
)

select
    identifier_no,
    min(source) as source,
    count(distinct beside_no) as people
from together
group by identifier_no
having count(distinct beside_no) > 5
