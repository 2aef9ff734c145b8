-- What:  E-mail addresses and phones at the end of a refused link: more than one person may use
--        them, so by themselves they tell nobody.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: config.identity_limits, identity.identifiers, identity.refusals
-- Rule:  a link that would pass a limit is no dispute: nobody else claims the address, it is only
--        one too many, and stands for itself

with

between_people as (
    select
        refusals.left_no,
        refusals.right_no
    from identity.refusals as refusals
    left join config.identity_limits as limits on refusals.rule = limits.rule
    where limits.rule is null
),

ends as (
    select left_no as identifier_no
    from between_people
    union
    select right_no as identifier_no
    from between_people
)

select ends.identifier_no
from ends
inner join identity.identifiers as identifiers on ends.identifier_no = identifiers.identifier_no
where identifiers.id_class = 'shared'
