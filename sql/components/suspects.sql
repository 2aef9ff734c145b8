-- What:  The identifiers of the components that may break a rule, whole: they are looked up once.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.searched, components.suspect_components, identity.identifiers

with

suspects as (
    select
        components.identifier_no,
        components.component_no
    from components.searched as components
    inner join components.suspect_components as suspected
        on components.component_no = suspected.component_no
)

select
    suspects.component_no,
    identifiers.identifier_no,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    identifiers.id_class,
    identifiers.first_us,
    identifiers.last_us
from suspects
inner join identity.identifiers as identifiers
    on suspects.identifier_no = identifiers.identifier_no
