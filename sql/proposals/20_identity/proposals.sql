-- What:  Links that are proposed, never made: two profiles of two sources that are one person.
-- Grain: one row per pair of profiles
-- Key:   left_no, right_no
-- Reads: config.proposal_settings, identity.profiles, identity.proposal_scores
-- Rule:  odds are 2 to the power of score and prior_points; the probability sets the odds of a pair
--        against those of no pair and of every other pair with the same left or right profile
--        between the same sources, so that two equally good partners have at most one half each;
--        proposed is what reaches the threshold, contradicts no name, and is for both profiles
--        their best pair of all, so that a profile is in one proposal at most
-- Order: probability, score, then left_no and right_no, so that the best pair is one

with

pairs as (
    select
        scores.left_no,
        scores.right_no,
        scores.score,
        scores.reason,
        left_profiles.source as left_source,
        right_profiles.source as right_source,
        -- No more than 2 to the 200th, which leaves room for sums.
        power(2, least(200, scores.score + scores.prior_points)) as odds
    from identity.proposal_scores as scores
    inner join identity.profiles as left_profiles on scores.left_no = left_profiles.profile_no
    inner join identity.profiles as right_profiles on scores.right_no = right_profiles.profile_no
    where not scores.is_conflict
),

rivalled as (
    select
        *,
        sum(odds) over (partition by left_no, right_source) as left_odds,
        sum(odds) over (partition by right_no, left_source) as right_odds
    from pairs
),

likely as (
    select
        rivalled.left_no,
        rivalled.right_no,
        rivalled.score,
        rivalled.reason,
        -- A millionth is finer than the points are known.
        floor(
            rivalled.odds / (1 + rivalled.left_odds + rivalled.right_odds - rivalled.odds) * 1000000
            + 0.5
        ) / 1000000 as probability,
        settings.threshold
    from rivalled
    cross join config.proposal_settings as settings
),

sides as (
    select
        left_no as profile_no,
        left_no,
        right_no,
        score,
        probability
    from likely
    where probability >= threshold
    union all
    select
        right_no as profile_no,
        left_no,
        right_no,
        score,
        probability
    from likely
    where probability >= threshold
),

ranked as (
    select
        left_no,
        right_no,
        row_number() over (
            partition by profile_no
            order by probability desc, score desc, left_no asc, right_no asc
        ) as rank_no
    from sides
),

mutual as (
    select
        left_no,
        right_no
    from ranked
    where rank_no = 1
    group by left_no, right_no
    having count(*) = 2
)

select
    likely.left_no,
    likely.right_no,
    likely.score,
    likely.probability,
    likely.reason
from likely
inner join mutual on likely.left_no = mutual.left_no and likely.right_no = mutual.right_no
