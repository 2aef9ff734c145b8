-- What:  How many visits of each touchpoint were lost, by what is held equal and by each sign of a
--        bad experience.
-- Grain: one row per journey definition, touchpoint, position and persona
-- Key:   journey_no, touchpoint_no, position_no, persona_no
-- Reads: journeys.explained_journeys, journeys.judged_steps
-- Rule:  seen are all visits, of which it is known whether they were the end (here); n those of
--        journeys that are no longer open, of which it is known what became of the journey. Bad is
--        a visit at which a rating or text of $bad_emotion or less was said, good one at which only
--        better ones were; of the other signs bad is a visit with it, good one without. What is
--        explained already is left out: a journey from the step on at which it met what was found.

select
    journey_no,
    touchpoint_no,
    position_no,
    persona_no,
    count(*) as seen,
    count(*) filter (where is_open = 1) as open,
    count(*) filter (where is_open = 0) as n,
    count(*) filter (where is_lost = 1) as lost,
    count(*) filter (where is_here = 1) as here,
    count(*) filter (where is_open = 0 and is_again = 1) as again,
    count(*) filter (where is_open = 0 and said <= $bad_emotion) as said_bad,
    count(*) filter (where is_lost = 1 and said <= $bad_emotion) as said_bad_lost,
    count(*) filter (where is_open = 0 and said > $bad_emotion) as said_good,
    count(*) filter (where is_lost = 1 and said > $bad_emotion) as said_good_lost,
    count(*) filter (where is_open = 1 and said is not null) as said_open,
    count(*) filter (where is_open = 0 and is_repeated = 1) as repeated_bad,
    count(*) filter (where is_lost = 1 and is_repeated = 1) as repeated_bad_lost,
    count(*) filter (where is_open = 0 and is_failed = 1) as failed_bad,
    count(*) filter (where is_lost = 1 and is_failed = 1) as failed_bad_lost
from journeys.judged_steps as steps
left join journeys.explained_journeys as explained
    on steps.journey_key = explained.journey_key
where explained.journey_key is null or steps.step_no < explained.step_no
group by journey_no, touchpoint_no, position_no, persona_no
order by journey_no, touchpoint_no, position_no, persona_no
