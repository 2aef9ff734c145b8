-- What:  The rows of identity.components that a batch changes or adds.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.labels, identity.components, identity.identifiers
-- Rule:  numbers never change and new ones are larger than all before, so nothing has to be looked
--        for among the old ones

with

last_known as (
    select coalesce(max(identifier_no), 0) as identifier_no
    from identity.components
)

select
    components.identifier_no,
    labels.label_no as component_no
from identity.components as components
inner join components.labels as labels on components.component_no = labels.node_no
union all
select
    identifiers.identifier_no,
    coalesce(labels.label_no, identifiers.identifier_no) as component_no
from identity.identifiers as identifiers
cross join last_known
left join components.labels as labels on identifiers.identifier_no = labels.node_no
where identifiers.identifier_no > last_known.identifier_no
