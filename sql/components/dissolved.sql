-- What:  The identifiers of components that have lost a link, each by itself again.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.components, identity.gone_links

with

ends as (
    select left_no as identifier_no
    from identity.gone_links
    union
    select right_no as identifier_no
    from identity.gone_links
),

hit as (
    select distinct components.component_no
    from identity.components as components
    inner join ends on components.identifier_no = ends.identifier_no
)

select
    components.identifier_no,
    components.identifier_no as component_no
from identity.components as components
inner join hit on components.component_no = hit.component_no
