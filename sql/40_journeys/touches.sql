-- What:  The touches of every journey before its goal: what attribution gives the credit to.
-- Grain: one row per journey, dimension and touch
-- Key:   journey_key, dimension, event_no
-- Reads: journeys.kinds, journeys.placed_events, staging.event_kinds
-- Rule:  a step is a touch of its channel and of its touchpoint, and of each campaign that its
--        events name; "(none)" where it has no channel or names no campaign. The step that decides
--        the journey, by a goal or a competing end, and what comes after it are no touches, unless
--        nothing comes before it: then that step is the one touch.
-- Order: event_no
-- Kind:  view

with

decided as (
    select
        journey_key,
        min(step_no) as step_no
    from journeys.placed_events
    where outcome_no is not null
    group by journey_key
),

named as (
    select
        events.journey_key,
        events.journey_no,
        events.step_no,
        kinds.campaign,
        min(events.event_no) as event_no,
        min(events.occurred_us) as occurred_us,
        min_by(events.kind_no, events.event_no) as kind_no
    from journeys.placed_events as events
    inner join staging.event_kinds as kinds on events.kind_no = kinds.kind_no
    where kinds.campaign is not null
    group by events.journey_key, events.journey_no, events.step_no, kinds.campaign
),

naming as (
    select distinct
        journey_key,
        step_no
    from named
),

touches as (
    -- The touchpoint that decides is never that of the step before it: each begins a step.
    select
        events.journey_key,
        events.journey_no,
        'touchpoint' as dimension,
        events.step_no,
        events.event_no,
        events.occurred_us,
        events.kind_no,
        kinds.touchpoint as name
    from journeys.placed_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    where events.begins_step = 1
    union all
    select
        events.journey_key,
        events.journey_no,
        'channel' as dimension,
        events.step_no,
        events.event_no,
        events.occurred_us,
        events.kind_no,
        kinds.channel as name
    from journeys.placed_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    where events.begins_step = 1
    union all
    select
        journey_key,
        journey_no,
        'campaign' as dimension,
        step_no,
        event_no,
        occurred_us,
        kind_no,
        case when campaign like '(%' then translate(campaign, '()', '[]') else campaign end as name
    from named
    union all
    select
        events.journey_key,
        events.journey_no,
        'campaign' as dimension,
        events.step_no,
        events.event_no,
        events.occurred_us,
        events.kind_no,
        cast(null as string) as name
    from journeys.placed_events as events
    inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
    left join naming
        on events.journey_key = naming.journey_key and events.step_no = naming.step_no
    where events.begins_step = 1 and naming.journey_key is null
)

select
    touches.journey_key,
    touches.journey_no,
    touches.dimension,
    touches.step_no,
    touches.event_no,
    touches.occurred_us,
    touches.kind_no,
    coalesce(touches.name, '(none)') as value_name
from touches
left join decided on touches.journey_key = decided.journey_key
where
    decided.step_no is null
    or touches.step_no < decided.step_no
    or (touches.step_no = 1 and decided.step_no = 1)
