-- How journeys went, touchpoint by touchpoint, up to $1 steps, and how each way went out.
with

walked as (
    select
        journey_id,
        list(touchpoint order by step_no) filter (where step_no <= $1) as path,
        max(step_no) as steps
    from marts.steps
    group by journey_id
)

select
    journeys.journey,
    walked.path,
    if(walked.steps > $1, 'more', journeys.outcome) as outcome,
    count(*) as journeys
from walked
inner join marts.journeys on walked.journey_id = journeys.journey_id
group by all
order by all
