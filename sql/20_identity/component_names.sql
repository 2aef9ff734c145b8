-- What:  The person that each identifier joined with others stands for.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.components, identity.disputed_identifiers, identity.identifiers
-- Rule:  a person is named after the identifier that was seen first, so that the name stays when
--        identifiers are added, and the older name when two people turn out to be one. A disputed
--        one names nobody but itself.
-- Order: first_us, strength, identifier_no

with

members as (
    select
        components.component_no,
        components.identifier_no,
        disputed.identifier_no is not null as is_disputed,
        row_number() over (
            partition by components.component_no
            order by
                case when disputed.identifier_no is null then 0 else 1 end,
                identifiers.first_us,
                identifiers.strength,
                components.identifier_no
        ) as place
    from identity.components as components
    inner join identity.identifiers as identifiers
        on components.identifier_no = identifiers.identifier_no
    left join identity.disputed_identifiers as disputed
        on components.identifier_no = disputed.identifier_no
)

select
    members.identifier_no,
    case
        when members.is_disputed then members.identifier_no else firsts.identifier_no
    end as person_key
from members
inner join members as firsts
    on members.component_no = firsts.component_no and firsts.place = 1
