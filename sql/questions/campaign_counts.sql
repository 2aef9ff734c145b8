-- What:  What became of the journeys that each campaign began.
-- Grain: one row per journey definition and campaign
-- Key:   journey_no, campaign
-- Reads: config.journeys, journeys.journeys, journeys.touches, staging.data_window
-- Rule:  the campaign is that of the first touch, which every journey has at its first step. Judged
--        are journeys that began at least a timeout before the data end and are not open. Sums per
--        person tell how much they hang together.

with

firsts as (
    select
        journey_key,
        min_by(value_name, event_no) as campaign
    from journeys.touches
    where dimension = 'campaign' and step_no = 1
    group by journey_key
),

begun as (
    select
        journeys.journey_no,
        journeys.person_key,
        firsts.campaign,
        case when journeys.outcome = 'ended' then 1 else 0 end as is_lost
    from firsts
    inner join journeys.journeys as journeys on firsts.journey_key = journeys.journey_key
    inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
    cross join staging.data_window as data
    where
        journeys.outcome <> 'open'
        and journeys.started_us <= data.as_of_us - definitions.timeout_us
),

people as (
    select
        journey_no,
        campaign,
        person_key,
        count(*) as n,
        sum(is_lost) as lost
    from begun
    group by journey_no, campaign, person_key
)

select
    journey_no,
    campaign,
    count(*) as people,
    cast(sum(n) as bigint) as n,
    cast(sum(lost) as bigint) as lost,
    cast(sum(n * n) as bigint) as n_n,
    cast(sum(n * lost) as bigint) as n_lost,
    cast(sum(lost * lost) as bigint) as lost_lost
from people
group by journey_no, campaign
order by journey_no, campaign
