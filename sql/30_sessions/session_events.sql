-- What:  Every event by which a person acts, placed in a session.
-- Grain: one row per event of direction "customer" that has a person
-- Key:   event_id
-- Reads: config.settings, identity.person_events, staging.events
-- Rule:  a session ends when more than session_gap passes without an event of that person; a gap of
--        exactly session_gap stays inside it. What we do (agents, automations) is no visit.
-- Order: occurred_us, source_no, order_no, event_id

with

own_events as (
    select
        events.event_id,
        people.person_key,
        events.occurred_at,
        events.occurred_us,
        events.source_no,
        events.order_no,
        events.event,
        events.channel,
        events.device
    from staging.events as events
    inner join identity.person_events as people on events.event_id = people.event_id
    where events.direction = 'customer'
),

gaps as (
    select
        *,
        occurred_us - lag(occurred_us) over (
            partition by person_key order by occurred_us, source_no, order_no, event_id
        ) as gap_us
    from own_events
),

numbered as (
    select
        gaps.*,
        sum(case when coalesce(gaps.gap_us > settings.session_gap_us, true) then 1 else 0 end)
            over (
                partition by gaps.person_key
                order by gaps.occurred_us, gaps.source_no, gaps.order_no, gaps.event_id
                rows between unbounded preceding and current row
            ) as session_no
    from gaps
    cross join config.settings as settings
)

select
    event_id,
    person_key,
    cast(session_no as bigint) as session_no,
    row_number() over (
        partition by person_key, session_no order by occurred_us, source_no, order_no, event_id
    ) as event_no,
    occurred_at,
    occurred_us,
    event,
    channel,
    device
from numbered
