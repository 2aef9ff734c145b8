-- What:  The values by which two groups of journeys can be told apart.
-- Grain: one row per value
-- Key:   value_name
-- Reads: nothing but what compare_values finds

select distinct value_name
from compare_values
order by value_name
