-- What:  The identifiers of all components that a batch has a part in, and those that it adds.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.batch_ends, components.labels, identity.components, identity.identifiers
-- Rule:  former_no is the component before, NULL for what is new. Numbers never change and new ones
--        are larger than all before, so nothing has to be looked for among the old ones. What the
--        former run refused is joined again by the batch, so every component that is not here is as
--        whole as the former run left it

with

last_known as (
    select coalesce(max(identifier_no), 0) as identifier_no
    from identity.components
),

touched as (
    select
        ends.component_no,
        coalesce(min(labels.label_no), ends.component_no) as label_no
    from components.batch_ends as ends
    left join components.labels as labels on ends.component_no = labels.node_no
    group by ends.component_no
)

select
    components.identifier_no,
    touched.label_no as component_no,
    components.component_no as former_no
from identity.components as components
inner join touched on components.component_no = touched.component_no
cross join last_known
where touched.component_no <= last_known.identifier_no
union all
select
    identifiers.identifier_no,
    coalesce(labels.label_no, identifiers.identifier_no) as component_no,
    cast(null as bigint) as former_no
from identity.identifiers as identifiers
cross join last_known
left join components.labels as labels on identifiers.identifier_no = labels.node_no
where identifiers.identifier_no > last_known.identifier_no
