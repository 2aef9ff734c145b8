-- Touchpoints, channels and devices of each stage.
select
    journey,
    stage,
    kind,
    value,
    contacts,
    people,
    share
from marts.stage_contacts
order by journey, stage, kind, contacts desc, value
