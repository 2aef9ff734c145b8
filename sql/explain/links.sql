-- What:  All links, kept and refused, of the identifiers that are joined with one of these.
-- Grain: one row per pair of identifiers
with

asked as (
    select unnest($asked_numbers) as identifier_no
),

groups as (
    select distinct components.component_no
    from identity.components as components
    inner join asked on components.identifier_no = asked.identifier_no
),

members as (
    select components.identifier_no
    from identity.components as components
    inner join groups on components.component_no = groups.component_no
)

select
    links.left_no,
    links.right_no,
    links.sightings,
    links.evidence_event_id as event_id,
    links.evidence_source as source,
    links.is_must,
    links.is_merge,
    merged.winner_no,
    winners.id_value as winner,
    merged.merged_at,
    refusals.rule as refused_by,
    refusals.against_left_no,
    refusals.against_right_no,
    overrides.author,
    overrides.decided_at,
    overrides.reason
from identity.links as links
left join identity.refusals as refusals
    on links.left_no = refusals.left_no and links.right_no = refusals.right_no
left join identity.must_links as said
    on links.left_no = said.left_no and links.right_no = said.right_no
left join identity.merged_identifiers as merged
    on links.left_no = merged.left_no and links.right_no = merged.right_no
left join identity.identifiers as winners on merged.winner_no = winners.identifier_no
left join config.overrides as overrides on said.override_no = overrides.override_no
where
    links.left_no in (select members.identifier_no from members)
    or links.right_no in (select members.identifier_no from members)
order by links.left_no, links.right_no
