-- What:  Visits: runs of a person's own events without a long silence.
-- Grain: one row per session
-- Key:   person_key, started_us
-- Reads: sessions.session_events
-- Rule:  entry, channel and device are those of the first event, exit is the last event

with

sized as (
    select
        *,
        count(*) over (partition by person_key, session_no) as events
    from sessions.session_events
)

select
    person_key,
    session_no,
    min(occurred_us) as started_us,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    max(events) as events,
    max(case when event_no = 1 then event end) as entry,
    max(case when event_no = events then event end) as exit,
    max(case when event_no = 1 then channel end) as channel,
    max(case when event_no = 1 then device end) as device
from sized
group by person_key, session_no
