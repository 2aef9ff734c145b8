-- What:  Where the kinds of events stand in the journey map, and what contacts of them look like.
-- Grain: one row per journey definition and kind of event that may occur in it
-- Key:   journey_no, kind_no
-- Reads: journeys.kinds, journeys.map_places
-- Rule:  a look is a column with a touchpoint, channel and device. look_no numbers them from 0 on;
--        each of their three values in a column has a number of its own from 0 on

with

looks as (
    select
        places.journey_no,
        kinds.kind_no,
        places.place_no,
        kinds.touchpoint,
        coalesce(kinds.channel, '(none)') as channel,
        coalesce(kinds.device, '(none)') as device
    from journeys.kinds as kinds
    inner join journeys.map_places as places on kinds.touchpoint_no = places.touchpoint_no
)

select
    *,
    dense_rank() over (order by journey_no, place_no, channel, device, touchpoint) - 1 as look_no,
    dense_rank() over (order by journey_no, place_no, touchpoint) - 1 as place_touchpoint_no,
    dense_rank() over (order by journey_no, place_no, channel) - 1 as place_channel_no,
    dense_rank() over (order by journey_no, place_no, device) - 1 as place_device_no
from looks
