-- What:  Identifiers that were seen together and might be one person's, with the evidence.
-- Grain: one row per pair of identifiers
-- Key:   left_no, right_no
-- Reads: config.sources, identity.aliases, identity.bundle_identifiers, identity.bundles,
--        identity.busy_identifiers
-- Rule:  unique and shared identifiers only. An event links its strongest identifier with each of
--        the others, which joins them all; a blocked or busy one comes last and says so in
--        obstacle. class_rank: 1 two unique ids, 2 a unique and a shared one, 3 two shared ones;
--        4 and 5 the same where a shared one is crowded: linked with two values of one unique type,
--        it says less than the others about whose anything is.

with

members as (
    select
        held.bundle_no,
        held.identifier_no,
        held.strength,
        held.id_type,
        held.id_scope,
        case when held.id_class = 'unique' then 0 else 1 end as is_shared,
        case
            when held.blocked_by is not null then 'blocked: ' || held.blocked_by
            when busy.identifier_no is not null then 'busy'
        end as obstacle
    from identity.bundle_identifiers as held
    left join identity.busy_identifiers as busy on held.identifier_no = busy.identifier_no
    where held.id_class in ('unique', 'shared')
),

ranked as (
    select
        *,
        row_number() over (
            partition by bundle_no
            order by case when obstacle is null then 0 else 1 end, strength, identifier_no
        ) as place
    from members
),

pairs as (
    select
        firsts.identifier_no as left_no,
        others.identifier_no as right_no,
        max(coalesce(firsts.obstacle, others.obstacle)) as obstacle,
        max(firsts.is_shared + others.is_shared) as shared_ends,
        max(firsts.id_type) as left_type,
        max(firsts.id_scope) as left_scope,
        cast(sum(bundles.events) as bigint) as sightings,
        min(bundles.first_us) as first_us,
        max(bundles.last_us) as last_us,
        min(sources.trust_rank) as trust_rank,
        min(bundles.evidence_event_id) as evidence_event_id
    from ranked as firsts
    inner join ranked as others on firsts.bundle_no = others.bundle_no and others.place > 1
    inner join identity.bundles as bundles on firsts.bundle_no = bundles.bundle_no
    inner join config.sources as sources on bundles.source = sources.source
    where firsts.place = 1
    group by firsts.identifier_no, others.identifier_no
),

crowded as (
    select distinct identifier_no
    from (
        select pairs.right_no as identifier_no
        from pairs
        left join identity.aliases as aliases on pairs.left_no = aliases.identifier_no
        where pairs.shared_ends = 1 and pairs.obstacle is null
        group by pairs.right_no, pairs.left_type, pairs.left_scope
        having count(distinct coalesce(aliases.one_no, pairs.left_no)) > 1
    ) as crowds
)

select
    pairs.left_no,
    pairs.right_no,
    pairs.sightings,
    pairs.first_us,
    pairs.last_us,
    pairs.evidence_event_id,
    bundles.source as evidence_source,
    1 + pairs.shared_ends + case
        when left_crowds.identifier_no is null and right_crowds.identifier_no is null then 0
        else 2
    end as class_rank,
    pairs.trust_rank,
    pairs.obstacle
from pairs
inner join identity.bundles as bundles on pairs.evidence_event_id = bundles.evidence_event_id
left join crowded as left_crowds on pairs.left_no = left_crowds.identifier_no
left join crowded as right_crowds on pairs.right_no = right_crowds.identifier_no
