-- What:  What decides how the lines of a journey definition are cut, in numbers.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.journeys
-- Rule:  longest_us is the longest silence inside a journey, -1 where no silence ends one.
--        is_of_people tells that each person's events are a line, not those of one case

select
    journey_no,
    case when boundary in ('start_to_goal', 'gap') then timeout_us else -1 end as longest_us,
    boundary = 'start_to_goal' as ends_at_goals,
    repeats = 'keep' as keeps_repeats,
    case_type is null as is_of_people
from config.journeys
