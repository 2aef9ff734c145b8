-- Per journey name: journeys, their customers, and how long those that reached the goal took.
select
    journey,
    count(*) as journeys,
    count(distinct person_id) as people,
    median(duration_s) filter (where outcome = 'reached') as median_duration_s
from marts.journeys
group by journey
order by journey
