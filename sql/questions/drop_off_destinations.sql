-- What:  Where people went after journeys of one definition had ended.
-- Grain: one row per touchpoint and destination
-- Key:   touchpoint, destination
-- Reads: marts.drop_off_destinations
-- Rule:  as in marts.drop_off_destinations

select
    touchpoint,
    destination,
    journeys,
    people,
    share,
    tried_again,
    reached_later,
    median_after_s,
    p90_after_s
from marts.drop_off_destinations
where journey = $journey
order by touchpoint asc, journeys desc, destination asc
