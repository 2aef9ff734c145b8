-- What:  The scores again, with what Splink learnt in place of the points.
-- Grain: one row per pair of profiles
-- Reads: identity.proposal_scores, identity.splink_weights
-- Note:  a weight holds the prior; the score is what is left without it.
select
    scores.left_no,
    scores.right_no,
    floor((weights.match_weight - scores.prior_points) * 100 + 0.5) / 100 as score,
    scores.prior_points,
    scores.is_conflict,
    scores.reason
from identity.proposal_scores as scores
inner join identity.splink_weights as weights
    on scores.left_no = weights.left_no and scores.right_no = weights.right_no
