-- What:  The steps that matter to a funnel: those at its touchpoints, and what it excludes.
-- Grain: one row per unit and step that matches
-- Key:   unit_key, journey_key, step_no
-- Reads: config.journeys, journeys.steps
-- Rule:  $touchpoints are names, $steps and $excluded the steps and exclusions each stands for, as
--        bits. The unit is the journey, or the person with all journeys of the definition one after
--        the other. `held` and `value` are the columns that $hold and $by name.
-- Order: the unit's time; of two steps at one instant the journey's own order

with

meanings as (
    select
        unnest($touchpoints) as touchpoint,
        unnest($steps) as steps,
        unnest($excluded) as excluded,
        unnest($stages) as stage
)

select
    case when $unit = 'people' then steps.person_key else steps.journey_key end as unit_key,
    steps.person_key,
    steps.journey_key,
    steps.step_no,
    steps.occurred_us,
    meanings.steps,
    meanings.excluded,
    steps.next_touchpoint is null as is_last,
    case $hold
        when 'channel' then steps.channel
        when 'device' then steps.device
        when 'department' then steps.department
        when 'agent' then steps.agent
        when 'topic' then steps.topic
        when 'stage' then meanings.stage
    end as held,
    case $by
        when 'channel' then steps.channel
        when 'device' then steps.device
        when 'department' then steps.department
        when 'agent' then steps.agent
        when 'topic' then steps.topic
        when 'stage' then meanings.stage
        when 'touchpoint' then steps.touchpoint
    end as value
from journeys.steps as steps
inner join meanings on steps.touchpoint = meanings.touchpoint
where
    steps.journey_no = (
        select journeys.journey_no
        from config.journeys as journeys
        where journeys.journey = $journey
    )
order by unit_key, steps.occurred_us, steps.journey_key, steps.step_no
