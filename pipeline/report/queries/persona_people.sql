-- How many customers are of each persona.
select
    coalesce(persona, '(none)') as persona,
    count(*) as people
from marts.people
group by coalesce(persona, '(none)')
order by people desc, persona
