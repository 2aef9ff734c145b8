-- What:  E-mail addresses and phones at the end of a refused link: more than one person may use
--        them, so by themselves they tell nobody.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.identifiers, identity.refusals

with

ends as (
    select left_no as identifier_no
    from identity.refusals
    union
    select right_no as identifier_no
    from identity.refusals
)

select ends.identifier_no
from ends
inner join identity.identifiers as identifiers on ends.identifier_no = identifiers.identifier_no
where identifiers.id_class = 'shared'
