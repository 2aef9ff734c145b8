-- What:  Which identifiers are joined, each component named by its smallest number.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.labels, identity.identifiers

select
    identifiers.identifier_no,
    coalesce(labels.label_no, identifiers.identifier_no) as component_no
from identity.identifiers as identifiers
left join components.labels as labels on identifiers.identifier_no = labels.node_no
