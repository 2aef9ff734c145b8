-- What:  The journeys that some campaigns began, of those that can be judged.
-- Grain: one row per finding and journey
-- Key:   finding_no, journey_key
-- Reads: config.journeys, journeys.journeys, journeys.touches, staging.data_window
-- Rule:  as in campaign_counts
-- Order: finding_no, journey_key

with

asked as (
    select
        unnest($finding_no) as finding_no,
        unnest($journey_no) as journey_no,
        unnest($from_value) as campaign
),

firsts as (
    select
        journey_key,
        min(journey_no) as journey_no,
        min_by(value_name, event_no) as campaign
    from journeys.touches
    where dimension = 'campaign' and step_no = 1
    group by journey_key
)

select
    asked.finding_no,
    journeys.journey_key,
    journeys.person_key,
    cast(1 as bigint) as step_no,
    case when journeys.outcome = 'ended' then 1 else 0 end as is_lost
from firsts
inner join asked on firsts.journey_no = asked.journey_no and firsts.campaign = asked.campaign
inner join journeys.journeys as journeys on firsts.journey_key = journeys.journey_key
inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
cross join staging.data_window as data
where
    journeys.outcome <> 'open'
    and journeys.started_us <= data.as_of_us - definitions.timeout_us
order by asked.finding_no, journeys.journey_key
