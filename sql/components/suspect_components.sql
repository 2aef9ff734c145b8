-- What:  Components that may break a rule, for all that numbers and classes tell.
-- Grain: one row per component
-- Key:   component_no
-- Reads: components.known, components.large_components, components.searched, identity.cannot_links
-- Rule:  two unique identifiers, more identifiers than some limit allows, or two that must stay
--        apart. Of two unique identifiers one is not the smallest of its component, so most are
--        passed over by looking at numbers alone

with

unique_followers as (
    select
        components.component_no,
        components.identifier_no
    from components.searched as components
    inner join components.known as identifiers
        on components.identifier_no = identifiers.identifier_no
    where identifiers.id_class = 'unique' and components.component_no <> components.identifier_no
)

select component_no
from unique_followers
group by component_no
having count(*) > 1
union
select followers.component_no
from (select distinct component_no from unique_followers) as followers
inner join components.known as identifiers
    on followers.component_no = identifiers.identifier_no
where identifiers.id_class = 'unique'
union
select component_no
from components.large_components
union
select left_components.component_no
from identity.cannot_links as cannot_links
inner join components.searched as left_components
    on cannot_links.left_no = left_components.identifier_no
inner join components.searched as right_components
    on cannot_links.right_no = right_components.identifier_no
where left_components.component_no = right_components.component_no
