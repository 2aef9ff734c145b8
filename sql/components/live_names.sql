-- What:  Which component each identifier belonged to, as far as was known at the time.
-- Grain: one row per identifier and period
-- Key:   identifier_no, component_no
-- Reads: components.linked_names, identity.identifiers
-- Rule:  periods hold their first instant and not their last; NULL is without end. What no link
--        joins is always by itself

with

linked as (
    select identifier_no
    from components.linked_names
    where to_us is null
)

select
    identifier_no,
    from_us,
    to_us,
    component_no
from components.linked_names
union all
select
    identifiers.identifier_no,
    cast(null as bigint) as from_us,
    cast(null as bigint) as to_us,
    identifiers.identifier_no as component_no
from identity.identifiers as identifiers
left join linked on identifiers.identifier_no = linked.identifier_no
where linked.identifier_no is null
