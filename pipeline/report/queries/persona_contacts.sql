-- Touchpoints and channels of each stage, by persona.
select
    journey,
    persona,
    stage,
    kind,
    value,
    contacts,
    people,
    share
from marts.persona_stage_contacts
where kind <> 'device'
order by journey, persona, stage, kind, contacts desc, value
