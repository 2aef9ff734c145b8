-- What:  How devices, records and disputed addresses tell whose an event is that says nothing else.
-- Grain: one row per identifier that somebody claims
-- Key:   identifier_no
-- Reads: config.identity_classes, config.identity_settings, identity.bundle_identifiers,
--        identity.bundles, identity.claims, identity.known_bundles
-- Rule:  manner is "whole" where all of its unknown events are surely its one person's, "ambiguous"
--        where two people used an address or phone at one time, "shared" where the policy for
--        shared devices leaves their events alone, and else "by event". Of all devices few are
--        more than "whole", and only those are looked at event by event.
-- Order: first_us, person_key

with

timeline as (
    select
        identifier_no,
        person_key,
        id_class,
        strength,
        first_us,
        last_us,
        max(last_us) over (
            partition by identifier_no order by first_us, person_key
            rows between unbounded preceding and 1 preceding
        ) as until_us
    from identity.claims
),

claimed as (
    select
        identifier_no,
        min(id_class) as id_class,
        min(strength) as strength,
        min(person_key) as person_key,
        count(*) as people,
        min(first_us) as known_first_us,
        max(case when first_us <= until_us then 1 else 0 end) as is_overlapping
    from timeline
    group by identifier_no
),

unknown as (
    select
        held.identifier_no,
        min(case when known.bundle_no is null then bundles.first_us end) as first_us,
        max(case when known.bundle_no is null then bundles.last_us end) as last_us,
        max(case when bundles.is_logout then 1 else 0 end) as has_logout
    from identity.bundle_identifiers as held
    inner join claimed on held.identifier_no = claimed.identifier_no
    inner join identity.bundles as bundles on held.bundle_no = bundles.bundle_no
    left join identity.known_bundles as known on held.bundle_no = known.bundle_no
    group by held.identifier_no
)

select
    claimed.identifier_no,
    claimed.id_class,
    claimed.strength,
    claimed.person_key,
    claimed.people,
    claimed.known_first_us,
    classes.backfill_us,
    classes.keep_us,
    case
        when claimed.id_class = 'shared' and claimed.is_overlapping = 1 then 'ambiguous'
        when
            claimed.id_class = 'device'
            and claimed.people > 1
            and settings.shared_devices <> 'last_login'
            then 'shared'
        when
            claimed.people = 1
            and settings.policy <> 'live'
            and (claimed.id_class <> 'device' or unknown.has_logout = 0)
            and coalesce(unknown.first_us >= claimed.known_first_us - classes.backfill_us, true)
            and coalesce(unknown.last_us <= claimed.known_first_us + classes.keep_us, true)
            then 'whole'
        else 'by event'
    end as manner
from claimed
inner join unknown on claimed.identifier_no = unknown.identifier_no
inner join config.identity_classes as classes on claimed.id_class = classes.id_class
cross join config.identity_settings as settings
