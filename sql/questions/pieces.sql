-- What:  The pieces of the routes of one journey definition.
-- Grain: one row per three steps in a row
-- Key:   journey_no, from_no, middle_no, to_no
-- Reads: config.journeys, journeys.pieces

select pieces.*
from journeys.pieces as pieces
inner join config.journeys as definitions on pieces.journey_no = definitions.journey_no
where definitions.journey = $journey
