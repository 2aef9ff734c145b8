-- Touchpoints with the channel they mostly happen on.
select
    touchpoint,
    stage,
    stage_no,
    moment,
    channel,
    events,
    people
from marts.touchpoints
order by touchpoint
