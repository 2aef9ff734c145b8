-- What:  Combinations that say by themselves whose they are.
-- Grain: one row per combination that holds an identifier of exactly one person
-- Key:   bundle_no
-- Reads: config.identity_settings, identity.bundle_identifiers, identity.busy_identifiers,
--        identity.component_names, identity.disputed_identifiers
-- Rule:  the strongest unique or shared identifier decides (via_no); blocked, busy and disputed
--        ones decide nothing. Under the policy "none" it is itself the person.
-- Order: strength, identifier_no

with

ranked as (
    select
        held.bundle_no,
        held.identifier_no,
        held.strength,
        row_number() over (
            partition by held.bundle_no order by held.strength, held.identifier_no
        ) as place
    from identity.bundle_identifiers as held
    left join identity.busy_identifiers as busy on held.identifier_no = busy.identifier_no
    left join identity.disputed_identifiers as disputed
        on held.identifier_no = disputed.identifier_no
    where
        held.id_class in ('unique', 'shared')
        and held.blocked_by is null
        and busy.identifier_no is null
        and disputed.identifier_no is null
)

select
    ranked.bundle_no,
    ranked.identifier_no as via_no,
    ranked.strength,
    case
        when settings.policy = 'none' then ranked.identifier_no else names.person_key
    end as person_key
from ranked
inner join identity.component_names as names on ranked.identifier_no = names.identifier_no
cross join config.identity_settings as settings
where ranked.place = 1
