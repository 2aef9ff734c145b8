-- What:  The changes of channel, device and department with which customers come into a stage.
-- Grain: one row per journey definition, stage, kind, from and to
-- Key:   journey, stage, kind, from_value, to_value
-- Reads: config.journeys, journeys.handoffs, journeys.map_places
-- Rule:  a handoff (see journeys.handoffs) belongs to the stage of the contact after it, whatever
--        the stage before. Agents are left out. Stages are the columns of marts.stages.

select
    definitions.journey,
    places.place as stage,
    handoffs.kind,
    handoffs.from_place as from_value,
    handoffs.to_place as to_value,
    count(*) as handoffs,
    count(distinct handoffs.journey_key) as journeys,
    count(distinct handoffs.person_key) as people,
    percentile_cont(0.5) within group (order by handoffs.wait_s) as median_wait_s
from journeys.handoffs as handoffs
inner join journeys.map_places as places
    on
        handoffs.journey_no = places.journey_no
        and handoffs.next_touchpoint_no = places.touchpoint_no
inner join config.journeys as definitions on handoffs.journey_no = definitions.journey_no
where handoffs.kind <> 'agent'
group by
    definitions.journey, places.place, handoffs.kind, handoffs.from_place, handoffs.to_place
