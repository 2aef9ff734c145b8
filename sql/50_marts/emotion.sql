-- What:  How customers feel at each touchpoint and stage, by ratings and by the tone of texts.
-- Grain: one row per journey definition, level, place and measure
-- Key:   journey, level, place, measure
-- Reads: config.emotion_settings, config.journeys, config.stages, config.touchpoint_rules,
--        journeys.step_emotions, journeys.steps
-- Rule:  a visit is a step; its value is the mean of its answers (see journeys.step_emotions). n
--        visits of so many people have a value, coverage is their share of all visits. mean is over
--        visits. The interval is 95 %: variance of a mean of clusters, which are people, by the
--        jackknife (Bell and McCaffrey 2002), with Student's t of people - 1 degrees of freedom by
--        its expansion (Abramowitz and Stegun 1964, 26.7.5). Where everybody's mean is the same
--        it is the rule of three (Hanley and Lippman-Hand 1983): at most 3 of people feel
--        otherwise, as much as can be. With fewer people than min_n nothing is told: is_too_few.
--        position is the typical order: stages as configured, then the mean step_no.

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

visits as (
    select
        steps.journey_no,
        meanings.stage,
        meanings.stage_no,
        steps.touchpoint,
        count(*) as visits,
        sum(steps.step_no) as step_nos
    from journeys.steps as steps
    left join meanings on steps.touchpoint = meanings.touchpoint
    group by steps.journey_no, meanings.stage, meanings.stage_no, steps.touchpoint
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

means as (
    select
        journey_no,
        level,
        place,
        measure,
        cast(sum(n) as bigint) as n,
        count(*) as people,
        nullif(cast(count(*) - 1 as double), 0) as freedom,
        cast(sum(emotions) as double) / cast(sum(n) as double) as mean
    from by_person
    group by journey_no, level, place, measure
),

-- How far the sum of each person is from the mean, and more so the larger their part of it.
residuals as (
    select
        by_person.journey_no,
        by_person.level,
        by_person.place,
        by_person.measure,
        (cast(by_person.emotions as double) - means.mean * by_person.n)
        / nullif(1 - by_person.n / cast(means.n as double), 0) as residual
    from by_person
    inner join means
        on
            by_person.journey_no = means.journey_no
            and by_person.level = means.level
            and by_person.place = means.place
            and by_person.measure = means.measure
),

spread as (
    select
        journey_no,
        level,
        place,
        measure,
        cast(sum(cast(residual * residual as decimal(38, 10))) as double) as squares
    from residuals
    group by journey_no, level, place, measure
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
            means.journey_no = spread.journey_no
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
    coalesce(halves.n, 0) as n,
    coalesce(halves.people, 0) as people,
    coalesce(halves.n, 0) / cast(places.visits as double) as coverage,
    coalesce(halves.people, 0) < settings.min_n as is_too_few,
    case when coalesce(halves.people, 0) >= settings.min_n then halves.mean end as mean,
    case
        when coalesce(halves.people, 0) < settings.min_n then null
        when halves.is_unanimous = 1
            then greatest(-2.0, halves.mean - 3.0 / halves.people * (halves.mean + 2))
        else greatest(-2.0, halves.mean - halves.half)
    end as low,
    case
        when coalesce(halves.people, 0) < settings.min_n then null
        when halves.is_unanimous = 1
            then least(2.0, halves.mean + 3.0 / halves.people * (2 - halves.mean))
        else least(2.0, halves.mean + halves.half)
    end as high
from places
inner join config.journeys as definitions on places.journey_no = definitions.journey_no
cross join measures
cross join config.emotion_settings as settings
left join halves
    on
        places.journey_no = halves.journey_no
        and places.level = halves.level
        and places.place = halves.place
        and measures.measure = halves.measure
