-- What:  The identifiers of the components that break a rule, each with its place among values.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.broken_components, components.searched, config.identity_limits,
--        identity.aliases, identity.identifiers
-- Rule:  kind_no numbers the unique types of each scope; an identifier of another class has none.
--        Identifiers of one kind with the same one_no are one value under several names; limit_no
--        is the limit that an identifier counts for, if any
-- Order: id_type, id_scope, id_value, which no two identifiers share: nothing depends on numbers

with

members as (
    select components.identifier_no
    from components.searched as components
    inner join components.broken_components as broken
        on components.component_no = broken.component_no
)

select
    identifiers.identifier_no,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    row_number() over (
        order by identifiers.id_type, identifiers.id_scope, identifiers.id_value
    ) - 1 as value_no,
    case
        when identifiers.id_class = 'unique'
            then dense_rank() over (order by identifiers.id_type, identifiers.id_scope)
    end as kind_no,
    coalesce(aliases.one_no, identifiers.identifier_no) as one_no,
    limits.limit_no,
    identifiers.first_us,
    identifiers.last_us
from members
inner join identity.identifiers as identifiers on members.identifier_no = identifiers.identifier_no
left join identity.aliases as aliases on members.identifier_no = aliases.identifier_no
left join config.identity_limits as limits on identifiers.id_type = limits.id_type
