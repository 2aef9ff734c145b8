-- Customers by the number of their identifiers.
select
    identifiers,
    people
from marts.identity_sizes
order by identifiers
