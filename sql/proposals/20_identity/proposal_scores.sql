-- What:  The score of every candidate pair: the sum of its points, and which parts made it.
-- Grain: one row per candidate pair
-- Key:   left_no, right_no
-- Reads: config.proposal_points, identity.pair_levels, identity.proposal_prior
-- Rule:  points are log2 odds, rounded to a hundredth so that the order of rows does not matter;
--        prior_points say how rare a true pair is before anything is known; names that contradict
--        each other are a conflict
-- Order: the words of the reason stand in the order of their numbers in proposal_points

with

described as (
    select
        levels.left_no,
        levels.right_no,
        levels.part,
        levels.points,
        points.is_conflict,
        points.words,
        points.agrees
    from identity.pair_levels as levels
    inner join config.proposal_points as points
        on levels.part = points.part and levels.level = points.level
),

pairs as (
    select
        left_no,
        right_no,
        sum(points) as score,
        max(case when is_conflict then 1 else 0 end) = 1 as is_conflict,
        coalesce(max(case when part = 'name' and agrees then ', ' || words end), '')
        || coalesce(max(case when part = 'email' and agrees then ', ' || words end), '')
        || coalesce(max(case when part = 'phone' and agrees then ', ' || words end), '')
        || coalesce(max(case when part = 'postcode' and agrees then ', ' || words end), '')
            as agreeing,
        coalesce(max(case when part = 'name' and not agrees then ', ' || words end), '')
        || coalesce(max(case when part = 'email' and not agrees then ', ' || words end), '')
        || coalesce(max(case when part = 'phone' and not agrees then ', ' || words end), '')
        || coalesce(max(case when part = 'postcode' and not agrees then ', ' || words end), '')
            as differing
    from described
    group by left_no, right_no
)

select
    pairs.left_no,
    pairs.right_no,
    floor(pairs.score * 100 + 0.5) / 100 as score,
    population.prior_points,
    pairs.is_conflict,
    case
        when pairs.differing = '' then substr(pairs.agreeing, 3)
        when pairs.agreeing = '' then substr(pairs.differing, 3)
        else substr(pairs.agreeing, 3) || '; ' || substr(pairs.differing, 3)
    end as reason
from pairs
cross join identity.proposal_prior as population
