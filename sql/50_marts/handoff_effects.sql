-- What:  How journeys with a handoff go out and feel, against journeys of equal length without it.
-- Grain: one row per journey definition, kind, from and to
-- Key:   journey, kind, from_value, to_value
-- Reads: config.settings, journeys.handoffs, journeys.journeys, journeys.placed_events
-- Rule:  each journey that is not open counts once. Journeys with and without the handoff are
--        compared among those of the same number of steps (max_steps and more are one length).
--        reached_difference is the difference of the shares that reached the goal, weighted over
--        the lengths as Mantel and Haenszel do, with the variance of Sato (1989).
--        emotion_difference is that of the mean emotion of whole journeys with ratings: least
--        squares with a constant per length. Both intervals are 95 %, z = 1.959963984540054, and
--        take journeys for independent. emotion_after is the mean of the ratings from the first
--        such handoff on. Association, not cause. Ratings are summed as decimals, because a sum of
--        doubles depends on the order of its terms.

with

units as (
    select
        journeys.journey_key,
        journeys.journey_no,
        journeys.journey,
        least(journeys.steps, settings.max_steps) as length_no,
        case when journeys.outcome = 'reached' then 1 else 0 end as is_reached,
        cast(journeys.emotion as decimal(18, 15)) as emotion
    from journeys.journeys as journeys
    cross join config.settings as settings
    where journeys.outcome <> 'open'
),

exposed as (
    select
        handoffs.journey_key,
        handoffs.kind,
        handoffs.from_place,
        handoffs.to_place,
        min(handoffs.next_event_no) as next_event_no
    from journeys.handoffs as handoffs
    group by handoffs.journey_key, handoffs.kind, handoffs.from_place, handoffs.to_place
),

afterwards as (
    select
        units.journey_no,
        exposed.kind,
        exposed.from_place,
        exposed.to_place,
        count(*) as ratings,
        cast(avg(cast(events.emotion as decimal(12, 8))) as double) as emotion_after
    from exposed
    inner join units on exposed.journey_key = units.journey_key
    inner join journeys.placed_events as events
        on
            exposed.journey_key = events.journey_key
            and exposed.next_event_no <= events.event_no
    where events.emotion is not null
    group by units.journey_no, exposed.kind, exposed.from_place, exposed.to_place
),

everybody as (
    select
        journey_no,
        length_no,
        count(*) as n,
        sum(is_reached) as reached,
        count(emotion) as rated,
        coalesce(sum(emotion), 0) as emotions,
        coalesce(sum(cast(emotion * emotion as decimal(28, 20))), 0) as squares
    from units
    group by journey_no, length_no
),

with_it as (
    select
        units.journey_no,
        min(units.journey) as journey,
        exposed.kind,
        exposed.from_place,
        exposed.to_place,
        units.length_no,
        count(*) as n,
        sum(units.is_reached) as reached,
        count(units.emotion) as rated,
        coalesce(sum(units.emotion), 0) as emotions,
        coalesce(sum(cast(units.emotion * units.emotion as decimal(28, 20))), 0) as squares
    from exposed
    inner join units on exposed.journey_key = units.journey_key
    group by
        units.journey_no, exposed.kind, exposed.from_place, exposed.to_place, units.length_no
),

strata as (
    select
        with_it.journey_no,
        with_it.journey,
        with_it.kind,
        with_it.from_place,
        with_it.to_place,
        cast(with_it.n as double) as n1,
        cast(everybody.n - with_it.n as double) as n0,
        cast(everybody.n as double) as n,
        cast(with_it.reached as double) as a1,
        cast(everybody.reached - with_it.reached as double) as a0,
        with_it.rated as r1,
        everybody.rated - with_it.rated as r0,
        cast(with_it.emotions as double) as e1,
        cast(everybody.emotions - with_it.emotions as double) as e0,
        cast(with_it.squares as double) as s1,
        cast(everybody.squares - with_it.squares as double) as s0
    from with_it
    inner join everybody
        on
            with_it.journey_no = everybody.journey_no
            and with_it.length_no = everybody.length_no
),

terms as (
    select
        *,
        n1 * n0 / n as weight,
        (a1 * n0 - a0 * n1) / n as difference,
        (n1 * n1 * a0 - n0 * n0 * a1 + n1 * n0 * (n0 - n1) / 2.0) / (n * n) as p,
        (a1 * (n0 - a0) + a0 * (n1 - a1)) / (2.0 * n) as q,
        r1 * r0 / cast(nullif(r1 + r0, 0) as double) as rated_weight,
        (e1 * r0 - e0 * r1) / nullif(r1 + r0, 0) as emotion_term,
        coalesce(s1 - e1 * e1 / nullif(r1, 0), 0) + coalesce(s0 - e0 * e0 / nullif(r0, 0), 0)
            as inner_squares,
        r1 + r0 - case when r1 > 0 then 1 else 0 end - case when r0 > 0 then 1 else 0 end
            as freedom
    from strata
),

summed as (
    select
        journey_no,
        min(journey) as journey,
        kind,
        from_place,
        to_place,
        sum(n1) as journeys,
        sum(case when n0 > 0 then n1 else 0 end) as compared,
        sum(a1) as reached,
        sum(cast(weight as decimal(28, 12))) as weight,
        sum(cast(difference as decimal(28, 12))) as difference,
        sum(cast(p as decimal(28, 12))) as p,
        sum(cast(q as decimal(28, 12))) as q,
        sum(cast(rated_weight as decimal(28, 12))) as rated_weight,
        sum(cast(emotion_term as decimal(28, 15))) as emotion_term,
        sum(cast(inner_squares as decimal(28, 15))) as inner_squares,
        sum(freedom) as freedom
    from terms
    group by journey_no, kind, from_place, to_place
),

compared as (
    select
        *,
        cast(difference as double) / nullif(cast(weight as double), 0) as reached_difference,
        cast(emotion_term as double) / nullif(cast(rated_weight as double), 0)
            as emotion_difference
    from summed
),

spread as (
    select
        *,
        1.959963984540054 * sqrt(
            greatest(0.0, reached_difference * cast(p as double) + cast(q as double))
        ) / nullif(cast(weight as double), 0) as reached_half,
        1.959963984540054 * sqrt(
            greatest(0.0, cast(inner_squares as double)) / nullif(freedom, 0)
            / nullif(cast(rated_weight as double), 0)
        ) as emotion_half
    from compared
)

select
    spread.journey,
    spread.kind,
    spread.from_place as from_value,
    spread.to_place as to_value,
    cast(spread.journeys as bigint) as journeys,
    cast(spread.reached as bigint) as reached,
    cast(spread.compared as bigint) as compared,
    spread.reached_difference,
    greatest(-1.0, spread.reached_difference - spread.reached_half) as reached_difference_low,
    least(1.0, spread.reached_difference + spread.reached_half) as reached_difference_high,
    coalesce(afterwards.ratings, 0) as ratings_after,
    afterwards.emotion_after,
    spread.emotion_difference,
    spread.emotion_difference - spread.emotion_half as emotion_difference_low,
    spread.emotion_difference + spread.emotion_half as emotion_difference_high
from spread
left join afterwards
    on
        spread.journey_no = afterwards.journey_no
        and spread.kind = afterwards.kind
        and spread.from_place = afterwards.from_place
        and spread.to_place = afterwards.to_place
