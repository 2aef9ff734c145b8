-- What:  Where people went instead: what they did next after a journey of theirs had ended without
--        the goal, and after how long.
-- Grain: one row per journey definition, touchpoint where journeys ended, and destination
-- Key:   journey, touchpoint, destination
-- Reads: config.journeys, journeys.endings, journeys.kinds
-- Rule:  the destination is the touchpoint of the person's first own event after the last event of
--        the journey, in whatever journey it lies or in none; (nothing) where there is none until
--        the data end. Events of ours are no destination. The rows of a touchpoint add up to the
--        journeys that ended there. Tried again: the person began a later journey of the same
--        definition; reached later: one of those reached the goal.

with

counted as (
    select
        journey_no,
        touchpoint_no,
        next_touchpoint_no,
        count(*) as journeys,
        count(distinct person_key) as people,
        count(*) / cast(
            sum(count(*)) over (partition by journey_no, touchpoint_no) as double
        ) as share,
        cast(sum(is_tried_again) as bigint) as tried_again,
        cast(sum(is_reached_later) as bigint) as reached_later,
        percentile_cont(0.5) within group (order by after_us / 1000000.0) as median_after_s,
        percentile_cont(0.9) within group (order by after_us / 1000000.0) as p90_after_s
    from journeys.endings
    group by journey_no, touchpoint_no, next_touchpoint_no
),

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
)

select
    definitions.journey,
    names.touchpoint,
    coalesce(destinations.touchpoint, '(nothing)') as destination,
    counted.journeys,
    counted.people,
    counted.share,
    counted.tried_again,
    counted.reached_later,
    counted.median_after_s,
    counted.p90_after_s
from counted
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
inner join names on counted.touchpoint_no = names.touchpoint_no
left join names as destinations on counted.next_touchpoint_no = destinations.touchpoint_no
