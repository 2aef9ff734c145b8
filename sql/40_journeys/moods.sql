-- What:  How everybody, and each persona, feels at each touchpoint and stage, with its interval.
-- Grain: one row per group, journey definition, level, place and measure with a value
-- Key:   group_no, journey_no, level, place, measure
-- Reads: config.touchpoint_rules, journeys.personas, journeys.step_emotions, journeys.steps
-- Rule:  group_no 0 is everybody, any other is persona_no. A visit is a step; its value is the mean
--        of its answers (see journeys.step_emotions). n visits of so many people have a value; mean
--        is over visits. The interval is 95 %: variance of a mean of clusters, people, by
--        the jackknife (Bell and McCaffrey 2002), with Student's t of people - 1 degrees of freedom
--        by its expansion (Abramowitz and Stegun 1964, 26.7.5). Where everybody's mean is the same
--        it is the rule of three (Hanley and Lippman-Hand 1983): at most 3 of people feel
--        otherwise, as much as can be.

with

meanings as (
    select
        touchpoint,
        max(stage) as stage
    from config.touchpoint_rules
    group by touchpoint
),

valued as (
    select
        steps.journey_no,
        steps.person_key,
        steps.touchpoint,
        meanings.stage,
        said.measure,
        cast(said.emotion as decimal(12, 8)) as emotion
    from journeys.step_emotions as said
    inner join journeys.steps as steps
        on said.journey_key = steps.journey_key and said.step_no = steps.step_no
    left join meanings on steps.touchpoint = meanings.touchpoint
),

by_person as (
    select
        journey_no,
        'touchpoint' as level,
        touchpoint as place,
        measure,
        person_key,
        count(*) as n,
        sum(emotion) as emotions
    from valued
    group by journey_no, touchpoint, measure, person_key
    union all
    select
        journey_no,
        'stage' as level,
        stage as place,
        measure,
        person_key,
        count(*) as n,
        sum(emotion) as emotions
    from valued
    where stage is not null
    group by journey_no, stage, measure, person_key
),

people as (
    select distinct person_key
    from by_person
),

groups as (
    select
        person_key,
        cast(0 as bigint) as group_no
    from people
    union all
    select
        personas.person_key,
        personas.persona_no as group_no
    from journeys.personas as personas
    inner join people on personas.person_key = people.person_key
),

grouped as (
    select
        groups.group_no,
        by_person.*
    from by_person
    inner join groups on by_person.person_key = groups.person_key
),

means as (
    select
        group_no,
        journey_no,
        level,
        place,
        measure,
        cast(sum(n) as bigint) as n,
        count(*) as people,
        nullif(cast(count(*) - 1 as double), 0) as freedom,
        cast(sum(emotions) as double) / cast(sum(n) as double) as mean
    from grouped
    group by group_no, journey_no, level, place, measure
),

-- How far the sum of each person is from the mean, and more so the larger their part of it.
residuals as (
    select
        grouped.group_no,
        grouped.journey_no,
        grouped.level,
        grouped.place,
        grouped.measure,
        (cast(grouped.emotions as double) - means.mean * grouped.n)
        / nullif(1 - grouped.n / cast(means.n as double), 0) as residual
    from grouped
    inner join means
        on
            grouped.group_no = means.group_no
            and grouped.journey_no = means.journey_no
            and grouped.level = means.level
            and grouped.place = means.place
            and grouped.measure = means.measure
),

spread as (
    select
        group_no,
        journey_no,
        level,
        place,
        measure,
        cast(sum(cast(residual * residual as decimal(38, 10))) as double) as squares
    from residuals
    group by group_no, journey_no, level, place, measure
),

-- 1.959963984540054 is the normal quantile, the others are the polynomials of 26.7.5 at it.
quantiles as (
    select
        means.*,
        spread.squares,
        1.959963984540054
        + 2.372271230298562 / means.freedom
        + 2.8224986157396112 / (means.freedom * means.freedom)
        + 2.555849679507722 / (means.freedom * means.freedom * means.freedom)
        + 1.5895340533938225
        / (means.freedom * means.freedom * means.freedom * means.freedom) as quantile
    from means
    inner join spread
        on
            means.group_no = spread.group_no
            and means.journey_no = spread.journey_no
            and means.level = spread.level
            and means.place = spread.place
            and means.measure = spread.measure
),

halves as (
    select
        *,
        case when squares < 0.00000001 then 1 else 0 end as is_unanimous,
        quantile * sqrt(squares * freedom / people) / n as half
    from quantiles
)

select
    group_no,
    journey_no,
    level,
    place,
    measure,
    n,
    people,
    mean,
    case
        when is_unanimous = 1 then greatest(-2.0, mean - 3.0 / people * (mean + 2))
        else greatest(-2.0, mean - half)
    end as low,
    case
        when is_unanimous = 1 then least(2.0, mean + 3.0 / people * (2 - mean))
        else least(2.0, mean + half)
    end as high
from halves
