-- What:  How many journeys come into each column of the journey map by a change of channel or so.
-- Grain: one row per journey definition and column into which somebody changed
-- Key:   journey_no, place_no
-- Reads: journeys.handoffs, journeys.map_places
-- Adds:  handoffs, from_other_channel, from_other_device, from_other_department
-- Rule:  a handoff (see journeys.handoffs) belongs to the column of the contact after it;
--        handoffs counts them, the others count journeys. Agents are left out.

select
    places.journey_no,
    places.place_no,
    count(*) as handoffs,
    count(distinct case when handoffs.kind = 'channel' then handoffs.journey_key end)
        as from_other_channel,
    count(distinct case when handoffs.kind = 'device' then handoffs.journey_key end)
        as from_other_device,
    count(distinct case when handoffs.kind = 'department' then handoffs.journey_key end)
        as from_other_department
from journeys.handoffs as handoffs
inner join journeys.map_places as places
    on
        handoffs.journey_no = places.journey_no
        and handoffs.next_touchpoint_no = places.touchpoint_no
where handoffs.kind <> 'agent'
group by places.journey_no, places.place_no
