-- What:  The identifiers that the batch touches, with their former component.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.batch_links, identity.components
-- Rule:  an identifier that is new has no component yet but itself

with

ends as (
    select left_no as identifier_no
    from components.batch_links
    union
    select right_no as identifier_no
    from components.batch_links
)

select
    ends.identifier_no,
    coalesce(components.component_no, ends.identifier_no) as component_no
from ends
left join identity.components as components on ends.identifier_no = components.identifier_no
