-- What:  Whose event each event is, and by which rule, numbered in one pass over sorted rows.
-- Grain: one row per event that is somebody's
-- Key:   event_key
-- Reads: identity.bundle_choices, identity.event_bundles, identity.live_names,
--        identity.owned_events
-- Rule:  as in the model of this name. Places grow, so the greatest place so far at which a person
--        began is the place of the present one. Ids are not carried through the sort: what is
--        alike but for its id is put in order afterwards (pipeline/identity/event_order.py)
-- Order: person_key, occurred_us, source_no, order_no; ties by event_id afterwards

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
),

sorted as (
    select *
    from owned
    order by person_key, occurred_us, source_no, order_no
),

spaced as (
    select
        *,
        row_number() over () as place,
        lag(person_key) over () as former_key
    from sorted
)

select
    * exclude (place, former_key),
    place
    - max(case when former_key is null or former_key <> person_key then place end) over so_far
    + 1 as person_event_no
from spaced
window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
