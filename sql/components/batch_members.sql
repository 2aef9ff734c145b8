-- What:  The identifiers of all components that a batch has a part in, and those that it adds.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.batch_ends, components.labels, identity.components, identity.new_identifiers
-- Rule:  former_no is the component before, NULL for what is new. What the former run refused is
--        joined again by the batch, so every component that is not here is as whole as the former
--        run left it

select
    components.identifier_no,
    coalesce(labels.label_no, components.component_no) as component_no,
    components.component_no as former_no
from identity.components as components
left join components.labels as labels on components.component_no = labels.node_no
where components.component_no in (select ends.component_no from components.batch_ends as ends)
union all
select
    added.identifier_no,
    coalesce(labels.label_no, added.identifier_no) as component_no,
    cast(null as bigint) as former_no
from identity.new_identifiers as added
left join components.labels as labels on added.identifier_no = labels.node_no
