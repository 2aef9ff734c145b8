-- What:  Where journeys begin that a campaign began.
-- Grain: one row per journey definition, campaign and touchpoint
-- Key:   journey_no, campaign, touchpoint
-- Reads: journeys.steps, journeys.touches

with

firsts as (
    select
        journey_key,
        min_by(value_name, event_no) as campaign
    from journeys.touches
    where dimension = 'campaign' and step_no = 1
    group by journey_key
)

select
    steps.journey_no,
    firsts.campaign,
    steps.touchpoint,
    count(*) as journeys
from firsts
inner join journeys.steps as steps
    on firsts.journey_key = steps.journey_key and steps.step_no = 1
where firsts.campaign <> '(none)'
group by steps.journey_no, firsts.campaign, steps.touchpoint
order by steps.journey_no, firsts.campaign, steps.touchpoint
