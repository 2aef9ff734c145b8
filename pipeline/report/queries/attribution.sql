-- What the journeys that reached the goal are owed to, by every model.
select
    journey,
    dimension,
    model,
    value_name,
    conversions,
    share,
    value
from marts.attribution
order by journey, dimension, value_name, model
