-- What:  What each person did next, found in one pass back in time.
-- Kind:  view
-- Grain: one row per event that is somebody's
-- Key:   person_key, person_event_no
-- Reads: identity.person_events, journeys.kinds
-- Rule:  as in the model of this name. Going back, the latest act met so far is the next one, where
--        it is of the same person: not before that person's last event was met
-- Order: person_key, person_event_no; back

with

acts as (
    select
        kind_no,
        touchpoint_no
    from journeys.kinds
    where direction = 'customer'
),

backward as (
    select
        people.person_key,
        people.person_event_no,
        people.occurred_us,
        acts.touchpoint_no
    from identity.person_events as people
    left join acts on people.kind_no = acts.kind_no
    order by people.person_key desc, people.person_event_no desc
),

spaced as (
    select
        *,
        row_number() over () as back_no,
        lag(person_key) over () as later_key
    from backward
),

marked as (
    select
        person_key,
        person_event_no,
        max(
            case when touchpoint_no is not null then back_no * 4294967296 + touchpoint_no end
        ) over so_far as act_mark,
        max_by(case when touchpoint_no is not null then occurred_us end, back_no) over so_far
            as act_us,
        max(case when later_key is null or later_key <> person_key then back_no end) over so_far
            as first_no
    from spaced
    window so_far as (rows between unbounded preceding and current row) -- noqa: PRS
),

followed as (
    select
        person_key,
        person_event_no,
        first_no,
        lag(act_mark) over () as next_mark,
        lag(act_us) over () as next_us
    from marked
)

select
    person_key,
    person_event_no,
    case when next_mark >= first_no * 4294967296 then next_mark % 4294967296 end as touchpoint_no,
    case when next_mark >= first_no * 4294967296 then next_us end as occurred_us
from followed
