-- How journeys went, touchpoint by touchpoint, up to $1 steps, how each way went out, and what the
-- page can be filtered by: the month ($2 = month) or week it began in, its first channel and device,
-- and the persona of its customer.
with

walked as (
    select
        journey_id,
        list(touchpoint order by step_no) filter (where step_no <= $1) as path,
        max(step_no) as steps,
        arg_min(channel, step_no) as channel,
        arg_min(device, step_no) as device
    from marts.steps
    group by journey_id
)

select
    journeys.journey,
    walked.path,
    if(walked.steps > $1, 'more', journeys.outcome) as outcome,
    journeys.outcome as ends,
    strftime(
        date_trunc($2, timezone(run.timezone, journeys.started_at)),
        if($2 = 'month', '%Y-%m', '%Y-%m-%d')
    ) as period,
    walked.channel,
    walked.device,
    people.persona,
    count(*) as journeys
from walked
inner join marts.journeys as journeys on walked.journey_id = journeys.journey_id
inner join marts.people as people on journeys.person_id = people.person_id
cross join marts.run as run
group by all
order by all
