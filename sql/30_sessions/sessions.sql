-- What:  Visits: runs of a person's own events without a long silence.
-- Grain: one row per session
-- Key:   person_key, started_us
-- Reads: sessions.session_events, staging.event_kinds
-- Local: person_key
-- Rule:  entry, channel and device are those of the first event, exit is the last event; session_no
--        counts a person's visits
-- Order: started_us, of which a person has no two

with

runs as (
    select
        person_key,
        min(occurred_us) as started_us,
        max(occurred_us) as ended_us,
        count(*) as events,
        min_by(kind_no, event_no) as first_kind_no,
        max_by(kind_no, event_no) as last_kind_no
    from sessions.session_events
    group by person_key, visit_us, part_no
)

select
    runs.person_key,
    row_number() over (partition by runs.person_key order by runs.started_us) as session_no,
    runs.started_us,
    timestamp_micros(runs.started_us) as started_at,
    timestamp_micros(runs.ended_us) as ended_at,
    runs.events,
    firsts.event as entry,
    lasts.event as exit,
    firsts.channel,
    firsts.device
from runs
inner join staging.event_kinds as firsts on runs.first_kind_no = firsts.kind_no
inner join staging.event_kinds as lasts on runs.last_kind_no = lasts.kind_no
