-- What:  Where each kind of event happened, in numbers.
-- Grain: one row per kind of event and kind of place that is known
-- Key:   kind_no, side_no
-- Reads: journeys.places

select
    kind_no,
    side_no,
    place_no
from journeys.places
