-- What:  Components that may break a rule: two values of a unique type, two that must stay apart,
--        or more values of one type than there is a limit of.
-- Grain: one row per component
-- Key:   component_no
-- Reads: components.known, components.large_components, components.searched,
--        config.identity_limits, identity.cannot_links
-- Rule:  of two unique identifiers one is not the smallest of its component, so most are passed
--        over by looking at numbers alone; only the few that are left are told apart by type.
--        Whether a limit is passed within its window is left to the replay, as is whether two
--        unique values are one under several names

with

unique_followers as (
    select
        components.component_no,
        components.identifier_no
    from components.searched as components
    inner join components.known as identifiers
        on components.identifier_no = identifiers.identifier_no
    where identifiers.id_class = 'unique' and components.component_no <> components.identifier_no
),

unique_leaders as (
    select followers.component_no
    from (select distinct component_no from unique_followers) as followers
    inner join components.known as identifiers
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
    inner join components.known as identifiers
        on components.identifier_no = identifiers.identifier_no
    where identifiers.id_class = 'unique'
),

limited_identifiers as (
    select
        components.component_no,
        limits.limit_no,
        limits.most
    from components.searched as components
    inner join components.large_components as large
        on components.component_no = large.component_no
    inner join components.known as identifiers
        on components.identifier_no = identifiers.identifier_no
    inner join config.identity_limits as limits on identifiers.id_type = limits.id_type
)

select component_no
from unique_identifiers
group by component_no, id_type, id_scope
having count(*) > 1
union
select component_no
from limited_identifiers
group by component_no, limit_no
having count(*) > max(most)
union
select left_components.component_no
from identity.cannot_links as cannot_links
inner join components.searched as left_components
    on cannot_links.left_no = left_components.identifier_no
inner join components.searched as right_components
    on cannot_links.right_no = right_components.identifier_no
where left_components.component_no = right_components.component_no
