-- Changes of device, channel and department into each stage.
select
    journey,
    stage,
    kind,
    from_value,
    to_value,
    handoffs,
    people
from marts.stage_handoffs
order by journey, stage, kind, handoffs desc, from_value, to_value
