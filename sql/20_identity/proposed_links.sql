-- What:  Proposals between identifiers, each with what the rules of identity say of it.
-- Grain: one row per proposal
-- Key:   left_no, right_no
-- Reads: identity.components, identity.identifiers, identity.profiles, identity.proposals
-- Rule:  state is "one person" where the rules have joined the two anyhow, "two people" where both
--        have values of one unique type, which never are one person's, and else "open": nobody
--        knows, and somebody may say so by an override

with

ends as (
    select
        left_profiles.identifier_no as left_no,
        right_profiles.identifier_no as right_no,
        left_profiles.source as left_source,
        right_profiles.source as right_source,
        left_components.component_no as left_component_no,
        right_components.component_no as right_component_no,
        proposals.score,
        proposals.probability,
        proposals.reason
    from identity.proposals as proposals
    inner join identity.profiles as left_profiles on proposals.left_no = left_profiles.profile_no
    inner join identity.profiles as right_profiles
        on proposals.right_no = right_profiles.profile_no
    inner join identity.components as left_components
        on left_profiles.identifier_no = left_components.identifier_no
    inner join identity.components as right_components
        on right_profiles.identifier_no = right_components.identifier_no
),

involved as (
    select left_component_no as component_no
    from ends
    union
    select right_component_no as component_no
    from ends
),

held as (
    select
        components.component_no,
        identifiers.id_type,
        identifiers.id_scope
    from identity.components as components
    inner join involved on components.component_no = involved.component_no
    inner join identity.identifiers as identifiers
        on components.identifier_no = identifiers.identifier_no
    where identifiers.id_class = 'unique'
    group by components.component_no, identifiers.id_type, identifiers.id_scope
),

apart as (
    select distinct
        ends.left_no,
        ends.right_no
    from ends
    inner join held as left_held on ends.left_component_no = left_held.component_no
    inner join held as right_held
        on
            ends.right_component_no = right_held.component_no
            and left_held.id_type = right_held.id_type
            and left_held.id_scope = right_held.id_scope
    where ends.left_component_no <> ends.right_component_no
)

select
    ends.left_no,
    ends.right_no,
    ends.left_source,
    ends.right_source,
    ends.score,
    ends.probability,
    ends.reason,
    case
        when ends.left_component_no = ends.right_component_no then 'one person'
        when apart.left_no is not null then 'two people'
        else 'open'
    end as state
from ends
left join apart on ends.left_no = apart.left_no and ends.right_no = apart.right_no
