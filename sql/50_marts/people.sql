-- What:  The customers.
-- Grain: one row per person
-- Key:   person_id
-- Reads: identity.person_events, identity.persons, marts.journeys, marts.sessions, staging.events
-- Rule:  the persona is the one last told by a source
-- Order: occurred_us, source_no, order_no, event_id

with

seen as (
    select
        people.person_key,
        events.persona,
        events.occurred_at,
        row_number() over (
            partition by people.person_key, case when events.persona is null then 0 else 1 end
            order by
                events.occurred_us desc,
                events.source_no desc,
                events.order_no desc,
                events.event_id desc
        ) as recency
    from staging.events as events
    inner join identity.person_events as people on events.event_id = people.event_id
),

lives as (
    select
        person_key,
        max(case when recency = 1 then persona end) as persona,
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at,
        count(*) as events
    from seen
    group by person_key
),

visits as (
    select
        person_id,
        count(*) as sessions
    from marts.sessions
    group by person_id
),

attempts as (
    select
        person_id,
        count(*) as journeys
    from marts.journeys
    group by person_id
)

select
    persons.person_id,
    lives.persona,
    lives.first_seen_at,
    lives.last_seen_at,
    lives.events,
    coalesce(visits.sessions, 0) as sessions,
    coalesce(attempts.journeys, 0) as journeys
from lives
inner join identity.persons as persons on lives.person_key = persons.person_key
left join visits on persons.person_id = visits.person_id
left join attempts on persons.person_id = attempts.person_id
