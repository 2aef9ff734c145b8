-- What:  Whose an event is by what it was done with, where that has to be told event by event.
-- Grain: one row per event that says nothing else and is somebody's by a device, record or address
-- Key:   event_id
-- Reads: identity.bundle_identifiers, identity.bundles, identity.event_bundles,
--        identity.known_bundles, identity.owners
-- Rule:  an identifier is whose it was last known to be. A device stays so until a logout, or until
--        keep_us have passed; events that then are nobody's, and not after a logout, go to the next
--        who is known, at most backfill_us back. Of several identifiers the strongest that is
--        somebody's decides.
-- Order: occurred_us, source_no, order_no, event_id

with

timeline as (
    select
        owners.identifier_no,
        owners.id_class,
        owners.strength,
        owners.backfill_us,
        owners.keep_us,
        events.event_id,
        events.occurred_us,
        events.source_no,
        events.order_no,
        known.via_no,
        known.person_key,
        case when bundles.is_logout and owners.id_class = 'device' then 1 else 0 end as is_logout,
        sum(case when known.bundle_no is null then 0 else 1 end) over (
            partition by owners.identifier_no
            order by events.occurred_us, events.source_no, events.order_no, events.event_id
            rows between unbounded preceding and current row
        ) as reign_no
    from identity.owners as owners
    inner join identity.bundle_identifiers as held on owners.identifier_no = held.identifier_no
    inner join identity.bundles as bundles on held.bundle_no = bundles.bundle_no
    inner join identity.event_bundles as events on held.bundle_no = events.bundle_no
    left join identity.known_bundles as known on held.bundle_no = known.bundle_no
    where owners.manner = 'by event'
),

reigns as (
    select
        *,
        coalesce(sum(is_logout) over (
            partition by identifier_no, reign_no
            order by occurred_us, source_no, order_no, event_id
            rows between unbounded preceding and 1 preceding
        ), 0) as logouts_before,
        sum(is_logout) over (partition by identifier_no, reign_no) as logouts
    from timeline
),

heads as (
    select
        identifier_no,
        reign_no,
        via_no,
        person_key,
        occurred_us
    from timeline
    where person_key is not null
),

told as (
    select
        events.event_id,
        events.strength,
        events.identifier_no,
        events.id_class,
        events.occurred_us,
        case
            when
                events.logouts_before = 0
                and events.occurred_us - own.occurred_us <= events.keep_us
                then 'own'
            when
                events.logouts = 0
                and upcoming.occurred_us - events.occurred_us <= events.backfill_us
                then 'upcoming'
        end as owner,
        own.via_no as own_via_no,
        own.person_key as own_person_key,
        upcoming.via_no as upcoming_via_no,
        upcoming.person_key as upcoming_person_key,
        coalesce(upcoming.occurred_us > events.occurred_us, false) as is_later
    from reigns as events
    left join heads as own
        on events.identifier_no = own.identifier_no and events.reign_no = own.reign_no
    left join heads as upcoming
        on
            events.identifier_no = upcoming.identifier_no
            and events.reign_no + 1 = upcoming.reign_no
    where events.person_key is null
),

ranked as (
    select
        *,
        row_number() over (partition by event_id order by strength, identifier_no) as place
    from told
    where owner is not null
)

select
    ranked.event_id,
    ranked.strength,
    case
        when ranked.owner = 'own' then ranked.own_via_no else ranked.upcoming_via_no
    end as via_no,
    case
        when ranked.owner = 'own' then ranked.own_person_key else ranked.upcoming_person_key
    end as person_key,
    case
        when ranked.id_class = 'shared' then 'handed over'
        when ranked.id_class = 'record' then 'record'
        when ranked.owner = 'upcoming' and ranked.is_later then 'backfill'
        else 'device'
    end as rule
from ranked
where ranked.place = 1
