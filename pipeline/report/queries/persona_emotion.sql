-- How customers of each persona feel at touchpoints, in their typical order.
select
    persona.journey,
    persona.persona,
    persona.touchpoint as place,
    everybody.stage,
    everybody.position,
    persona.measure,
    persona.visits,
    persona.n,
    persona.people,
    everybody.people - persona.people as people_elsewhere,
    persona.mean,
    persona.low,
    persona.high
from marts.persona_emotion as persona
inner join marts.emotion as everybody
    on
        persona.journey = everybody.journey
        and persona.touchpoint = everybody.place
        and persona.measure = everybody.measure
        and everybody.level = 'touchpoint'
order by persona.journey, persona.persona, everybody.position, persona.measure
