-- What:  Components that break a rule: two values of a unique type, or two that must stay apart.
-- Grain: one row per component
-- Key:   component_no
-- Reads: components.searched, identity.cannot_links, identity.components, identity.identifiers
-- Rule:  of two unique identifiers one is not the smallest of its component, so most are passed
--        over by looking at numbers alone; only the few that are left are told apart by type

with

unique_followers as (
    select
        components.component_no,
        components.identifier_no
    from components.searched as components
    inner join identity.identifiers as identifiers
        on components.identifier_no = identifiers.identifier_no
    where identifiers.id_class = 'unique' and components.component_no <> components.identifier_no
),

unique_leaders as (
    select followers.component_no
    from (select distinct component_no from unique_followers) as followers
    inner join identity.identifiers as identifiers
        on followers.component_no = identifiers.identifier_no
    where identifiers.id_class = 'unique'
),

crowded as (
    select component_no
    from unique_followers
    group by component_no
    having count(*) > 1
    union
    select component_no
    from unique_leaders
),

unique_identifiers as (
    select
        components.component_no,
        identifiers.id_type,
        identifiers.id_scope
    from components.searched as components
    inner join crowded on components.component_no = crowded.component_no
    inner join identity.identifiers as identifiers
        on components.identifier_no = identifiers.identifier_no
    where identifiers.id_class = 'unique'
)

select component_no
from unique_identifiers
group by component_no, id_type, id_scope
having count(*) > 1
union
select left_components.component_no
from identity.cannot_links as cannot_links
inner join identity.components as left_components
    on cannot_links.left_no = left_components.identifier_no
inner join identity.components as right_components
    on cannot_links.right_no = right_components.identifier_no
where left_components.component_no = right_components.component_no
