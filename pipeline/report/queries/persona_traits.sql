-- What sets each persona apart, the most telling first.
select
    persona,
    kind,
    value,
    people,
    of_people,
    share,
    share_elsewhere,
    apart
from marts.persona_traits
order by persona, rank
