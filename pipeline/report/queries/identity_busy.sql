-- Identifiers of too many people, those of most people first; never the value.
select
    id_type,
    people,
    events
from marts.identity_busy
order by people desc, events desc, id_type
