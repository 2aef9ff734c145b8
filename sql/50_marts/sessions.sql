-- What:  Visits, as analysts read them.
-- Kind:  view
-- Grain: one row per session
-- Key:   session_id
-- Reads: identity.persons, sessions.sessions

select
    persons.person_id || '-' || cast(sessions.started_us as string) as session_id,
    persons.person_id,
    sessions.session_no,
    sessions.started_at,
    sessions.ended_at,
    sessions.events,
    sessions.entry,
    sessions.exit,
    sessions.channel,
    sessions.device
from sessions.sessions as sessions
inner join identity.persons as persons on sessions.person_key = persons.person_key
