-- What:  Whose event each event is, and by which rule.
-- Grain: one row per event that is somebody's
-- Key:   event_id
-- Reads: identity.bundle_choices, identity.event_bundles, identity.live_names,
--        identity.owned_events
-- Rule:  what the event's combination of identifiers tells, unless a stronger one of them had to be
--        followed event by event. Under the policy "live" the person is the one known at that time.
--        person_event_no counts the events of a person: later tables are ordered by it and know an
--        event by it, since a number costs half of an id and of four columns
-- Order: occurred_us, source_no, order_no, event_id

with

owned as (
    select
        events.event_id,
        events.bundle_no,
        events.kind_no,
        events.occurred_us,
        events.source_no,
        events.order_no,
        events.value,
        events.emotion,
        coalesce(names.component_no, owned.person_key, choices.person_key) as person_key,
        case
            when owned.event_id is not null then owned.rule
            when choices.rule = 'device' and events.occurred_us < choices.known_first_us
                then 'backfill'
            else choices.rule
        end as rule
    from identity.event_bundles as events
    inner join identity.bundle_choices as choices on events.bundle_no = choices.bundle_no
    left join identity.owned_events as owned
        on events.event_id = owned.event_id and choices.strength > owned.strength
    left join identity.live_names as names
        on
            coalesce(owned.via_no, choices.via_no) = names.identifier_no
            and (names.from_us is null or events.occurred_us >= names.from_us)
            and (names.to_us is null or events.occurred_us < names.to_us)
    where owned.event_id is not null or choices.rule <> 'nobody'
)

select
    *,
    row_number() over (
        partition by person_key order by occurred_us, source_no, order_no, event_id
    ) as person_event_no
from owned
