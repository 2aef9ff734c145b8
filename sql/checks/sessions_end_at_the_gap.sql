-- What:  No visit holds a longer silence than the gap or lasts longer than it may, and no two are
--        closer than the gap, unless something else than silence parts visits.
-- Grain: one row per broken promise
-- Key:   person_key, occurred_us
-- Reads: config.session_events, config.settings, sessions.session_events
-- Local: person_key

with

neighbours as (
    select
        person_key,
        visit_us,
        part_no,
        occurred_us,
        lag(visit_us) over person_timeline as previous_visit_us,
        occurred_us - lag(occurred_us) over person_timeline as gap_us
    from sessions.session_events
    window
        person_timeline as (
            partition by person_key order by visit_us, event_no
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
    or neighbours.occurred_us - neighbours.visit_us
    >= (neighbours.part_no + 1) * settings.session_length_us
    or (
        neighbours.visit_us = neighbours.previous_visit_us
        and neighbours.gap_us > settings.longest_silence_us
    )
    or (
        neighbours.visit_us <> neighbours.previous_visit_us
        and neighbours.gap_us <= settings.longest_silence_us
        and not settings.session_midnight
        and not settings.session_campaign
        and not exists (select 1 from config.session_events)
    )
