-- What:  The steps of people: all journeys of one person are one line.
-- Grain: one row per person and step
-- Key:   unit_key, pos
-- Reads: path_steps
-- Rule:  journeys that go on at the same time are interleaved; the line ends as the journey of its
--        last step does
-- Order: occurred_us, then the journey, then pos

select
    * replace (
        row_number() over (
            partition by person_key order by occurred_us, unit_key, pos
        ) as pos,
        person_key as unit_key
    )
from path_steps
