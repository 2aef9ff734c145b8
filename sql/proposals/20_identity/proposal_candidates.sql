-- What:  The pairs of profiles of two sources that are compared.
-- Grain: one row per pair of profiles that share a key
-- Key:   left_no, right_no
-- Reads: identity.proposal_key_pairs, identity.proposal_keys
-- Rule:  the left profile is of the source that comes first by name; wide keys make no pair

with

narrow_keys as (
    select
        keys.rule,
        keys.key,
        keys.profile_no,
        keys.source
    from identity.proposal_keys as keys
    inner join identity.proposal_key_pairs as key_pairs
        on keys.rule = key_pairs.rule and keys.key = key_pairs.key
    where not key_pairs.is_wide
)

select distinct
    left_keys.profile_no as left_no,
    right_keys.profile_no as right_no
from narrow_keys as left_keys
inner join narrow_keys as right_keys
    on
        left_keys.rule = right_keys.rule
        and left_keys.key = right_keys.key
        and left_keys.source < right_keys.source
