-- Per journey name: journeys by outcome.
select
    journey,
    outcome,
    count(*) as journeys
from marts.journeys
group by journey, outcome
order by journey, outcome
