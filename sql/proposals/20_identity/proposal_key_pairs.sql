-- What:  How many pairs of profiles of two sources each key makes, and whether these are too many.
-- Grain: one row per rule and key that makes a pair
-- Key:   rule, key
-- Reads: config.proposal_settings, identity.proposal_keys
-- Rule:  a key of more than most_pairs_of_a_key pairs is too wide: it tells nobody apart, and
--        pairs worth finding share another key. This table lists the wide keys too.

with

by_source as (
    select
        rule,
        key,
        source,
        count(*) as profiles
    from identity.proposal_keys
    group by rule, key, source
),

counted as (
    select
        rule,
        key,
        -- All pairs less the pairs inside each source.
        cast((sum(profiles) * sum(profiles) - sum(profiles * profiles)) / 2 as bigint) as pairs
    from by_source
    group by rule, key
    having count(*) > 1
)

select
    counted.rule,
    counted.key,
    counted.pairs,
    counted.pairs > settings.most_pairs_of_a_key as is_wide
from counted
cross join config.proposal_settings as settings
