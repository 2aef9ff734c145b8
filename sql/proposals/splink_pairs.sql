-- What:  The candidate pairs, keyed as Splink keys records: source, a mark, number.
-- Grain: one row per pair of profiles
-- Reads: identity.proposal_candidates, identity.splink_people
select
    '0' as match_key,
    'source_' || left_people.source_no || '-__-' || candidates.left_no as join_key_l,
    'source_' || right_people.source_no || '-__-' || candidates.right_no as join_key_r
from identity.proposal_candidates as candidates
inner join identity.splink_people as left_people on candidates.left_no = left_people.unique_id
inner join identity.splink_people as right_people on candidates.right_no = right_people.unique_id
order by candidates.left_no, candidates.right_no
