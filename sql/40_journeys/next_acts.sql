-- What:  What each person did next, after each of the person's events.
-- Kind:  view
-- Grain: one row per event that is somebody's
-- Key:   person_key, person_event_no
-- Reads: identity.person_events, journeys.kinds
-- Rule:  an act is an event of direction "customer" that has a touchpoint. Both columns are empty
--        where nothing follows. Numbers and times grow along a life, so the least of those ahead
--        are those of the next act.
-- Order: person_event_no

with

acts as (
    select
        kind_no,
        touchpoint_no
    from journeys.kinds
    where direction = 'customer'
),

marked as (
    select
        people.person_key,
        people.person_event_no,
        people.occurred_us,
        people.person_event_no * 4294967296 + acts.touchpoint_no as act_mark
    from identity.person_events as people
    left join acts on people.kind_no = acts.kind_no
)

select
    person_key,
    person_event_no,
    min(act_mark) over ahead % 4294967296 as touchpoint_no,
    min(case when act_mark is not null then occurred_us end) over ahead as occurred_us
from marked
window
    ahead as (
        partition by person_key order by person_event_no
        rows between 1 following and unbounded following
    )
