-- Personas of each kind of journey, the largest first.
select *
from marts.personas
order by journey, people desc, persona
