-- What:  Whose an event is by what it was done with, where that has to be told event by event.
-- Grain: one row per event that says nothing else and is somebody's by a device, record or address
-- Key:   event_id
-- Reads: identity.bundle_identifiers, identity.bundles, identity.event_bundles,
--        identity.known_bundles, identity.owners
-- Rule:  an identifier is whose it was last known to be. A device stays so until a logout, or until
--        keep_us have passed; events that then are nobody's, and not after a logout, go to the next
--        who is known, at most backfill_us back. Of several identifiers the strongest that is
--        somebody's decides; most events have one, and are not compared with others.
-- Order: occurred_us, source_no, order_no, event_id

with

held as (
    select
        members.bundle_no,
        owners.identifier_no,
        owners.id_class,
        owners.strength,
        owners.backfill_us,
        owners.keep_us,
        known.via_no,
        known.person_key,
        case when bundles.is_logout and owners.id_class = 'device' then 1 else 0 end as is_logout,
        count(*) over (partition by members.bundle_no) as owners
    from identity.owners as owners
    inner join identity.bundle_identifiers as members
        on owners.identifier_no = members.identifier_no
    inner join identity.bundles as bundles on members.bundle_no = bundles.bundle_no
    left join identity.known_bundles as known on members.bundle_no = known.bundle_no
    where owners.manner = 'by event'
),

timeline as (
    select
        held.identifier_no,
        held.bundle_no,
        held.person_key,
        held.is_logout,
        events.event_id,
        events.occurred_us,
        row_number() over line as place,
        sum(case when held.person_key is null then 0 else 1 end) over line as reign_no
    from held
    inner join identity.event_bundles as events on held.bundle_no = events.bundle_no
    window
        line as (
            partition by held.identifier_no
            order by events.occurred_us, events.source_no, events.order_no, events.event_id
            rows between unbounded preceding and current row
        )
),

heads as (
    select
        identifier_no,
        bundle_no,
        reign_no,
        occurred_us
    from timeline
    where person_key is not null
),

logouts as (
    select
        identifier_no,
        reign_no,
        min(place) as first_place
    from timeline
    where is_logout = 1
    group by identifier_no, reign_no
),

told as (
    select
        events.event_id,
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
    from timeline as events
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
    where events.person_key is null
),

compared as (
    select
        event_id,
        identifier_no,
        row_number() over (partition by event_id order by strength, identifier_no) as place
    from told
    where owner is not null and owners > 1
)

select
    told.event_id,
    told.strength,
    known.via_no,
    known.person_key,
    case
        when told.id_class = 'shared' then 'handed over'
        when told.id_class = 'record' then 'record'
        when told.owner = 'upcoming' and told.is_later then 'backfill'
        else 'device'
    end as rule
from told
inner join identity.known_bundles as known
    on
        case when told.owner = 'own' then told.own_bundle_no else told.upcoming_bundle_no end
        = known.bundle_no
left join compared
    on
        told.owners > 1
        and told.event_id = compared.event_id
        and told.identifier_no = compared.identifier_no
where told.owner is not null and (told.owners = 1 or compared.place = 1)
