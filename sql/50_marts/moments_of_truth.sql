-- What:  Where a bad experience goes with more journeys lost: moments of truth, measured.
-- Grain: one row per journey definition, touchpoint and sign of a bad experience
-- Key:   journey, touchpoint, sign
-- Reads: config.journeys, journeys.kinds, journeys.moments, marts.touchpoints
-- Rule:  visits with the sign (said: a rating or text of -0.5 or less at the visit; repeated: the
--        same touchpoint again at once; failed: a failure touchpoint follows at once) against those
--        without (said: with better words only). Lost is a visit whose journey ended without the
--        goal. Only visits at least a timeout before the data end count, and not those of journeys
--        that are still open, which stand in open. The difference is weighted over position and
--        persona as Mantel and Haenszel do, with the variance of Sato (1989), counts divided by the
--        design effect of persons (Rao and Scott 1992); q is that of Benjamini and Hochberg (1995)
--        over all rows. excess_lost is the difference times the bad visits. Association, not cause.
-- Order: excess_lost from the largest, then touchpoint

with

touchpoints as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

ranked as (
    select
        moments.*,
        row_number() over (
            partition by moments.journey_no, moments.is_moment
            order by moments.excess_lost desc, moments.sign asc, moments.touchpoint_no asc
        ) as place
    from journeys.moments as moments
)

select
    definitions.journey,
    touchpoints.touchpoint,
    known.stage,
    ranked.sign,
    ranked.bad,
    ranked.bad_lost,
    ranked.good,
    ranked.good_lost,
    ranked.open,
    ranked.bad_lost / cast(ranked.bad as double) as lost_bad,
    ranked.good_lost / cast(nullif(ranked.good, 0) as double) as lost_good,
    ranked.difference,
    ranked.difference_low,
    ranked.difference_high,
    ranked.p,
    ranked.q,
    ranked.excess_lost,
    ranked.excess_low,
    ranked.excess_high,
    ranked.is_too_few,
    ranked.is_moment,
    case when ranked.is_moment then ranked.place end as rank
from ranked
inner join config.journeys as definitions on ranked.journey_no = definitions.journey_no
inner join touchpoints on ranked.touchpoint_no = touchpoints.touchpoint_no
left join marts.touchpoints as known on touchpoints.touchpoint = known.touchpoint
