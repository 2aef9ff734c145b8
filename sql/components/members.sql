-- What:  The identifiers of the components that break a rule, each with its place among values.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.broken_components, components.suspects, config.identity_limits,
--        identity.aliases
-- Rule:  kind_no numbers the unique types of each scope; an identifier of another class has none.
--        Identifiers of one kind with the same one_no are one value under several names; limit_no
--        is the limit that an identifier counts for, if any
-- Order: id_type, id_scope, id_value, which no two identifiers share: nothing depends on numbers

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
from components.suspects as identifiers
inner join components.broken_components as broken
    on identifiers.component_no = broken.component_no
left join identity.aliases as aliases on identifiers.identifier_no = aliases.identifier_no
left join config.identity_limits as limits on identifiers.id_type = limits.id_type
