-- What:  The identifiers of the components that break a rule, each with its place among values.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.broken_components, components.searched, identity.identifiers
-- Rule:  kind_no numbers the unique types of each scope; an identifier of another class has none
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
    end as kind_no
from members
inner join identity.identifiers as identifiers on members.identifier_no = identifiers.identifier_no
