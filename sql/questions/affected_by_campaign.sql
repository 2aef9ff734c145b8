-- What:  The journeys that one campaign began, of those that can be judged.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: config.journeys, journeys.journeys, journeys.touches, staging.data_window
-- Rule:  as in campaign_counts

with

firsts as (
    select
        journey_key,
        min_by(value_name, event_no) as campaign,
        min(step_no) as step_no
    from journeys.touches
    where journey_no = $journey_no and dimension = 'campaign'
    group by journey_key
)

select
    journeys.journey_key,
    journeys.person_key,
    firsts.step_no,
    case when journeys.outcome = 'ended' then 1 else 0 end as is_lost
from firsts
inner join journeys.journeys as journeys on firsts.journey_key = journeys.journey_key
inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
cross join staging.data_window as data
where
    firsts.campaign = $from_value
    and journeys.outcome <> 'open'
    and journeys.started_us <= data.as_of_us - definitions.timeout_us
order by journeys.journey_key
