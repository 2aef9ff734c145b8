-- What:  Every visit that can be judged, in small numbers.
-- Grain: one row per journey and step
-- Key:   none, only counted
-- Reads: journeys.judged_steps
-- Rule:  became adds up 1 where the journey was lost, 2 where it was so at this step, 4 where a
--        failure came later on, 8 where it is still open. In no order, because there may be
--        millions and each is only counted.

select
    journey_key,
    person_key,
    cast(journey_no as integer) as journey_no,
    cast(touchpoint_no as integer) as touchpoint_no,
    cast(position_no as integer) as position_no,
    cast(persona_no as integer) as persona_no,
    cast(quarter_no as integer) as quarter_no,
    cast(is_lost + 2 * is_here + 4 * is_again + 8 * is_open as tinyint) as became
from journeys.judged_steps
