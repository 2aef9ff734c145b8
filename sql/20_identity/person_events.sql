-- What:  Whose event each event is, and by which rule.
-- Grain: one row per event that is somebody's
-- Key:   event_key
-- Reads: identity.bundle_choices, identity.event_bundles, identity.live_names,
--        identity.owned_events
-- Rule:  what the event's combination of identifiers tells, unless a stronger one of them had to be
--        followed event by event. Under the policy "live" the person is the one known at that time.
--        person_event_no counts the events of a person: later tables are ordered by it and know an
--        event by it, since a number costs half of an id and of four columns. Exceptions are
--        gathered first and joined once: with two outer joins to tables that are mostly empty, all
--        events were held in memory. So they were where an outer join, not "not exists", told which
--        names a device outdoes: far more exceptions were expected than there are events
-- Order: occurred_us, source_no, order_no, event_id

with

-- Names as known at the time: nobody's but under the policy "live".
live_owned as (
    select
        owned.event_key,
        names.component_no
    from identity.owned_events as owned
    inner join identity.live_names as names on owned.via_no = names.identifier_no
    inner join identity.event_bundles as events
        on
            owned.event_key = events.event_key
            and (names.from_us is null or names.from_us <= events.occurred_us)
            and (names.to_us is null or names.to_us > events.occurred_us)
),

live_chosen as (
    select
        events.event_key,
        names.component_no,
        choices.rule
    from identity.live_names as names
    inner join identity.bundle_choices as choices on names.identifier_no = choices.via_no
    inner join identity.event_bundles as events
        on
            choices.bundle_no = events.bundle_no
            and (names.from_us is null or names.from_us <= events.occurred_us)
            and (names.to_us is null or names.to_us > events.occurred_us)
    where
        not exists (
            select 1
            from identity.owned_events as owned
            where events.event_key = owned.event_key and choices.strength > owned.strength
        )
),

told as (
    select
        owned.event_key,
        owned.strength,
        coalesce(names.component_no, owned.person_key) as person_key,
        owned.rule
    from identity.owned_events as owned
    left join live_owned as names on owned.event_key = names.event_key
    union all
    select
        event_key,
        -1 as strength,
        component_no as person_key,
        rule
    from live_chosen
),

owned as (
    select
        events.event_key,
        events.event_id,
        events.bundle_no,
        events.kind_no,
        events.occurred_us,
        events.source_no,
        events.order_no,
        events.value,
        events.emotion,
        coalesce(told.person_key, choices.person_key) as person_key,
        case
            when told.event_key is not null then told.rule
            when choices.rule = 'device' and events.occurred_us < choices.known_first_us
                then 'backfill'
            else choices.rule
        end as rule
    from identity.event_bundles as events
    inner join identity.bundle_choices as choices on events.bundle_no = choices.bundle_no
    left join told on events.event_key = told.event_key and choices.strength > told.strength
    where told.event_key is not null or choices.rule <> 'nobody'
)

select
    event_key,
    bundle_no,
    kind_no,
    occurred_us,
    source_no,
    order_no,
    value,
    emotion,
    person_key,
    rule,
    row_number() over (
        partition by person_key order by occurred_us, source_no, order_no, event_id
    ) as person_event_no
from owned
