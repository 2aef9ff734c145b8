-- What:  By whom an event might have been done, identifier by identifier.
-- Grain: one row per event that does not say whose it is and identifier that tells it
-- Key:   event_key, identifier_no
-- Reads: identity.bundle_identifiers, identity.owner_timelines, identity.owners
-- Rule:  an identifier is whose it was last known to be. A device stays so until a logout, or until
--        keep_us have passed; events that then are nobody's, and not after a logout, go to the next
--        who is known, at most backfill_us back. The person is whom that bundle is known to be of.

with

held as (
    select
        members.bundle_no,
        owners.identifier_no,
        owners.id_class,
        owners.strength,
        owners.backfill_us,
        owners.keep_us,
        count(*) over (partition by members.bundle_no) as owners
    from identity.owners as owners
    inner join identity.bundle_identifiers as members
        on owners.identifier_no = members.identifier_no
    where owners.manner = 'by event'
),

heads as (
    select
        identifier_no,
        bundle_no,
        reign_no,
        occurred_us
    from identity.owner_timelines
    where is_known = 1
),

logouts as (
    select
        identifier_no,
        reign_no,
        min(place) as first_place
    from identity.owner_timelines
    where is_logout = 1
    group by identifier_no, reign_no
),

told as (
    select
        events.event_key,
        events.identifier_no,
        held.strength,
        held.id_class,
        held.owners,
        case
            when
                (logouts.first_place is null or events.place <= logouts.first_place)
                and events.occurred_us - own.occurred_us <= held.keep_us
                then 'own'
            when
                logouts.first_place is null
                and upcoming.occurred_us - events.occurred_us <= held.backfill_us
                then 'upcoming'
        end as owner,
        own.bundle_no as own_bundle_no,
        upcoming.bundle_no as upcoming_bundle_no,
        coalesce(upcoming.occurred_us > events.occurred_us, false) as is_later
    from identity.owner_timelines as events
    inner join held
        on events.identifier_no = held.identifier_no and events.bundle_no = held.bundle_no
    left join heads as own
        on events.identifier_no = own.identifier_no and events.reign_no = own.reign_no
    left join heads as upcoming
        on
            events.identifier_no = upcoming.identifier_no
            and events.reign_no + 1 = upcoming.reign_no
    left join logouts
        on events.identifier_no = logouts.identifier_no and events.reign_no = logouts.reign_no
    where events.is_known = 0
)

select
    event_key,
    identifier_no,
    strength,
    id_class,
    owners,
    case when owner = 'own' then own_bundle_no else upcoming_bundle_no end as known_bundle_no,
    case when owner = 'upcoming' and is_later then 1 else 0 end as is_backfill
from told
where owner is not null
