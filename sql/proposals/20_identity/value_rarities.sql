-- What:  How much it says that two profiles share an address, a number or a place, in points.
-- Grain: one row per kind of value and value
-- Key:   part, value
-- Reads: config.proposal_settings, identity.profiles, identity.proposal_populations
-- Rule:  points are log2(1 / share of the profiles with the value), in the source where it is most
--        common; a small source counts as one of smallest_population

with

held as (
    select
        source,
        'email' as part,
        email as value
    from identity.profiles
    union all
    select
        source,
        'email_name' as part,
        split_part(email, '@', 1) as value
    from identity.profiles
    union all
    select
        source,
        'phone' as part,
        phone as value
    from identity.profiles
    union all
    select
        source,
        'postcode' as part,
        postcode as value
    from identity.profiles
),

counted as (
    select
        source,
        part,
        value,
        count(*) as holders
    from held
    where value is not null
    group by source, part, value
)

select
    counted.part,
    counted.value,
    max(counted.holders) as holders,
    min(
        log2(greatest(populations.profiles, settings.smallest_population))
        - log2(counted.holders)
    ) as points
from counted
inner join identity.proposal_populations as populations on counted.source = populations.source
cross join config.proposal_settings as settings
group by counted.part, counted.value
