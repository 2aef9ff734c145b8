-- What:  How much the visits of one customer to a touchpoint hang together.
-- Grain: one row per journey definition and touchpoint
-- Key:   journey_no, touchpoint_no
-- Reads: journeys.judged_steps
-- Rule:  a residual is what became of a visit less the rate of its position and persona. The design
--        effect is the sum of the squared sums per person by the sum of the squares.

with

rates as (
    select
        journey_no,
        touchpoint_no,
        position_no,
        persona_no,
        avg(is_lost) as lost_rate,
        avg(is_here) as here_rate,
        avg(is_again) as again_rate
    from journeys.judged_steps
    where is_open = 0
    group by journey_no, touchpoint_no, position_no, persona_no
),

residuals as (
    select
        steps.journey_no,
        steps.touchpoint_no,
        steps.person_key,
        cast(steps.is_lost - rates.lost_rate as decimal(18, 12)) as lost,
        cast(steps.is_here - rates.here_rate as decimal(18, 12)) as here,
        cast(steps.is_again - rates.again_rate as decimal(18, 12)) as again
    from journeys.judged_steps as steps
    inner join rates
        on
            steps.journey_no = rates.journey_no
            and steps.touchpoint_no = rates.touchpoint_no
            and steps.position_no = rates.position_no
            and steps.persona_no = rates.persona_no
    where steps.is_open = 0
),

people as (
    select
        journey_no,
        touchpoint_no,
        cast(sum(lost) as double) as lost,
        cast(sum(here) as double) as here,
        cast(sum(again) as double) as again,
        cast(sum(cast(lost as double) * cast(lost as double)) as decimal(18, 8)) as lost_squares,
        cast(sum(cast(here as double) * cast(here as double)) as decimal(28, 8)) as here_squares,
        cast(sum(cast(again as double) * cast(again as double)) as decimal(28, 8)) as again_squares
    from residuals
    group by journey_no, touchpoint_no, person_key
)

select
    journey_no,
    touchpoint_no,
    count(*) as people,
    cast(sum(cast(lost * lost as decimal(28, 8))) as double)
    / nullif(cast(sum(lost_squares) as double), 0) as lost_effect,
    cast(sum(cast(here * here as decimal(28, 8))) as double)
    / nullif(cast(sum(here_squares) as double), 0) as here_effect,
    cast(sum(cast(again * again as decimal(28, 8))) as double)
    / nullif(cast(sum(again_squares) as double), 0) as again_effect
from people
group by journey_no, touchpoint_no
order by journey_no, touchpoint_no
