-- What:  Whose each event of a crowd is, and of what kind it is.
-- Grain: one row per event that is somebody's
-- Key:   none of its columns
-- Reads: identity.person_events
-- Rule:  a crowd is whoever has a key from $first_key on and below $end_key

select
    cast(person_key as integer) as person_key,
    cast(kind_no as integer) as kind_no
from identity.person_events
where person_key >= $first_key and person_key < $end_key
