-- Columns of the journey map of each persona; a map of it is leaner than that of everybody.
select
    persona.*,
    stages.level,
    stages.question,
    0 as from_other_device,
    0 as from_other_channel,
    0 as from_other_department
from marts.persona_stages as persona
inner join marts.stages as stages using (journey, stage)
order by persona.journey, persona.persona, persona.position
