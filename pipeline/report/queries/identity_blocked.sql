-- Values that identify nobody, the most frequent first.
select
    source,
    id_type,
    rule,
    told,
    identifiers,
    events
from marts.identity_blocked
order by events desc, source, id_type, rule, told
