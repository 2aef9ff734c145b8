-- By which rule events found their customer.
select
    source,
    rule,
    events
from marts.identity_coverage
order by source, rule
