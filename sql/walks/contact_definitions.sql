-- What:  The journey definitions in which events in a row at one place are contacts of their own.
-- Grain: one row per such definition
-- Key:   journey_no
-- Reads: config.journeys

select journey_no
from config.journeys
where repeats = 'keep'
