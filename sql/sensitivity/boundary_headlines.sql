-- What:  The main numbers of each kind of journey as its definitions in force cut it.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.journeys, journeys.journeys, journeys.placed_events

select
    definitions.journey_no,
    count(journeys.journey_key) as journeys,
    count(distinct journeys.person_key) as people,
    count(case when journeys.outcome = 'reached' then 1 end) as reached,
    count(case when journeys.outcome = 'ended' then 1 end) as ended,
    count(case when journeys.outcome = 'open' then 1 end) as open,
    percentile_cont(0.5) within group (order by journeys.duration_s)
    filter (where journeys.outcome = 'reached') as median_reached_s,
    (
        select count(*) from journeys.placed_events as events
        where events.journey_no = definitions.journey_no and events.begins_step = 1
    ) as steps
from config.journeys as definitions
left join journeys.journeys as journeys on definitions.journey_no = journeys.journey_no
group by definitions.journey_no
order by definitions.journey_no
