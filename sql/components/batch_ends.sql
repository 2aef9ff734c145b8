-- What:  The identifiers that the batch touches, with their former component.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.batch_links, identity.components
-- Rule:  an identifier that is new, with a larger number than all before, has no component yet but
--        itself; only the others are looked for

with

ends as (
    select left_no as identifier_no
    from components.batch_links
    union
    select right_no as identifier_no
    from components.batch_links
),

last_known as (
    select coalesce(max(identifier_no), 0) as identifier_no
    from identity.components
)

select
    components.identifier_no,
    components.component_no
from ends
cross join last_known
inner join identity.components as components on ends.identifier_no = components.identifier_no
where ends.identifier_no <= last_known.identifier_no
union all
select
    ends.identifier_no,
    ends.identifier_no as component_no
from ends
cross join last_known
where ends.identifier_no > last_known.identifier_no
