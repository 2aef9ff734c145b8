-- What:  How customers feel at each touchpoint and stage, by ratings and by the tone of texts.
-- Grain: one row per journey definition, level, place and measure
-- Key:   journey, level, place, measure
-- Reads: config.emotion_settings, config.journeys, config.stages, config.touchpoint_rules,
--        journeys.kinds, journeys.moods, journeys.placed_events
-- Rule:  a visit is a step; n visits of so many people have a value (see journeys.moods), coverage
--        is their share of all visits. mean is over visits, with its 95 % interval. With fewer
--        people than min_n nothing is told: is_too_few. position is the typical order: stages as
--        configured, then the mean step_no.

with

meanings as (
    select
        rules.touchpoint,
        max(rules.stage) as stage,
        max(stages.stage_no) as stage_no
    from config.touchpoint_rules as rules
    left join config.stages as stages on rules.stage = stages.stage
    group by rules.touchpoint
),

touchpoints as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

counted as (
    select
        journey_no,
        touchpoint_no,
        count(*) as visits,
        sum(step_no) as step_nos
    from journeys.placed_events
    where begins_step = 1
    group by journey_no, touchpoint_no
),

visits as (
    select
        counted.journey_no,
        meanings.stage,
        meanings.stage_no,
        touchpoints.touchpoint,
        counted.visits,
        counted.step_nos
    from counted
    inner join touchpoints on counted.touchpoint_no = touchpoints.touchpoint_no
    left join meanings on touchpoints.touchpoint = meanings.touchpoint
),

sizes as (
    select
        journey_no,
        'touchpoint' as level,
        touchpoint as place,
        stage,
        stage_no,
        visits,
        step_nos
    from visits
    union all
    select
        journey_no,
        'stage' as level,
        stage as place,
        stage,
        min(stage_no) as stage_no,
        cast(sum(visits) as bigint) as visits,
        sum(step_nos) as step_nos
    from visits
    where stage is not null
    group by journey_no, stage
),

places as (
    select
        *,
        row_number() over (
            partition by journey_no, level
            order by
                case when stage_no is null then 1 else 0 end,
                stage_no,
                cast(step_nos as double) / visits,
                place
        ) as position
    from sizes
),

measures as (
    select 'rating' as measure
    union all
    select 'text' as measure
)

select
    definitions.journey,
    places.level,
    places.place,
    places.stage,
    cast(places.position as bigint) as position,
    measures.measure,
    places.visits,
    coalesce(moods.n, 0) as n,
    coalesce(moods.people, 0) as people,
    coalesce(moods.n, 0) / cast(places.visits as double) as coverage,
    coalesce(moods.people, 0) < settings.min_n as is_too_few,
    case when moods.people >= settings.min_n then moods.mean end as mean,
    case when moods.people >= settings.min_n then moods.low end as low,
    case when moods.people >= settings.min_n then moods.high end as high
from places
inner join config.journeys as definitions on places.journey_no = definitions.journey_no
cross join measures
cross join config.emotion_settings as settings
left join journeys.moods as moods
    on
        moods.group_no = 0
        and places.journey_no = moods.journey_no
        and places.level = moods.level
        and places.place = moods.place
        and measures.measure = moods.measure
