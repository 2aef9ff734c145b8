-- What:  The customers.
-- Grain: one row per person
-- Key:   person_id
-- Plain: person_id
-- Reads: identity.person_events, identity.persons, journeys.journeys, journeys.ruled_personas,
--        sessions.sessions, staging.event_kinds
-- Local: person_id
-- Rule:  the persona is the one that the configuration gives, else the one last told by a source
-- Order: person_event_no

with

lives as (
    select
        person_key,
        min(occurred_us) as first_us,
        max(occurred_us) as last_us,
        count(*) as events
    from identity.person_events
    group by person_key
),

told as (
    select
        events.person_key,
        kinds.persona,
        row_number() over (
            partition by events.person_key order by events.person_event_no desc
        ) as recency
    from identity.person_events as events
    inner join staging.event_kinds as kinds on events.kind_no = kinds.kind_no
    where kinds.persona is not null
),

visits as (
    select
        person_key,
        count(*) as sessions
    from sessions.sessions
    group by person_key
),

attempts as (
    select
        person_key,
        count(*) as journeys
    from journeys.journeys
    group by person_key
)

select
    persons.person_id,
    coalesce(ruled.persona, told.persona) as persona,
    timestamp_micros(lives.first_us) as first_seen_at,
    timestamp_micros(lives.last_us) as last_seen_at,
    lives.events,
    coalesce(visits.sessions, 0) as sessions,
    coalesce(attempts.journeys, 0) as journeys
from lives
inner join identity.persons as persons on lives.person_key = persons.person_key
left join journeys.ruled_personas as ruled on lives.person_key = ruled.person_key
left join told on lives.person_key = told.person_key and told.recency = 1
left join visits on lives.person_key = visits.person_key
left join attempts on lives.person_key = attempts.person_key
