-- What:  The columns of the journey map: which one each touchpoint of a definition stands in.
-- Grain: one row per journey definition and touchpoint that occurs in it
-- Key:   journey_no, touchpoint_no
-- Reads: config.stages, config.touchpoint_rules, journeys.kinds, journeys.placed_events
-- Rule:  the columns are the stages where journeys of the definition touch two of them or more,
--        else its touchpoints: level tells. Touchpoints without a stage are the stage (none), after
--        all others. position is the typical order: stages as configured, then the mean step_no;
--        place_no is the number of the first touchpoint of the column, which stays when others move
-- Order: place

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

visits as (
    select
        journey_no,
        touchpoint_no,
        count(*) as visits,
        sum(step_no) as step_nos
    from journeys.placed_events
    where begins_step = 1
    group by journey_no, touchpoint_no
),

used as (
    select
        visits.*,
        touchpoints.touchpoint,
        meanings.stage_no,
        case
            when meanings.stage like '(%' then translate(meanings.stage, '()', '[]')
            else meanings.stage
        end as stage
    from visits
    inner join touchpoints on visits.touchpoint_no = touchpoints.touchpoint_no
    left join meanings on touchpoints.touchpoint = meanings.touchpoint
),

levels as (
    select
        journey_no,
        case when count(distinct stage) >= 2 then 'stage' else 'touchpoint' end as level
    from used
    group by journey_no
),

placed as (
    select
        used.*,
        levels.level,
        case
            when levels.level = 'touchpoint' then used.touchpoint
            else coalesce(used.stage, '(none)')
        end as place
    from used
    inner join levels on used.journey_no = levels.journey_no
),

places as (
    select
        journey_no,
        place,
        min(touchpoint_no) as place_no,
        min(stage_no) as stage_no,
        cast(sum(step_nos) as double) / cast(sum(visits) as double) as mean_step_no
    from placed
    group by journey_no, place
),

numbered as (
    select
        *,
        row_number() over (
            partition by journey_no
            order by
                case when stage_no is null then 1 else 0 end,
                stage_no,
                mean_step_no,
                place
        ) as position
    from places
)

select
    placed.journey_no,
    placed.touchpoint_no,
    placed.touchpoint,
    placed.level,
    placed.place,
    numbered.place_no,
    numbered.position
from placed
inner join numbered on placed.journey_no = numbered.journey_no and placed.place = numbered.place
