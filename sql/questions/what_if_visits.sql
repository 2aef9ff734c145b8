-- What:  How often customers of each segment came to one touchpoint, and how often it was the end.
-- Grain: one row per segment and person
-- Key:   value_name, person_key
-- Reads: config.journeys, journeys.journeys, journeys.steps
-- Rule:  as in chain_moves: every step at the touchpoint is a visit, open journeys are left out,
--        and a visit is the end where it is the last step of a journey that ended. The segment is
--        what compare_values finds
-- Order: value_name, person_key

select
    compare_values.value_name,
    steps.person_key,
    count(*) as visits,
    count(*) filter (where steps.next_us is null and journeys.outcome = 'ended') as ended
from journeys.steps as steps
inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
inner join compare_values on steps.journey_key = compare_values.journey_key
where
    definitions.journey = $journey
    and steps.touchpoint = $touchpoint
    and journeys.outcome <> 'open'
group by compare_values.value_name, steps.person_key
order by compare_values.value_name, steps.person_key
