-- What:  The steps that matter to a funnel: those at its touchpoints, and what it excludes.
-- Grain: one row per unit and step that matches
-- Key:   unit_key, journey_key, step_no
-- Reads: config.journeys, journeys.kinds, journeys.placed_events
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
),

matching as (
    select
        kinds.kind_no,
        meanings.steps,
        meanings.excluded,
        case $hold
            when 'channel' then kinds.channel
            when 'device' then kinds.device
            when 'department' then kinds.department
            when 'agent' then kinds.agent
            when 'topic' then kinds.topic
            when 'stage' then meanings.stage
        end as held,
        case $by
            when 'channel' then kinds.channel
            when 'device' then kinds.device
            when 'department' then kinds.department
            when 'agent' then kinds.agent
            when 'topic' then kinds.topic
            when 'stage' then meanings.stage
            when 'touchpoint' then kinds.touchpoint
        end as value
    from journeys.kinds as kinds
    inner join meanings on kinds.touchpoint = meanings.touchpoint
)

select
    case when $unit = 'people' then steps.person_key else steps.journey_key end as unit_key,
    steps.person_key,
    steps.journey_key,
    steps.step_no,
    steps.occurred_us,
    matching.steps,
    matching.excluded,
    steps.next_touchpoint_no is null as is_last,
    matching.held,
    matching.value
from journeys.placed_events as steps
inner join matching on steps.kind_no = matching.kind_no
where
    steps.begins_step = 1
    and steps.journey_no = (
        select journeys.journey_no
        from config.journeys as journeys
        where journeys.journey = $journey
    )
order by unit_key, steps.occurred_us, steps.journey_key, steps.step_no
