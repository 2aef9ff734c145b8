-- What:  Every visit that can be judged, in small numbers.
-- Grain: one row per journey and step
-- Key:   none, only counted
-- Reads: journeys.judged_steps
-- Rule:  became adds up 1 where the journey was lost, 2 where it was so at this step, 4 where a
--        failure came later on, 8 where it is still open. signs adds up 1 where a rating or text of
--        $bad_emotion or less was said, 2 where only better ones were, 4 where the touchpoint came
--        again at once, 8 where a failure touchpoint follows at once. In no order, because there
--        may be millions and each is only counted.

select
    journey_key,
    cast(step_no as integer) as step_no,
    person_key,
    cast(journey_no as integer) as journey_no,
    cast(touchpoint_no as integer) as touchpoint_no,
    cast(position_no as integer) as position_no,
    cast(persona_no as integer) as persona_no,
    cast(quarter_no as integer) as quarter_no,
    cast(is_lost + 2 * is_here + 4 * is_again + 8 * is_open as tinyint) as became,
    cast(
        case when said <= $bad_emotion then 1 when said is not null then 2 else 0 end
        + 4 * is_repeated + 8 * is_failed as tinyint
    ) as signs
from journeys.judged_steps
