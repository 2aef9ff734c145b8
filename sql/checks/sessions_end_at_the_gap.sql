-- What:  No session holds a longer silence than the gap, and no two are closer than it.
-- Grain: one row per broken promise
-- Key:   person_key, occurred_us
-- Reads: config.settings, sessions.session_events

with

neighbours as (
    select
        person_key,
        session_no,
        occurred_us,
        lag(session_no) over person_timeline as previous_session_no,
        occurred_us - lag(occurred_us) over person_timeline as gap_us
    from sessions.session_events
    window
        person_timeline as (
            partition by person_key order by session_no, event_no
        )
)

select
    neighbours.person_key,
    neighbours.occurred_us,
    neighbours.gap_us
from neighbours
cross join config.settings as settings
where
    neighbours.gap_us < 0
    or (
        neighbours.session_no = neighbours.previous_session_no
        and neighbours.gap_us > settings.session_gap_us
    )
    or (
        neighbours.session_no <> neighbours.previous_session_no
        and neighbours.gap_us <= settings.session_gap_us
    )
