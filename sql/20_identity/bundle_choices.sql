-- What:  Whose the events of each combination are, as far as the combination can tell.
-- Grain: one row per combination that holds an identifier which is not blocked
-- Key:   bundle_no
-- Reads: config.identity_settings, identity.bundle_identifiers, identity.busy_identifiers,
--        identity.disputed_identifiers, identity.known_bundles, identity.owners
-- Rule:  the first of these that there is: an identifier of exactly one person; a disputed address,
--        record or device of one person; and then, without a guess, a person of its own for the
--        disputed address or phone, for the device, for the record, for a busy identifier. A record
--        of nobody's follows the disputed address or the device it was seen with. rule "nobody"
--        stands for a shared device whose events are left out.
-- Order: place, identifier_no

with

held as (
    select
        members.bundle_no,
        members.identifier_no,
        members.id_class,
        members.strength,
        busy.identifier_no is not null as is_busy,
        disputed.identifier_no is not null as is_disputed,
        owners.manner,
        owners.person_key,
        owners.known_first_us
    from identity.bundle_identifiers as members
    left join identity.busy_identifiers as busy on members.identifier_no = busy.identifier_no
    left join identity.disputed_identifiers as disputed
        on members.identifier_no = disputed.identifier_no
    left join identity.owners as owners on members.identifier_no = owners.identifier_no
    where members.blocked_by is null
),

records as (
    select
        record.identifier_no,
        beside.identifier_no as followed_no,
        row_number() over (
            partition by record.identifier_no order by beside.strength, beside.identifier_no
        ) as place
    from held as record
    inner join held as beside on record.bundle_no = beside.bundle_no
    where
        record.id_class = 'record'
        and record.manner is null
        and not beside.is_busy
        and (beside.is_disputed or (beside.id_class = 'device' and beside.manner is null))
),

options as (
    select
        bundle_no,
        strength as place,
        via_no as identifier_no,
        via_no,
        person_key,
        cast(null as bigint) as known_first_us,
        'own id' as rule
    from identity.known_bundles
    union all
    select
        bundle_no,
        strength as place,
        identifier_no,
        cast(null as bigint) as via_no,
        person_key,
        known_first_us,
        case id_class when 'shared' then 'own id' else id_class end as rule
    from held
    where manner = 'whole'
    union all
    select
        bundle_no,
        1000 + strength as place,
        identifier_no,
        cast(null as bigint) as via_no,
        identifier_no as person_key,
        cast(null as bigint) as known_first_us,
        'ambiguous' as rule
    from held
    where is_disputed
    union all
    select
        held.bundle_no,
        case when held.is_busy then 3000 else 1000 end + held.strength as place,
        held.identifier_no,
        cast(null as bigint) as via_no,
        held.identifier_no as person_key,
        cast(null as bigint) as known_first_us,
        case
            when
                settings.shared_devices = 'none' and (held.is_busy or held.manner = 'shared')
                then 'nobody'
            when held.is_busy then 'busy'
            else 'alone'
        end as rule
    from held
    cross join config.identity_settings as settings
    where held.id_class = 'device'
    union all
    select
        held.bundle_no,
        2000 + held.strength as place,
        held.identifier_no,
        cast(null as bigint) as via_no,
        coalesce(records.followed_no, held.identifier_no) as person_key,
        cast(null as bigint) as known_first_us,
        case when records.followed_no is null then 'alone' else 'record' end as rule
    from held
    left join records on held.identifier_no = records.identifier_no and records.place = 1
    where held.id_class = 'record'
    union all
    select
        bundle_no,
        3000 + strength as place,
        identifier_no,
        cast(null as bigint) as via_no,
        identifier_no as person_key,
        cast(null as bigint) as known_first_us,
        'busy' as rule
    from held
    where is_busy and id_class = 'shared'
),

ranked as (
    select
        *,
        row_number() over (partition by bundle_no order by place, identifier_no) as choice_no
    from options
)

select
    bundle_no,
    place as strength,
    via_no,
    person_key,
    known_first_us,
    rule
from ranked
where choice_no = 1
