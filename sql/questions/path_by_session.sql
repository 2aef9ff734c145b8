-- What:  The steps of journeys, cut where one visit of the person ends and another begins.
-- Grain: one row per journey, session and step
-- Key:   unit_key, pos
-- Reads: journeys.journey_events, journeys.steps, path_steps, sessions.session_events
-- Rule:  a step belongs to the session of its first event; what happens outside a visit is in no
--        session. A journey that goes on in another session leaves to (later).
-- Order: pos

with

visited as (
    select
        steps.*,
        dense_rank() over (
            partition by steps.unit_key
            order by sessions.visit_us, sessions.part_no, sessions.person_key
        ) as visit_no
    from path_steps as steps
    left join journeys.steps as stored
        on steps.unit_key = stored.journey_key and steps.pos = stored.step_no and not $every_event
    left join journeys.journey_events as single
        on steps.unit_key = single.journey_key and steps.pos = single.event_no and $every_event
    inner join sessions.session_events as sessions
        on
            coalesce(stored.owner_key, single.owner_key) = sessions.person_key
            and coalesce(stored.person_event_no, single.person_event_no) = sessions.person_event_no
),

followed as (
    select
        *,
        max(visit_no) over (partition by unit_key) as last_visit_no
    from visited
)

select
    * exclude (visit_no, last_visit_no)
    replace (
        dense_rank() over (order by unit_key, visit_no) as unit_key,
        case when visit_no = last_visit_no then outcome else 'later' end as outcome
    )
from followed
