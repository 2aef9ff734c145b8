-- What:  What each journey of a definition belongs to: its first device, channel, touchpoint or
--        campaign, or the persona of its customer.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: config.journeys, journeys.journeys, journeys.personas, journeys.steps, journeys.touches
-- Rule:  "(none)" where it is not known

with

chosen as (
    select
        journeys.journey_key,
        journeys.person_key
    from journeys.journeys as journeys
    inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
    where definitions.journey = $journey
),

begun as (
    select
        touches.journey_key,
        min_by(touches.value_name, touches.event_no) as campaign
    from journeys.touches as touches
    where $by = 'campaign' and touches.dimension = 'campaign'
    group by touches.journey_key
)

select
    chosen.journey_key,
    coalesce(
        case
            when $by = 'device' then steps.device
            when $by = 'channel' then steps.channel
            when $by = 'touchpoint' then steps.touchpoint
            when $by = 'persona' then personas.persona
            when $by = 'campaign' then begun.campaign
        end,
        '(none)'
    ) as value_name
from chosen
inner join journeys.steps as steps
    on chosen.journey_key = steps.journey_key and steps.step_no = 1
left join journeys.personas as personas on chosen.person_key = personas.person_key
left join begun on chosen.journey_key = begun.journey_key
