-- What:  The journeys that the people of a batch had in the build before.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: batch.people, journeys.journeys

select journeys.journey_key
from journeys.journeys as journeys
inner join batch.people as people on journeys.person_key = people.person_key
