-- What:  Customers by the number of identifiers that are theirs.
-- Grain: one row per number of identifiers
-- Key:   identifiers
-- Reads: identity.persons

select
    identifiers,
    count(*) as people
from identity.persons
group by identifiers
