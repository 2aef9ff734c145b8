-- What:  How each kind of journey would have gone if it were cut otherwise.
-- Grain: one row per journey definition and variant
-- Key:   journey, variant_no
-- Reads: config.variant_journeys, journeys.boundary_headlines
-- Rule:  variant 0 is the definition that all other tables follow, the others are those of
--        [[journey.compare]]. Rates are of the journeys already decided, all but the open ones; the
--        intervals are Wilson's at 95 % (Wilson 1927), z = 1.959963984540054. median_reached_s is
--        the time to the goal of those that reached it.

with

counted as (
    select
        *,
        cast(nullif(journeys - open, 0) as double) as n,
        reached / cast(nullif(journeys - open, 0) as double) as reach_rate,
        ended / cast(nullif(journeys - open, 0) as double) as drop_off_rate,
        3.841458820694124 as z2
    from journeys.boundary_headlines
)

select
    variants.journey,
    counted.variant_no,
    variants.variant,
    variants.boundary,
    variants.timeout_us / 1000000.0 as timeout_s,
    counted.journeys,
    counted.people,
    counted.steps,
    counted.reached,
    counted.ended,
    counted.open,
    counted.reach_rate,
    greatest(
        0.0,
        (
            counted.reach_rate + counted.z2 / (2 * counted.n)
            - sqrt(
                counted.z2
                * (
                    counted.reach_rate * (1 - counted.reach_rate)
                    + counted.z2 / (4 * counted.n)
                )
                / counted.n
            )
        ) / (1 + counted.z2 / counted.n)
    ) as reach_low,
    least(
        1.0,
        (
            counted.reach_rate + counted.z2 / (2 * counted.n)
            + sqrt(
                counted.z2
                * (
                    counted.reach_rate * (1 - counted.reach_rate)
                    + counted.z2 / (4 * counted.n)
                )
                / counted.n
            )
        ) / (1 + counted.z2 / counted.n)
    ) as reach_high,
    counted.drop_off_rate,
    counted.median_reached_s
from counted
inner join config.variant_journeys as variants
    on counted.variant_no = variants.variant_no and counted.journey_no = variants.journey_no
