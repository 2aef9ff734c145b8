-- What:  How many pairs of records of two sources are proposed to be one person, and how surely.
-- Grain: one row per pair of sources, band of probability and state
-- Key:   left_source, right_source, from_probability, state
-- Reads: identity.proposed_links
-- Rule:  proposals join nobody. from_probability is the lower end of the band. "one person" and
--        "two people" are pairs of which the rules of identity are sure anyhow: they tell how far
--        proposals can be believed; "open" ones are there to be looked at. No name is told

with

banded as (
    select
        left_source,
        right_source,
        state,
        cast(
            case
                when probability >= 0.9999 then 0.9999
                when probability >= 0.999 then 0.999
                when probability >= 0.99 then 0.99
                when probability >= 0.9 then 0.9
                else 0.5
            end as double
        ) as from_probability
    from identity.proposed_links
)

select
    left_source,
    right_source,
    from_probability,
    state,
    count(*) as pairs
from banded
group by left_source, right_source, from_probability, state
